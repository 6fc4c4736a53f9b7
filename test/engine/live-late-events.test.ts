// Events that come early, late or from far away: what a live engine answers first, and what it says in the end.
import { afterEach, describe, expect, it } from 'vitest';
import type { AnyFact } from '../../src/events/fact.ts';
import type { Verdict } from '../../src/events/verdict.ts';
import { holdlineMatchers, testEngine, type TestEngine } from '../../src/testing/index.ts';

expect.extend(holdlineMatchers);

const START = '2026-03-02T09:00:00Z';
const open: TestEngine[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});

/** A test engine with its cast; Ada's channel goes idle after ten minutes. */
async function cast(policy: object = {}) {
  const test = testEngine({ at: START, policy });
  open.push(test);
  const { events, engine, clock } = test;
  const [ada, grace, chat] = [events.customer('ada'), events.agent('grace'), events.channel()];
  const verdicts: string[] = [];
  engine.on('verdict', ({ eventId, verdict, code }: Verdict) => {
    verdicts.push([eventId, verdict, code].filter((part) => part !== undefined).join(' '));
  });
  await engine.dispatch(chat.configured({ id: 'chat', customerIdle: { minutes: 10 } }));
  return { test, engine, clock, events, ada, grace, chat, verdicts };
}

/** `PT5M` before now, as epoch milliseconds. */
const minutesAgo = ({ clock }: TestEngine, minutes: number) => clock.now() - minutes * 60_000;

/** The facts that still hold. */
function holding(facts: readonly AnyFact[]): readonly AnyFact[] {
  const gone = new Set(
    facts.flatMap((fact) =>
      fact.type === 'session.corrected' || fact.type === 'metric.corrected'
        ? fact.data.supersedes
        : [],
    ),
  );
  return facts.filter(({ seq, type }) => !gone.has(seq) && !type.endsWith('.corrected'));
}

describe('an event that cannot apply yet', () => {
  it('is deferred, and applied when the one before it comes', async () => {
    const { test, engine, clock, ada, grace, verdicts } = await cast();
    await clock.advanceBy('PT1M');
    const early = await engine.dispatch(grace.writes(ada, { id: 'early' }));
    expect(early).toHaveVerdict('deferred');
    expect(early.code).toBe('no_session');
    const opening = ada.writes({ at: minutesAgo(test, 1) });
    const accepting = grace.accepts(ada, { at: clock.now() - 1000 });
    await engine.dispatchMany([opening, accepting]);
    expect(verdicts).toContain('early applied');
    expect(engine.conversation(ada)).toHaveStatus('Active');
    expect(test).toHaveEmitted('message.recorded', { actor: 'Agent' });
  });

  it('is rejected once the lateness has passed, by events or by the clock alone', async () => {
    const byEvents = await cast();
    await byEvents.engine.dispatch(byEvents.grace.writes(byEvents.ada, { id: 'early' }));
    await byEvents.engine.dispatch(
      byEvents.events.event('agent.heartbeat', { agentId: 'grace', at: '2026-03-02T09:10:00Z' }),
    );
    expect(byEvents.verdicts).not.toContain('early rejected no_session');
    await byEvents.engine.dispatch(
      byEvents.events.event('agent.heartbeat', {
        agentId: 'grace',
        at: '2026-03-02T09:10:00.001Z',
      }),
    );
    expect(byEvents.verdicts).toContain('early rejected no_session');

    const byClock = await cast();
    await byClock.engine.dispatch(byClock.grace.writes(byClock.ada, { id: 'early' }));
    await byClock.clock.advanceBy('PT11M');
    expect(byClock.verdicts).toContain('early rejected no_session');
  });

  it('is rejected at once where the policy allows no lateness', async () => {
    const { engine, ada, grace } = await cast({ lateness: 'PT0S' });
    expect(await engine.dispatch(grace.writes(ada))).toBeRejectedWith('no_session');
  });
});

