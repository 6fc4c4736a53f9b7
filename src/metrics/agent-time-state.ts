// What the time of one agent is worked out from. Plain data, changed in place by the files beside this one.
import type { EpochMs } from '../time/instant.ts';
import type { Evidence } from './observation.ts';
import { UNREPORTED, type PresenceClass, type PresenceLog } from './presence-log.ts';

/** Work of the agent that has not yet given its place back. */
export interface WorkOnHand {
  readonly conversationId: string;
  readonly attempt: number;
  readonly workId: string;
  readonly sessionId: string | null;
  readonly channelId: string | null;
  readonly queueId: string | null;
  phase: WorkPhase;
  /** Since when it is open without a cut. */
  openSince: EpochMs;
  occupies: boolean;
  /** Since when it occupies without a cut. */
  occupiedSince: EpochMs;
  /** What brought it into its phase. */
  because: Evidence;
}

/** Offered; on hand; paused; over with its place not given back; over. */
export type WorkPhase = 'ringing' | 'open' | 'paused' | 'kept' | 'gone';

/** What a fact says of work. */
export interface WorkChange {
  readonly kind: 'work';
  readonly at: EpochMs;
  readonly conversationId: string;
  readonly attempt: number;
  readonly workId: string;
  readonly sessionId: string | null;
  readonly channelId: string | null;
  readonly queueId: string | null;
  readonly phase: WorkPhase;
  readonly occupies: boolean;
  readonly because: Evidence;
}

/** What the host says of an agent's capacity. */
export interface CapacityChange {
  readonly kind: 'capacity';
  readonly at: EpochMs;
  readonly capacity: number;
  /** What one piece of work takes; null as before. */
  readonly weight: number | null;
  readonly because: Evidence;
}

/** Something that changes what an agent's time counts for. */
export type TimeChange =
  | WorkChange
  | CapacityChange
  | { readonly kind: 'teams'; readonly at: EpochMs };

/** A planned activity. */
export interface PlannedActivity {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly isProductive: boolean;
  /** Ordinals of its figures; null until it is over and they are recorded. */
  figures: number[] | null;
}

/** A visit without an action that may still turn out to have had one at its last instant. */
export interface LastBounce {
  readonly conversationId: string;
  readonly at: EpochMs;
  readonly figure: number;
}

/** One agent. */
export interface AgentTime {
  /** Null until it is reported. */
  status: string | null;
  reason: string | null;
  isRoutable: boolean | null;
  /** Heartbeats have stayed away. */
  isLost: boolean;
  presence: PresenceClass;
  /** Since when the presence holds without a cut. */
  presenceSince: EpochMs;
  presenceBecause: Evidence | null;
  /** Start of the row of the table `presence` that is open; null for none. */
  rowSince: EpochMs | null;
  rowsCount: number;
  readonly log: PresenceLog;
  /** The last sign of life of an agent who sends heartbeats; null for one who does not. */
  beatAt: EpochMs | null;
  /** Changes since then, which count once the agent is known to have been there. */
  waiting: TimeChange[];

  /** Few, as a rule: looked through from end to end. */
  readonly works: WorkOnHand[];
  openCount: number;
  ringingCount: number;
  /** Since when the agent is busy, idle or being offered work without a cut. */
  activitySince: EpochMs;
  activityBecause: Evidence | null;
  /** Since when the number of open work holds. */
  openCountSince: EpochMs;
  /** The largest number of the last minute that had one; null where it is told. */
  peak: { at: EpochMs; count: number } | null;

  capacity: number | null;
  weight: number;
  capacitySince: EpochMs;
  capacityBecause: Evidence | null;

  /** Whether the agent's desk has ever told what is in front. */
  hasFocus: boolean;
  /** Stretches that count as utilized where clients count by themselves; instants in pairs. */
  credited: number[];
  /** Work that ended lately, for the visits that saw it. */
  ended: { readonly conversationId: string; readonly at: EpochMs }[];
  lastBounce: LastBounce | null;

  hasShift: boolean;
  /** Planned activities of the last 30 days and to come, ascending, apart from each other. */
  plan: PlannedActivity[];
  /** End of the first planned activity without figures; null for none. */
  planDueAt: EpochMs | null;
}

/** An agent of whom nothing is known. */
export const unknownAgent = (): AgentTime => ({
  status: null,
  reason: null,
  isRoutable: null,
  isLost: false,
  presence: UNREPORTED,
  presenceSince: 0,
  presenceBecause: null,
  rowSince: null,
  rowsCount: 0,
  log: [],
  beatAt: null,
  waiting: [],
  works: [],
  openCount: 0,
  ringingCount: 0,
  activitySince: 0,
  activityBecause: null,
  openCountSince: 0,
  peak: null,
  capacity: null,
  weight: 1,
  capacitySince: 0,
  capacityBecause: null,
  hasFocus: false,
  credited: [],
  ended: [],
  lastBounce: null,
  hasShift: false,
  plan: [],
  planDueAt: null,
});

/** Whose figures they are: the agent's own. */
export const ofAgent = (agentId: string) =>
  ({ level: 'agt', key: agentId, agentId, sessionId: null }) as const;
