import { type AnyStateMachine, createActor, SimulatedClock } from 'xstate';
import { describe, expect, it } from 'vitest';
import {
  agentPresence,
  agentWork,
  enhancedBusiness,
  enhancedCustomer,
  ENHANCED_SETTINGS,
  notification,
  standardBusiness,
  standardCustomer,
  type PresenceEvent,
  type SessionEvent,
  type WorkEvent,
} from '../../machines/index.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

type AnyEvent = SessionEvent | WorkEvent | PresenceEvent;

/** A machine as an ordinary actor on a simulated clock; without an input unless a story needs one. */
function play(machine: AnyStateMachine, input?: unknown) {
  const clock = new SimulatedClock();
  const told: string[] = [];
  const actor = createActor(machine, { clock, input });
  actor.on('*', (fact: { type: string }) => told.push(fact.type));
  actor.start();
  const story = {
    /** What the actor has emitted since it was asked last. */
    told: () => told.splice(0),
    /** What the active state says of itself: status, presence. */
    is: () => Object.assign({}, ...Object.values(actor.getSnapshot().getMeta())) as object,
    isOver: () => actor.getSnapshot().status === 'done',
    after: (ms: number) => {
      clock.increment(ms);
      return story;
    },
    on: (...events: readonly AnyEvent[]) => {
      for (const event of events) actor.send(event);
      return story;
    },
  };
  return story;
}

const customerWrites = { type: 'customer.message' } as const;
const agentWrites = { type: 'agent.message' } as const;
const agentAccepts = { type: 'work.accepted' } as const;

/** A customer writes and an agent accepts. */
const served = (input?: unknown) => play(enhancedCustomer, input).on(customerWrites, agentAccepts);

