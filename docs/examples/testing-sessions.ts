import { describe, expect, it } from 'vitest';
import {
  after,
  eventsOf,
  expectDeadline,
  expectRejected,
  expectStatus,
  holdlineMatchers,
  scenario,
  testEngine,
} from 'holdline/testing';

expect.extend(holdlineMatchers);

describe('our routing service', () => {
  it('ends a session that nobody comes back to, thirty hours later', async () => {
    const { engine, clock, events } = testEngine({ at: '2026-03-02T09:00:00Z' });
    const ada = events.customer('ada');
    const grace = events.agent('grace');

    await engine.dispatch(events.channel().configured({ customerIdle: { minutes: 10 } }));
    await engine.dispatch(ada.writes());
    expect(engine.conversation(ada)).toHaveStatus('Waiting');

    await clock.advanceBy('PT1M');
    await engine.dispatch(grace.accepts(ada));
    const answer = await engine.dispatch(grace.writes(ada));
    expect(answer).toBeApplied();
    expect(answer).toHaveStatus('Active');
    expect(answer).toHaveDeadline('customerIdle', '2026-03-02T09:11:00Z');

    await clock.advanceBy('PT10M');
    expect(engine.conversation(ada)).toHaveStatus('Inactive');
    await clock.advanceBy('PT30H');
    expect(engine.conversation(ada)).toHaveStatus('Ended');
    await engine.close();
  });

  it('shows the whole history where a test fails', async () => {
    const test = testEngine();
    const ada = test.events.customer('ada');
    await test.send(test.events.channel().configured(), ada.writes());

    expect(test.session(ada)).toHaveStatus('Waiting');
    expect(test).toHaveEmitted('session.created', { origin: 'InboundInitiated' });
    await test.close();
  });

  it('takes any event of the vocabulary', async () => {
    const { engine, clock, events } = testEngine();
    const ada = events.customer('ada');
    await engine.dispatchMany([events.channel().configured(), ada.writes()]);
    await clock.advanceBy(1000);

    const tagged = ada.event('conversation.tagged', { tagId: 'billing', kind: 'topic' });
    const beat = events.event('agent.heartbeat', { agentId: 'grace' });
    for (const answer of await engine.dispatchMany([tagged, beat])) expect(answer).toBeApplied();

    const refused = await engine.dispatch(ada.event('bot.escalated'));
    expect(refused).toHaveVerdict('deferred');
    await engine.settle();
    await engine.close();
  });
});

describe('a customer who falls silent', () => {
  it('is set aside, and let go a day later', async () => {
    const events = eventsOf();
    const ada = events.customer('ada');
    const grace = events.agent('grace');

    const { session } = await scenario({
      channel: { customerIdle: { minutes: 10, warnMinutes: 8 } },
      policy: { inactiveExpiry: { mode: 'exact', after: 'PT24H' } },
    }).run([
      ada.writes(),
      expectStatus('Waiting'),
      after('PT1M'),
      grace.accepts(ada),
      expectStatus('Active', { cause: 'work.accepted', rule: 'EC11' }),
      grace.writes(ada),
      expectDeadline('customerIdle', 'PT10M'),
      after('PT10M'),
      expectStatus('Inactive', { cause: 'timer.customerIdle' }),
      after('PT24H'),
      expectStatus('Ended', { cause: 'timer.inactiveExpiry' }),
      grace.writes(ada),
      expectRejected('no_session'),
    ]);
    expect(session).toHaveStatus('Ended');
  });
});
