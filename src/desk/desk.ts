// One agent at work: presence, capacity, teams, as they stand. The arrow runs one way: agent, then conversation, then load.
import { agentPresence, type Presence } from '../../machines/index.ts';
import type { EventOf } from '../events/vocabulary.ts';
import { compile } from '../statechart/compile.ts';
import { step } from '../statechart/step.ts';
import type { EpochMs } from '../time/instant.ts';

/** The presence chart, ready to step. */
export const presenceChart = compile(agentPresence);

/** One agent. Held immutable: `decideDesk` returns another one. */
export interface Desk {
  readonly agentId: string;
  /** Where the presence chart stands; `unreported` counts as online. */
  readonly value: string;
  readonly presence: Presence;
  /** Since when the presence holds; null while it was never reported. */
  readonly since: EpochMs | null;
  readonly reason: string | null;
  /** Units of work that the agent may hold; null while it was never reported, and then there is no limit. */
  readonly capacity: number | null;
  /** What one item of work takes of the capacity. */
  readonly weight: number;
  readonly teamIds: readonly string[];
}

/** Events that concern an agent's desk. */
export type DeskEvent = EventOf<
  | 'agent.presence'
  | 'agent.capacity'
  | 'agent.team'
  | 'agent.heartbeat'
  | 'agent.shift'
  | 'agent.activity'
>;

/** The desk of an agent of whom nothing is known yet. */
export const unreportedDesk = (agentId: string): Desk => ({
  agentId,
  value: 'unreported',
  presence: 'online',
  since: null,
  reason: null,
  capacity: null,
  weight: 1,
  teamIds: [],
});

/** What an event makes of a desk; the very same desk when nothing changes. */
export function decideDesk(desk: Desk, event: DeskEvent): Desk {
  switch (event.type) {
    case 'agent.presence':
      return changePresence(desk, event);
    case 'agent.capacity':
      return { ...desk, capacity: event.capacity, weight: event.weight ?? desk.weight };
    case 'agent.team':
      return { ...desk, teamIds: event.teamIds };
    case 'agent.heartbeat':
    case 'agent.shift':
    case 'agent.activity':
      return desk;
  }
}

function changePresence(desk: Desk, event: EventOf<'agent.presence'>): Desk {
  const result = step(presenceChart, { value: desk.value, context: {} }, event);
  if (result.taken === undefined) return desk;
  const reason = event.reason ?? null;
  return { ...desk, value: result.value, presence: event.status, since: event.at, reason };
}
