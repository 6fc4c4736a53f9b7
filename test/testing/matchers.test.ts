import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holdlineMatchers, testEngine, type TestEngine } from '../../src/testing/index.ts';

expect.extend(holdlineMatchers);

/** What a failing expectation says. */
function complaint(check: () => void): string {
  try {
    check();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected the expectation to fail');
}

describe('matchers', () => {
  let test: TestEngine;
  beforeEach(() => {
    test = testEngine({ at: '2026-03-02T09:00:00Z' });
  });
  afterEach(() => test.close());

  async function activeSession() {
    const { events, clock } = test;
    const ada = events.customer('ada');
    const grace = events.agent('grace');
    await test.send(events.channel().configured({ customerIdle: { minutes: 10 } }), ada.writes());
    await clock.advanceBy('PT1M');
    const accepted = await test.send(grace.accepts(ada));
    await clock.advanceBy('PT1M');
    return { ada, grace, accepted, answer: await test.send(grace.writes(ada)) };
  }

  it('sees a status in answers, sessions, conversations and explanations', async () => {
    const { ada, accepted } = await activeSession();
    const { engine } = test;
    const id = accepted.sessionId ?? '';
    for (const seen of [
      accepted,
      engine.session(id),
      engine.conversation(ada),
      engine.explain(id),
    ]) {
      expect(seen).toHaveStatus('Active');
      expect(seen).not.toHaveStatus('Ended');
    }
    expect(undefined).not.toHaveStatus('Active');
    expect([accepted]).toEqual([expect.toHaveStatus('Active')]);
  });

  it('shows the history and what is pending where a status is another', async () => {
    const { ada } = await activeSession();
    expect(complaint(() => expect(test.session(ada)).toHaveStatus('Inactive'))).toBe(
      [
        'expected Inactive, found Active',
        'session default/chat/ada/1',
        '  2026-03-02T09:00:00.000Z  – → Waiting  customer.message (EC01)',
        '  2026-03-02T09:01:00.000Z  Waiting → Active  work.accepted (EC11)',
        'pending:',
        '  2026-03-02T09:10:00.000Z  engagementInactivity (EN04), in PT8M',
        '  2026-03-02T09:12:00.000Z  customerIdle (EC31), in PT10M',
        '  2026-03-16T09:01:00.000Z  engagementRetention (EN04), in P13DT23H59M',
      ].join('\n'),
    );
  });

  it('finds deadlines by name, instant and duration from now', async () => {
    const { ada, answer } = await activeSession();
    expect(answer).toHaveDeadline('customerIdle');
    expect(answer).toHaveDeadline('customerIdle', '2026-03-02T09:12:00Z');
    expect(answer).toHaveDeadline('customerIdle', 'PT10M', test.clock);
    expect(test.session(ada)).toHaveDeadline('customerIdle', 'PT10M');
    expect(test.engine.conversation(ada)).not.toHaveDeadline('inactiveExpiry');
    expect(complaint(() => expect(answer).toHaveDeadline('customerIdle', 'PT10M'))).toMatch(
      /^"PT10M" from when\?/,
    );
    expect(complaint(() => expect(test.session(ada)).toHaveDeadline('noReply', 'PT1H'))).toMatch(
      /^expected a deadline noReply at 2026-03-02T10:02:00.000Z \(in PT1H\)\nsession/,
    );
  });

  it('judges verdicts, and says why an event was not applied', async () => {
    const { ada, answer } = await activeSession();
    expect(answer).toBeApplied();
    expect(answer).toHaveVerdict('applied');
    const refused = await test.engine.dispatch({ ...ada.writes(), messageId: 7 });
    expect(refused).toBeRejectedWith('invalid_event');
    expect(refused).not.toBeRejectedWith('opted_out');
    expect(refused).not.toBeRejectedWith('invalid_event', 'EC01');
    expect(complaint(() => expect(refused).toBeApplied())).toMatch(
      /^expected \w+ to be applied, found rejected invalid_event\n {2}messageId: expected/,
    );
    expect(complaint(() => expect('applied').toBeApplied())).toBe(
      'expected an answer of dispatch, found applied',
    );
  });

  it('finds facts by what they say at least', async () => {
    const { accepted } = await activeSession();
    expect(accepted).toHaveEmitted('session.statusChanged', { to: 'Active' });
    expect(accepted).toHaveEmitted('work.accepted', {
      workId: expect.stringContaining('ada') as string,
    });
    expect(accepted).not.toHaveEmitted('session.created');
    expect(test).toHaveEmitted('session.created');
    expect(test.facts).toHaveEmitted('session.created', { agentType: 'Agent' });
    expect(
      complaint(() => expect(accepted).toHaveEmitted('session.statusChanged', { to: 'Ended' })),
    ).toContain('session.statusChanged {"from":"Waiting","to":"Active"');
  });
});