describe('each chart runs as an ordinary actor', () => {
  it('ends an inactive session after 30 hours and not before (EC38, EC64)', () => {
    const session = served().on({ type: 'agent.markedInactive' });
    session.told();
    expect(session.after(30 * HOUR - 1).is()).toMatchObject({ status: 'Inactive' });
    expect(session.told()).toEqual([]);
    expect(session.after(1).is()).toMatchObject({ status: 'Ended' });
    expect(session.told()).toEqual(['session.ended']);
  });

  it('wakes an inactive session when the customer writes in time, and forgets the 30 hours (EC60)', () => {
    const session = served()
      .on({ type: 'agent.markedInactive' })
      .after(29 * HOUR);
    session.told();
    expect(session.on(customerWrites).is()).toMatchObject({ status: 'Waiting' });
    expect(session.told()).toEqual(['message.recorded', 'session.resumed', 'session.queued']);
    expect(session.after(1000 * HOUR).is()).toMatchObject({ status: 'Waiting' });
  });

  it('ends an unanswered opening message after 24 hours on a standard channel (SB05)', () => {
    const session = play(standardBusiness).on({ type: 'agent.opened' }, { type: 'message.sent' });
    expect(session.after(24 * HOUR - 1).is()).toMatchObject({ waitingFor: 'customer' });
    expect(session.after(1).is()).toMatchObject({ status: 'Ended' });
  });

  it('ends it after 48 hours on an enhanced channel, counted from the last message (EB04, EB11)', () => {
    const session = play(enhancedBusiness).on({ type: 'agent.opened' });
    session.after(10 * HOUR).on(agentWrites);
    expect(session.after(48 * HOUR - 1).is()).toMatchObject({ status: 'New' });
    expect(session.after(1).is()).toMatchObject({ status: 'Ended' });
  });

  it('counts customer idleness from the first answer after the customer wrote, not from the last (EC42, X8)', () => {
    const settings = { ...ENHANCED_SETTINGS, customerIdleMs: 10 * MINUTE };
    const session = served({ settings }).on(agentWrites);
    session.after(6 * MINUTE).on(agentWrites);
    expect(session.after(4 * MINUTE - 1).is()).toMatchObject({ status: 'Active' });
    expect(session.after(1).is()).toMatchObject({ status: 'Inactive' });
  });

  it('stops the idle clock when the customer answers (EC30)', () => {
    const settings = { ...ENHANCED_SETTINGS, customerIdleMs: 10 * MINUTE };
    const session = served({ settings })
      .on(agentWrites)
      .after(9 * MINUTE)
      .on(customerWrites);
    expect(session.after(100 * HOUR).is()).toMatchObject({ status: 'Active' });
  });

  it('gives the sessions of a disabled channel 48 hours, unless it is enabled again (EC90)', () => {
    const left = served().on({ type: 'channel.disabled' });
    const saved = served().on({ type: 'channel.disabled' });
    saved.after(47 * HOUR).on({ type: 'channel.enabled' });
    expect(left.after(48 * HOUR - 1).is()).toMatchObject({ status: 'Active' });
    expect(left.after(1).is()).toMatchObject({ status: 'Ended' });
    expect(saved.after(2 * HOUR).is()).toMatchObject({ status: 'Active' });
  });

  it('keeps a notification open for 48 hours and routes an answer (NO03, NO04)', () => {
    const opening = { type: 'automation.message', longevity: 'keepOpen' } as const;
    const silent = play(notification)
      .on(opening)
      .after(48 * HOUR);
    const answered = play(notification)
      .on(opening)
      .after(47 * HOUR)
      .on(customerWrites);
    expect(silent.is()).toMatchObject({ status: 'Ended' });
    expect(answered.after(48 * HOUR).is()).toMatchObject({ status: 'Waiting' });
  });

  it('ends any other notification at once (NO02)', () => {
    const session = play(notification).on({ type: 'automation.message' });
    expect(session.isOver()).toBe(true);
    expect(session.told()).toEqual(['session.created', 'message.recorded', 'session.ended']);
  });

  it('ends a session with a bot after two hours without a word of the customer (EC48)', () => {
    const session = play(enhancedCustomer).on(customerWrites, { type: 'bot.accepted' });
    session.after(HOUR).on(customerWrites);
    expect(session.after(2 * HOUR - 1).is()).toMatchObject({ status: 'Active' });
    expect(session.after(1).is()).toMatchObject({ status: 'Ended' });
  });

  it('never ends a standard session by itself (SC01, SC03, SC14)', () => {
    const session = play(standardCustomer).on(customerWrites, agentAccepts, agentWrites);
    session.on({ type: 'agent.markedInactive' });
    expect(session.after(2000 * HOUR).is()).toMatchObject({ status: 'Active' });
  });

  it('gives an agent time for after-conversation work, and more where it is asked for (AW08, T-ACW-EXT)', () => {
    const work = play(agentWork, { acwMs: MINUTE, maxExtensions: 1 });
    work.on({ type: 'work.accepted' }, { type: 'session.ended' });
    work.after(MINUTE / 2).on({ type: 'acw.extended', remainingMs: 2 * MINUTE });
    expect(work.after(2 * MINUTE - 1).is()).toMatchObject({ status: 'Opened' });
    expect(work.after(1).is()).toMatchObject({ status: 'Closed' });
    expect(work.told().slice(-3)).toEqual(['acw.extended', 'acw.ended', 'work.closed']);
  });

  it('lets an offer lapse, and closes accepted work without after-conversation work at once (AW04, AW08)', () => {
    const offered = play(agentWork).on({ type: 'work.offered', expiresInMs: 20_000 });
    expect(offered.after(20_000).is()).toMatchObject({ status: 'DeclinedOnPushTimeout' });
    const accepted = play(agentWork).on({ type: 'work.accepted' }, { type: 'session.ended' });
    expect(accepted.is()).toMatchObject({ status: 'Closed' });
  });

  it('tells each change of presence once, and takes the unknown for online (DESK01, EC36)', () => {
    const agent = play(agentPresence);
    expect(agent.is()).toMatchObject({ presence: 'online' });
    const away = { type: 'agent.presence', status: 'away' } as const;
    expect(agent.on(away, away).is()).toMatchObject({ presence: 'away' });
    expect(agent.told()).toEqual(['presence.changed']);
  });
});
