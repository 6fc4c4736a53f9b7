import type { TimerName } from '../events/timer-names.ts';
import type { EpochMs } from '../time/instant.ts';

/** A named durable wake-up of a conversation, as data: an absolute instant and the rule that set it. */
export class Deadline {
  readonly sessionId: string;
  /** The attempt that the deadline belongs to; 0 for one of the session. */
  readonly attempt: number;
  /** The chart's id of the delay: arming one of the same id again replaces it. */
  readonly id: string;
  readonly name: TimerName;
  /** What the chart is stepped with when the deadline is due. */
  readonly eventType: string;
  /** Epoch milliseconds of event time. */
  readonly dueAt: EpochMs;
  /** The row of the lifecycle that set it. */
  readonly setBy: string;
  /** When it was set, epoch milliseconds of event time; null where the host does not keep that: it cannot be re-armed. */
  readonly armedAt: EpochMs | null;

  constructor(
    owner: { sessionId: string; attempt: number },
    delay: { id: string; name: TimerName; eventType: string },
    dueAt: EpochMs,
    setBy: string,
    armedAt: EpochMs | null = null,
  ) {
    this.sessionId = owner.sessionId;
    this.attempt = owner.attempt;
    this.id = delay.id;
    this.name = delay.name;
    this.eventType = delay.eventType;
    this.dueAt = dueAt;
    this.setBy = setBy;
    this.armedAt = armedAt;
  }
}

/** Whether a deadline is one of the session's engagement. */
export const isOfEngagement = ({ name }: { readonly name: string }) =>
  name === 'engagementInactivity' || name === 'engagementRetention';

/** The order in which deadlines of one conversation that are due at the same instant fire. */
const PRECEDENCE: readonly TimerName[] = [
  // A customer who is silent for so long explains the end of an engagement better than the end of its session does.
  'engagementInactivity',
  'engagementRetention',
  'customerIdleWarning',
  'customerIdle',
  'endInactive',
  'inactiveExpiry',
  'noReply',
  'keepOpen',
  'consentExpiry',
  'pausedExpiry',
  'botIdle',
  'abandonment',
  'pushTimeout',
  'maxWaiting',
  'maxIdle',
  'channelDisabled',
  'acw',
];

/** Compares deadlines of one conversation: by instant, then by the precedence of their names, then by attempt. */
export function compareDeadlines(a: Deadline, b: Deadline): number {
  return (
    a.dueAt - b.dueAt ||
    PRECEDENCE.indexOf(a.name) - PRECEDENCE.indexOf(b.name) ||
    a.attempt - b.attempt
  );
}

/** The instant of the earliest deadline; Infinity when there is none. */
export function earliestDue(deadlines: readonly Deadline[]): EpochMs {
  let earliest = Infinity;
  for (let index = 0; index < deadlines.length; index += 1) {
    const { dueAt } = deadlines[index] as Deadline;
    if (dueAt < earliest) earliest = dueAt;
  }
  return earliest;
}
