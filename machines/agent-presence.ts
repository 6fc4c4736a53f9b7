import { emit, setup } from 'xstate';
import { inferredRule, rule, type RuleMeta } from './rule.ts';

/** The four presences that a host may report. */
export type Presence = 'online' | 'away' | 'busy' | 'offline';

/** The event of the presence chart. */
export interface PresenceEvent {
  readonly type: 'agent.presence';
  readonly status: Presence;
}

/** What the presence chart emits: each change of presence, once. */
export interface PresenceFact {
  readonly type: 'presence.changed';
  readonly to: Presence;
}

const presenceTypes = {} as {
  events: PresenceEvent;
  emitted: PresenceFact;
  meta: { presence?: Presence };
  transitionMeta: RuleMeta;
};

const presenceChart = setup({
  types: presenceTypes,
  guards: {
    is: ({ event }, { status }: { status: Presence }) => event.status === status,
  },
  actions: {
    report: emit((_, { to }: { to: Presence }) => ({ type: 'presence.changed', to })),
  },
});

const becomes = (status: Presence, row: ReturnType<typeof rule | typeof inferredRule>) =>
  ({
    guard: { type: 'is', params: { status } },
    ...row,
    target: status,
    actions: { type: 'report', params: { to: status } },
  }) as const;

const toOnline = becomes('online', rule('X12', 'The agent is online; offers may come.'));
const toAway = becomes(
  'away',
  inferredRule('EC15', 'The agent is away; as with a busy one, work and offers stay.'),
);
const toBusy = becomes('busy', rule('EC15', 'The agent is busy; an offer stays until it lapses.'));
const toOffline = becomes(
  'offline',
  rule('EC36', 'The agent is offline: every session held hears of it.'),
);

/** One agent's presence. An agent whose presence was never reported counts as online. */
export const agentPresence = presenceChart.createMachine({
  id: 'agent-presence',
  description: 'Whether an agent is online, away, busy or offline.',
  initial: 'unreported',
  states: {
    unreported: {
      meta: { presence: 'online' },
      on: { 'agent.presence': [toOnline, toAway, toBusy, toOffline] },
    },
    online: {
      meta: { presence: 'online' },
      on: { 'agent.presence': [toAway, toBusy, toOffline] },
    },
    away: {
      meta: { presence: 'away' },
      on: { 'agent.presence': [toOnline, toBusy, toOffline] },
    },
    busy: {
      meta: { presence: 'busy' },
      on: { 'agent.presence': [toOnline, toAway, toOffline] },
    },
    offline: {
      meta: { presence: 'offline' },
      on: { 'agent.presence': [toOnline, toAway, toBusy] },
    },
  },
});
