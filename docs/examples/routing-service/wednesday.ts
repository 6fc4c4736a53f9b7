// The second process: it opens the file that the first one left behind.
import { printSent, printWhy } from './narrator.ts';
import { Stage } from './stage.ts';

/** Opens the service again, 47 hours later, works for a minute and closes it. */
export async function wednesday(folder: string): Promise<void> {
  const stage = new Stage(folder, '2026-03-04T08:00:00Z');
  const { clock, provider, service } = stage;
  const { desk, engine, outbox } = service;

  stage.say('the service opens again: what fell due meanwhile fires, in order');
  // The wall clock would do this by itself; a virtual one waits until it is moved, even by nothing.
  await clock.advanceBy(0);
  await service.start();
  await outbox.whenLevel();
  const { count, max } = engine.lateness;
  stage.say(`${count} deadlines have fired, at most ${(max / 3_600_000).toFixed(1)} h late`);

  const cleo = { channelId: 'chat', endUserId: 'cleo' };
  const dan = { channelId: 'chat', endUserId: 'dan' };
  await stage.scene('grace signs in, with room for one', () => desk.signIn('grace', 1));
  await stage.scene('the provider posts again what was answered, but not heard', () =>
    stage.post('m-5', cleo, '2026-03-02T09:10:55Z'),
  );
  await stage.scene('the provider posts what dan wrote on Monday evening', () =>
    stage.post('m-6', dan, '2026-03-02T18:00:00Z'),
  );
  await stage.scene('grace accepts', () => desk.accept('grace', cleo));
  await stage.scene('grace writes', () => desk.write('grace', cleo, 'm-7'));
  await stage.scene('grace ends it and closes the tab', () => desk.close('grace', cleo));

  printWhy(engine, 'default/app/ben/1');
  printWhy(engine, 'default/chat/dan/1');
  printSent(provider.sent);
  await service.close();
}
