import { AssertionError } from 'node:assert';
import { describe, expect, it } from 'vitest';
import {
  after,
  eventsOf,
  expectFact,
  expectRejected,
  expectStatus,
  expectVerdict,
  scenario,
} from '../../src/testing/index.ts';

const events = eventsOf();
const ada = events.customer('ada');
const bob = events.customer('bob');
const grace = events.agent('grace');

describe('a scenario', () => {
  it('runs the same story again from the beginning', async () => {
    const story = scenario({ channel: { customerIdle: { minutes: 10 } } });
    const steps = [ada.writes(), grace.accepts(ada), grace.writes(ada), after('PT29H')];
    const first = await story.run(steps);
    const again = await story.run([...steps, expectStatus('Inactive')]);
    expect(again.timeline).toBe(first.timeline);
    expect(again.facts).toEqual(first.facts);
    expect(first.session?.session.status).toBe('Inactive');
  });

  it('keeps the order written, though nothing was said about time', async () => {
    const { session } = await scenario().run([
      ada.writes(),
      grace.accepts(ada),
      grace.writes(ada),
      ada.writes(),
      grace.ends(ada),
      expectStatus('Ended'),
      bob.writes(),
      expectStatus('Waiting'),
      expectStatus('Ended', { of: ada, cause: 'agent.ended' }),
      expectFact('session.created'),
    ]);
    expect(session?.session.endUserId).toBe('bob');
  });

  it('says why its channel was refused', async () => {
    const story = scenario({ channel: { customerIdle: { minutes: 500 } } });
    const failure = await story.run([ada.writes()]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AssertionError);
    expect((failure as AssertionError).message).toMatch(
      /^set-up, channel\.configured: expected .* to be applied, found rejected invalid_event\n +customerIdle\.minutes: expected an integer from 5 to 30/,
    );
  });

  it('judges what must not apply, early or for good', async () => {
    const { facts } = await scenario().run([
      grace.writes(ada),
      expectRejected('no_session'),
      ada.event('bot.escalated'),
      expectVerdict('deferred'),
    ]);
    expect(facts).toEqual([]);
  });

  it('ends where an event does not apply, or a status came about in another way', async () => {
    await expect(scenario().run([grace.writes(ada), ada.writes()])).rejects.toThrow(
      /^step 1, agent.message: expected \w+ to be applied, found deferred no_session/,
    );
    await expect(
      scenario().run([ada.writes(), expectStatus('Waiting', { cause: 'bot.escalated' })]),
    ).rejects.toThrow(
      /expected Waiting by bot.escalated, found Waiting by customer.message \(EC01\)/,
    );
    await expect(scenario().run([expectVerdict('late')])).rejects.toThrow(AssertionError);
  });

  it('shows the whole timeline where it ends', async () => {
    const failing = scenario({
      channel: { customerIdle: { minutes: 10 } },
      at: '2026-03-02T09:00:00Z',
    }).run([
      ada.writes({ id: 'm1' }),
      grace.accepts(ada, { id: 'a1' }),
      grace.writes(ada, { id: 'm2' }),
      after('PT1M'),
      expectStatus('Ended'),
    ]);
    const { message } = await failing.then(
      () => expect.unreachable('it fails'),
      (error: Error) => error,
    );
    expect(message.slice(message.indexOf('what happened:'))).toBe(
      [
        'what happened:',
        '  2026-03-02T09:00:00.000Z  channel.configured (set-up-000001): applied',
        '  2026-03-02T09:00:01.000Z  customer.message ada (m1): applied',
        '  2026-03-02T09:00:01.000Z    – → Waiting  customer.message (EC01)',
        '  2026-03-02T09:00:02.000Z  work.accepted ada (a1): applied',
        '  2026-03-02T09:00:02.000Z    Waiting → Active  work.accepted (EC11)',
        '  2026-03-02T09:00:03.000Z  agent.message ada (m2): applied',
        '  2026-03-02T09:01:03.000Z  now',
        '  2026-03-02T09:10:01.000Z  engagementInactivity (EN04), in PT8M58S',
        '  2026-03-02T09:10:03.000Z  customerIdle (EC31), in PT9M',
        '  2026-03-16T09:00:02.000Z  engagementRetention (EN04), in P13DT23H58M59S',
      ].join('\n'),
    );
  });
});
