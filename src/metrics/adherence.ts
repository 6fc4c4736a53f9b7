/*
 * The planned day of an agent against what the agent did. An activity is worked out when it is over, and again when the plan is changed
 * afterwards, for as long as presence is remembered.
 */
import type { EventOf } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { adherentTime, productiveTime, scheduledTime } from './agent-time-metrics.ts';
import { ofAgent, type AgentTime, type PlannedActivity } from './agent-time-state.ts';
import type { FoldContext } from './calculator.ts';
import { recordMissing } from './missing-spans.ts';
import {
  AVAILABLE,
  PRESENCE_KEPT_MS,
  remembers,
  stretchesOf,
  UNAVAILABLE,
  type Stretch,
} from './presence-log.ts';

/** Activities that are kept; of more, the oldest are final. */
const PLAN_MAX = 4096;

type Activities = EventOf<'agent.shift'>['activities'];

/** Changes the plan: new activities take the place of what they overlap, of the last 30 days and to come. */
export function plan(
  state: AgentTime,
  activities: Activities,
  at: EpochMs,
  context: FoldContext,
): void {
  state.hasShift = true;
  const horizon = at - PRESENCE_KEPT_MS;
  const over = state.plan.findIndex(({ to }) => to > horizon);
  settleDown(state, over < 0 ? state.plan.length : over, context);
  for (const { from, to, productive } of activities) {
    const start = Math.max(from, horizon);
    if (start < to) insert(state, { from: start, to, isProductive: productive }, context);
  }
  settleDown(state, state.plan.length - PLAN_MAX, context);
  state.planDueAt = state.plan.find(({ figures }) => figures === null)?.to ?? null;
}

/** Works out the activities that were over at an instant up to which presence is known. */
export function workOut(state: AgentTime, until: EpochMs, context: FoldContext): void {
  if (state.planDueAt === null || state.planDueAt > until) return;
  state.planDueAt = null;
  for (const activity of state.plan) {
    if (activity.figures !== null) continue;
    if (activity.to > until) {
      state.planDueAt = activity.to;
      return;
    }
    activity.figures = record(state, activity, activity.to, context);
  }
}

/** Records what has passed of the activity that runs. */
export function workOutRunning(state: AgentTime, at: EpochMs, context: FoldContext): void {
  for (const activity of state.plan) {
    if (activity.figures === null && activity.from < at) {
      record(state, activity, Math.min(at, activity.to), context);
    }
  }
}

/** The first activities of the plan are final. */
function settleDown(state: AgentTime, count: number, context: FoldContext): void {
  if (count <= 0) return;
  for (const { figures } of state.plan.splice(0, count)) {
    for (const figure of figures ?? []) context.release(figure);
  }
}

function insert(
  state: AgentTime,
  { from, to, isProductive }: Omit<PlannedActivity, 'figures'>,
  context: FoldContext,
): void {
  const next: PlannedActivity[] = [{ from, to, isProductive, figures: null }];
  for (const other of state.plan) {
    if (other.to <= from || other.from >= to) {
      next.push(other);
      continue;
    }
    for (const figure of other.figures ?? []) context.retract(figure);
    if (other.from < from) next.push({ ...other, to: from, figures: null });
    if (other.to > to) next.push({ ...other, from: to, figures: null });
  }
  state.plan = next.toSorted((a, b) => a.from - b.from);
}

function record(
  { status, log }: AgentTime,
  { from, isProductive }: PlannedActivity,
  until: EpochMs,
  context: FoldContext,
): number[] {
  const label = isProductive ? 'productive' : 'nonProductive';
  const own = { ...ofAgent(context.subjectId), label, isLasting: true };
  // Of a time before all that is remembered nothing can be said: the agent may have been there.
  if (status === null || !remembers(log, from)) {
    const nothing = { ...own, since: from, at: until, missing: 'presence' } as const;
    return [scheduledTime, adherentTime, productiveTime].flatMap((metric) =>
      recordMissing(metric, nothing, context),
    );
  }
  const figure = ([since, at]: Stretch) => ({ ...own, since, at });
  const wanted = isProductive ? AVAILABLE : UNAVAILABLE;
  return [
    context.record(scheduledTime, figure([from, until])),
    ...stretchesOf(log, from, until, wanted).map((kept) =>
      context.record(adherentTime, figure(kept)),
    ),
    ...stretchesOf(log, from, until, AVAILABLE).map((there) =>
      context.record(productiveTime, figure(there)),
    ),
  ];
}
