// The first process of the story. It does not end well.
import { aside, time } from './narrator.ts';
import { Stage } from './stage.ts';

const [folder = '.'] = process.argv.slice(2);
const stage = new Stage(folder, '2026-03-02T09:00:00Z');
const { clock, provider, service } = stage;
const { desk, engine, outbox, router } = service;

const ada = { channelId: 'chat', endUserId: 'ada' };
const ben = { channelId: 'app', endUserId: 'ben' };
const cleo = { channelId: 'chat', endUserId: 'cleo' };

await service.start();
await stage.scene('grace signs in, with room for one', () => desk.signIn('grace', 1));
await stage.scene('linus signs in, with room for one', () => desk.signIn('linus', 1));
await stage.scene('ada writes', () => stage.post('m-1', ada));
await stage.scene('the provider posts the same message again', () => stage.post('m-1', ada));
await stage.scene('grace accepts', () => desk.accept('grace', ada));
await stage.scene('grace writes', () => desk.write('grace', ada, 'm-2'));
await stage.scene('ben writes', () => stage.post('m-3', ben));
await stage.scene('linus declines', () => desk.decline('linus', ben, 'lunch'));
await stage.scene('linus takes a break', () => desk.goOnBreak('linus'));

stage.say('ten minutes pass: ada falls silent, so that grace is free for ben');
await clock.advanceBy('PT10M');
await router.whenDone();
await stage.scene('grace accepts', () => desk.accept('grace', ben));
await stage.scene('grace writes', () => desk.write('grace', ben, 'm-4'));
await outbox.whenLevel();

stage.say('the provider takes nothing any more, but still posts');
provider.isDown = true;
await stage.scene('cleo writes; nobody is free', () => stage.post('m-5', cleo));

stage.say(
  `kill -9, with ${provider.sent.length} messages sent; resume token ${outbox.token}; due by itself:`,
);
for (const { dueAt, name, sessionId } of [ada, ben, cleo].flatMap(
  (customer) => engine.conversation(customer)?.deadlines ?? [],
)) {
  aside(`${time(dueAt)}  ${sessionId}  ${name}`);
}
// No handler runs, nothing is flushed, nothing is closed.
process.kill(process.pid, 'SIGKILL');