describe('an event that is late, but not too late', () => {
  it('takes its place, and a correction names every fact that no longer holds', async () => {
    const { test, engine, clock, ada, grace } = await cast();
    await engine.dispatch(ada.writes());
    await clock.advanceBy('PT1S');
    await engine.dispatch(grace.accepts(ada));
    await clock.advanceBy('PT1S');
    await engine.dispatch(grace.writes(ada));
    await clock.advanceBy('PT10M');
    const told = test.facts.filter(({ causationId }) =>
      ['timer.engagementInactivity', 'timer.customerIdle'].includes(causationId),
    );
    expect(engine.conversation(ada)).toHaveStatus('Inactive');

    // Ada had answered after all, five minutes before the timer fired.
    const late = await engine.dispatch(ada.writes({ id: 'late', at: minutesAgo(test, 5) }));
    expect(late).toHaveVerdict('corrected');
    expect(late).toHaveStatus('Active');
    const [correction] = late.facts;
    expect(correction).toMatchObject({
      type: 'session.corrected',
      sessionId: 'default/chat/ada/1',
      causationId: 'late',
      data: { supersedes: told.map(({ seq }) => seq) },
    });
    expect(late).toHaveEmitted('message.recorded', { actor: 'EndUser' });
    expect(test.facts.map(({ seq }) => seq)).toEqual(test.facts.map((_, index) => index + 1));
    expect(holding(test.facts).some(({ type }) => type === 'session.inactivated')).toBe(false);
    expect(engine.explain('default/chat/ada/1')?.history.map(({ to }) => to)).toEqual([
      'Waiting',
      'Active',
    ]);
  });

  it('takes back even an end, and the session keeps its id', async () => {
    const { test, engine, clock, ada, grace } = await cast({
      inactiveExpiry: { mode: 'exact', after: 'PT1M' },
    });
    await engine.dispatch(ada.writes());
    await clock.advanceBy('PT1S');
    await engine.dispatch(grace.accepts(ada));
    await clock.advanceBy('PT1S');
    await engine.dispatch(grace.writes(ada));
    await clock.advanceBy('PT11M');
    expect(engine.conversation(ada)).toHaveStatus('Ended');
    expect(test).toHaveEmitted('metric.recorded');
    const late = await engine.dispatch(ada.writes({ at: minutesAgo(test, 2) }));
    expect(late).toHaveVerdict('corrected');
    expect(late).toHaveStatus('Active');
    expect(late.sessionId).toBe('default/chat/ada/1');
    expect(late).toHaveEmitted('metric.corrected');
    expect(holding(test.facts).some(({ type }) => type === 'metric.recorded')).toBe(false);
  });

  it('is only applied where nothing that was told is changed by it', async () => {
    const { test, engine, clock, ada } = await cast();
    await engine.dispatch(ada.writes());
    await clock.advanceBy('PT2M');
    await engine.dispatch(ada.writes());
    expect(await engine.dispatch(ada.writes({ at: minutesAgo(test, 1) }))).toBeApplied();
    expect(engine.conversation(ada)?.session?.context.endUserMessages).toBe(3);
  });

  it('is corrected also where only another conversation has told what no longer holds', async () => {
    const { test, engine, clock, events, ada, grace, chat } = await cast();
    const acw = { seconds: 60, extensionSeconds: 30, maxExtensions: 0 };
    await engine.dispatch(chat.configured({ deployment: 'inApp', acw }));
    await engine.dispatchMany([ada.writes(), grace.accepts(ada)]);
    await clock.advanceBy('PT1S');
    await engine.dispatch(grace.marksInactive(ada));
    await clock.advanceBy('PT5M');
    const ended = test.facts.find(({ type }) => type === 'acw.ended');
    expect(ended).toMatchObject({ causationId: 'timer.acw' });

    // Grace had turned to Bob half a minute after Ada: that ended her wrapping up (T-ACW).
    const opens = grace.opens(events.customer('bob'), { at: clock.now() - 270_000 });
    const late = await engine.dispatch(opens);
    expect(late).toHaveVerdict('corrected');
    expect(late).toHaveEmitted('session.corrected');
    expect(holding(test.facts).filter(({ type }) => type === 'acw.ended')).toMatchObject([
      { at: clock.now() - 270_000, causationId: opens.id },
    ]);
  });

  it('may be a change of presence, of the policy or of the channel', async () => {
    const presence = await cast();
    await presence.engine.dispatch(presence.ada.writes());
    await presence.clock.advanceBy('PT1S');
    await presence.engine.dispatch(presence.grace.accepts(presence.ada));
    await presence.clock.advanceBy('PT2S');
    await presence.engine.dispatch(presence.grace.writes(presence.ada));
    const offline = presence.grace.becomes('offline', { at: presence.clock.now() - 1000 });
    expect(await presence.engine.dispatch(offline)).toHaveVerdict('corrected');
    expect(presence.engine.conversation(presence.ada)).not.toHaveStatus('Active');

    const policy = await cast({ inactiveExpiry: { mode: 'exact', after: 'PT30H' } });
    await policy.engine.dispatch(policy.ada.writes());
    await policy.clock.advanceBy('PT1S');
    await policy.engine.dispatch(policy.grace.accepts(policy.ada));
    await policy.clock.advanceBy('PT1M');
    const set = await policy.engine.dispatch(policy.grace.marksInactive(policy.ada));
    expect(set).toHaveDeadline('inactiveExpiry', 'PT30H', policy.clock);
    const changed = policy.events.policy(
      { inactiveExpiry: { mode: 'exact', after: 'PT1H' } },
      { at: policy.clock.now() - 30_000 },
    );
    await policy.engine.dispatch(changed);
    expect(policy.engine.conversation(policy.ada)).toHaveDeadline(
      'inactiveExpiry',
      'PT1H',
      policy.clock,
    );

    const channel = await cast();
    await channel.engine.dispatch(channel.ada.writes());
    await channel.clock.advanceBy('PT1S');
    await channel.engine.dispatch(channel.grace.accepts(channel.ada));
    await channel.clock.advanceBy('PT1M');
    await channel.engine.dispatch(channel.grace.writes(channel.ada));
    const configured = channel.chat.configured({
      customerIdle: { minutes: 20 },
      at: channel.clock.now() - 1000,
    });
    await channel.engine.dispatch(configured);
    expect(channel.engine.conversation(channel.ada)).toHaveDeadline(
      'customerIdle',
      'PT20M',
      channel.clock,
    );
  });
});

