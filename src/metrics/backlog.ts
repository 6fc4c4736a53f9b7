/*
 * What is open, unanswered and without an agent, as spans: recorded when they end, and as of a report those that go on. How many stand at an
 * instant is counted off the spans (`Standing`); their total over a bucket, divided by its length, is the average.
 */
import type { EpochMs } from '../time/instant.ts';
import { sessionCalculator, type FoldContext } from './calculator.ts';
import type { MetricDefinition } from './metric-definition.ts';
import { isHeldAfter, type HoldChange } from './session-hold.ts';

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
    'From the opening of a session to the first message of a human agent or, without one, its end. Replies of bots do not count.',
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
  isSketched: true,
});

/** Since when a session has been each; null while it is not. */
interface Open {
  openAt: EpochMs | null;
  unattendedAt: EpochMs | null;
  unassignedAt: EpochMs | null;
}

/** Measures what is open. */
export const openSessions = sessionCalculator<Open>({
  name: 'backlog',
  definitions: [backlog, unattended, unassigned, backlogAge],
  start: () => ({ openAt: null, unattendedAt: null, unassignedAt: null }),
  writers: ['Agent'],
  on: {
    'session.created': (state, fact, context) => {
      state.openAt = fact.at;
      state.unattendedAt = fact.at;
      hold(state, fact, context);
    },
    'message.recorded': (state, { data }, context) => {
      if (data.actor !== 'Agent' || state.unattendedAt === null) return;
      tell(unattended, state.unattendedAt, context);
      state.unattendedAt = null;
    },
    'session.queued': hold,
    'work.accepted': hold,
    'assignment.changed': hold,
    'session.ended': (state, _fact, context) => close(state, context),
    'session.errored': (state, _fact, context) => close(state, context),
  },
  asOf: (state, _at, context) => {
    const { session } = context;
    const { openAt: since } = state;
    if (session === null || since === null) return;
    context.span(backlogAge, session.sessionId, since, null, null);
    close(state, context);
  },
});

/** Somebody has the session from now on, or nobody. */
function hold(state: Open, seen: HoldChange, context: FoldContext): void {
  if (state.openAt === null) return;
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

function close(state: Open, context: FoldContext): void {
  tell(backlog, state.openAt, context);
  tell(unattended, state.unattendedAt, context);
  tell(unassigned, state.unassignedAt, context);
  state.openAt = null;
  state.unattendedAt = null;
  state.unassignedAt = null;
}
