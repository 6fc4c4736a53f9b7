/*
 * What is open, unanswered and without an agent, as spans: recorded when they end, and as of a report those that go on. How many stand at an
 * instant is counted off the spans (`Standing`); their total over a bucket, divided by its length, is the average.
 */
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';
import type { MetricDefinition } from './metric-definition.ts';
import { isHeldAfter, type HoldChange } from './session-hold.ts';
import { humanReply } from './session-situation.ts';

const gauge = (
  parts: Pick<MetricDefinition, 'id' | 'name' | 'definition'> & Partial<MetricDefinition>,
): MetricDefinition => ({
  unit: 'ms',
  levels: ['ses', 'ch', 'acc'],
  attribution: 'split',
  options: [],
  sources: ['Chatwoot', 'Zendesk'],
  version: 1,
  ...parts,
});

/** Sessions that are open. Source: metrics.md §1D. */
export const backlog = gauge({
  id: 'backlog',
  name: 'Backlog',
  definition:
    'From the opening of a session to its end or failure. At an instant: sessions that opened by then, less those that closed by then.',
});

/** Open sessions without a human's reply. Source: metrics.md §1D. */
export const unattended = gauge({
  id: 'unattended',
  name: 'Unattended',
  definition:
    'From the opening of a session to the first message of a human agent that has not failed or, without one, its end. Replies of bots do not count.',
  options: ['retractFailedReplies'],
});

/** Open sessions that nobody has. Source: metrics.md §1D. */
export const unassigned = gauge({
  id: 'unassigned',
  name: 'Unassigned',
  definition:
    'Time in which an open session has neither agent nor bot: from its opening, a transfer or another way into a queue, or the removal of its agent, until somebody accepts or is assigned. A session that an agent opened is theirs.',
});

/** How old the open sessions are. Source: metrics.md §1D. */
export const backlogAge: MetricDefinition = gauge({
  id: 'backlogAge',
  name: 'Age of the backlog',
  definition: 'How long each open session has been open, as of the instant of the report.',
  attribution: 'end',
  options: ['businessHoursSchedule'],
  isSketched: true,
});

/** A session, as far as these go. */
interface Open {
  openAt: EpochMs | null;
  endAt: EpochMs | null;
  /** Since when nobody has it; null while somebody does. */
  unassignedAt: EpochMs | null;
  /** Until when it was unattended, and the ordinal of the figure that says so; null while it is. */
  attendedAt: EpochMs | null;
  unattended: number | null;
}

/** Measures what is open. */
export const openSessions = sessionCalculator<Open>({
  name: 'backlog',
  definitions: [backlog, unattended, unassigned, backlogAge],
  outlivesEnd: true,
  start: () => ({
    openAt: null,
    endAt: null,
    unassignedAt: null,
    attendedAt: null,
    unattended: null,
  }),
  writers: ['Agent'],
  on: {
    'session.created': (state, fact, context) => {
      state.openAt = fact.at;
      hold(state, fact, context);
    },
    'message.recorded': (state, { data }, context) => {
      if (data.actor === 'Agent' && state.unattended === null) attend(state, context);
    },
    'message.failed': (state, _receipt, context) => attend(state, context),
    'message.sent': (state, _receipt, context) => attend(state, context),
    'message.delivered': (state, _receipt, context) => attend(state, context),
    'message.read': (state, _receipt, context) => attend(state, context),
    'session.queued': hold,
    'work.accepted': hold,
    'assignment.changed': hold,
    'session.ended': (state, { at }, context) => close(state, at, context),
    'session.errored': (state, { at }, context) => close(state, at, context),
  },
  asOf: (state, at, context) => {
    const { session } = context;
    const { openAt: since, endAt } = state;
    if (session === null || since === null || endAt !== null) return;
    context.span(backlogAge, session.sessionId, since, null, null);
    close(state, at, context);
  },
});

/** Somebody has the session from now on, or nobody. */
function hold(state: Open, seen: HoldChange, context: FoldContext): void {
  if (state.openAt === null || state.endAt !== null) return;
  if (!isHeldAfter(seen)) {
    state.unassignedAt ??= seen.at;
    return;
  }
  tell(unassigned, state.unassignedAt, context);
  state.unassignedAt = null;
}

/** Records a span that is over. */
function tell(metric: MetricDefinition, since: EpochMs | null, context: FoldContext): void {
  const { session } = context;
  if (session === null || since === null) return;
  context.span(metric, session.sessionId, since, null, null);
}

function close(state: Open, at: EpochMs, context: FoldContext): void {
  if (state.endAt !== null) return;
  state.endAt = at;
  tell(backlog, state.openAt, context);
  tell(unassigned, state.unassignedAt, context);
  attend(state, context);
}

/** Until when it was unattended is to be told, for the first time or otherwise than before: by what stands of an agent's messages (X13). */
function attend(state: Open, context: FoldContext): void {
  const { openAt: since, endAt, attendedAt } = state;
  const { session, options } = context;
  if (session === null || since === null) return;
  const reply = humanReply(session, options);
  const until = reply?.at ?? endAt;
  if (until === attendedAt) return;
  if (state.unattended !== null) context.retract(state.unattended);
  state.unattended = null;
  state.attendedAt = until;
  if (until === null) return;
  const figure = context.figure('ses', session.sessionId);
  figure.since = since;
  figure.at = until;
  if (reply !== undefined) figure.because = [reply.id];
  state.unattended = context.record(unattended, figure);
}