/** Ada has written to a channel that asks for an explicit opt-in. */
async function held() {
  const told = await cast();
  await told.engine.dispatch(told.chat.configured({ consentType: 'explicit' }));
  await told.clock.advanceBy('PT1S');
  await told.engine.dispatch(told.ada.writes());
  expect(told.engine.conversation(told.ada)).toHaveStatus('Consent');
  await told.clock.advanceBy('PT5M');
  return told;
}

describe('a channel that asks for less consent (CK06)', () => {
  it('lets go of what it had held back, at its own instant', async () => {
    const { engine, ada, chat, clock, test } = await held();
    const asking = chat.configured({ id: 'less' });
    expect(await engine.dispatch(asking)).toBeApplied();
    expect(engine.conversation(ada)).toHaveStatus('Waiting');
    const moved = test.facts.findLast(({ type }) => type === 'session.statusChanged');
    expect(moved).toMatchObject({ at: clock.now(), causationId: 'less', data: { rule: 'CK06' } });
  });

  it('comes to the same when that is told late', async () => {
    const { engine, ada, grace, chat, clock, test } = await held();
    await engine.dispatch(ada.writes());
    const offered = grace.accepts(ada, { id: 'accepted' });
    await clock.advanceBy('PT1M');
    expect(await engine.dispatch(offered)).toHaveVerdict('deferred');
    await engine.dispatch(chat.configured({ id: 'less', at: minutesAgo(test, 3) }));
    expect(engine.conversation(ada)).toHaveStatus('Active');
    const moved = holding(test.facts).filter(({ type }) => type === 'session.statusChanged');
    expect(moved.map(({ causationId }) => causationId).slice(1)).toEqual(['less', 'accepted']);
  });
});

describe('an event from too far away', () => {
  it('is late beyond the bound: recorded, counted, without effect', async () => {
    const { test, engine, clock, ada, verdicts } = await cast();
    await engine.dispatch(ada.writes());
    await clock.advanceBy('PT20M');
    await engine.dispatch(ada.writes());
    const told = test.facts.length;
    const old = ada.writes({ id: 'old', at: minutesAgo(test, 11) });
    expect(await engine.dispatch(old)).toHaveVerdict('late');
    expect(await engine.dispatch(old)).toHaveVerdict('duplicate');
    expect(verdicts).toContain('old late');
    expect(test.facts).toHaveLength(told);
    expect(await engine.dispatch(ada.writes({ at: minutesAgo(test, 10) }))).toBeApplied();
  });

  it('is refused ahead of time, fires nothing, and may come again', async () => {
    const { engine, clock, ada, grace } = await cast();
    await engine.dispatch(ada.writes());
    const ahead = clock.now() + 61 * 24 * 3_600_000;
    expect(await engine.dispatch(grace.accepts(ada, { id: 'far', at: ahead }))).toBeRejectedWith(
      'time_out_of_range',
    );
    expect(engine.conversation(ada)).toHaveStatus('Waiting');
    await clock.advanceBy(1000);
    expect(await engine.dispatch(grace.accepts(ada, { id: 'far' }))).toBeApplied();
  });
});
