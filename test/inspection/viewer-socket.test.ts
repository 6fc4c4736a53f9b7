import { afterEach, describe, expect, it } from 'vitest';
import { shortId } from '../../src/inspection/redaction.ts';
import { actorsOf, historyOf, serve, stepsOf, stopServing, welcomeOf } from './serving.ts';
import { listen, until } from './sockets.ts';
import { of, sessionOf, ToldFeed } from './told-feed.ts';

afterEach(stopServing);

const faulty = () => {
  throw new Error('a fault of the host');
};

describe('a viewer', () => {
  it('is told everything that there is when it comes late', async () => {
    const told = new ToldFeed().tell(of('cora', '09:00', 'customer.message'));
    const { url } = await serve({ feed: told.feed, title: 'a test' });
    told.tell(
      of('cora', '09:01', 'work.accepted', { workId: 'w' }),
      of('dora', '09:02', 'customer.message'),
    );
    const viewer = await listen(url, 'viewer');
    const welcome = await welcomeOf(viewer);
    expect(welcome).toMatchObject({ title: 'a test', kind: 'virtual', leftOut: 0 });
    expect(welcome.actors.map(({ last }) => last?.status)).toEqual(['Active', 'Waiting']);
    expect(welcome.tail.map(({ cause }) => cause)).toEqual([
      'customer.message',
      'work.accepted',
      'customer.message',
    ]);
  });

  it('hears of changes in frames, no more than ten a second, with the last of each actor', async () => {
    const told = new ToldFeed();
    const { url } = await serve({ feed: told.feed });
    const viewer = await listen(url, 'viewer');
    await welcomeOf(viewer);
    const start = performance.now();
    const customers = Array.from({ length: 150 }, (_, n) => `c${n}`);
    for (const customer of customers) {
      told.tell(of(customer, '09:00', 'customer.message'));
      // Lets the sockets breathe, as a server's own loop does.
      await new Promise(setImmediate);
    }
    await until(() => actorsOf(viewer).size === customers.length);
    const elapsed = performance.now() - start;
    expect(viewer.of('frame').length).toBeLessThanOrEqual(Math.ceil(elapsed / 100) + 1);
    expect(stepsOf(viewer)).toHaveLength(customers.length);
  });

  it('is given the whole history of a session that it asks for', async () => {
    const told = new ToldFeed()
      .tell(
        of('cora', '09:00', 'customer.message'),
        of('cora', '09:01', 'work.accepted', { workId: 'w' }),
        of('cora', '09:02', 'agent.markedInactive'),
      )
      .advanceTo('+48h');
    const { url } = await serve({ feed: told.feed });
    const viewer = await listen(url, 'viewer');
    const id = shortId(sessionOf('cora'));
    viewer.send({ type: 'history', actorIds: [id, 'nobody', sessionOf('cora')] });
    const actors = await historyOf(viewer);
    expect(actors.map((actor) => [actor.id, actor.steps.length])).toEqual([
      [id, 4],
      ['nobody', 0],
      [sessionOf('cora'), 0],
    ]);
    expect(actors[0]?.steps.map(({ status, rule }) => [status, rule])).toEqual([
      ['Waiting', 'EC01'],
      ['Active', 'EC11'],
      ['Inactive', 'EC38'],
      ['Ended', 'EC64'],
    ]);
  });

  it('is told how many sessions were left out, and that those which made room are gone', async () => {
    const told = new ToldFeed();
    const server = await serve({ feed: told.feed, sample: { sessionsMax: 2 } });
    const viewer = await listen(server.url, 'viewer');
    await welcomeOf(viewer);
    told.tell(...['a', 'b', 'c', 'd'].map((one) => of(one, '09:00', 'customer.message')));
    expect(server.leftOut).toBe(2);
    await until(() => viewer.of('frame').some((frame) => frame['leftOut'] === 2));
    told.tell(of('a', '09:01', 'customer.ended'), of('e', '09:02', 'customer.message'));
    await until(() =>
      viewer
        .of('frame')
        .some((frame) => (frame['forgotten'] as string[]).includes(shortId(sessionOf('a')))),
    );
  });

  it('begins with the session that the server was started for', async () => {
    const told = new ToldFeed().tell(of('cora', '09:00', 'customer.message'));
    const { url } = await serve({ feed: told.feed, sessionId: sessionOf('cora') });
    const { selectedId } = await welcomeOf(await listen(url, 'viewer'));
    expect(selectedId).toBe(shortId(sessionOf('cora')));
  });

  it('sees nothing of a step whose redaction fails, and the engine does not notice', async () => {
    const told = new ToldFeed();
    const warnings: string[] = [];
    const hear = (warning: Error) => warnings.push(warning.message);
    process.on('warning', hear);
    const { url } = await serve({ feed: told.feed, redact: faulty });
    told.tell(of('cora', '09:00', 'customer.message'), of('dora', '09:00', 'customer.message'));
    expect((await welcomeOf(await listen(url, 'viewer'))).actors).toEqual([]);
    await until(() => warnings.length > 0);
    expect(warnings).toEqual(['a step could not be shown: Error: a fault of the host']);
    process.off('warning', hear);
  });
});
