/*
 * The work that an agent has on hand, and what the time with it counts for: busy, idle, contact time, capacity. Running spans are cut where
 * something changes that they are counted by, so that every span is of one kind.
 */
import type { EpochMs } from '../time/instant.ts';
import { contactsHandled } from './agent-throughput-metrics.ts';
import {
  availableCapacityTime,
  availableTime,
  busyTime,
  contactTime,
  idleTime,
  loggedInTime,
  occupiedCapacityTime,
  onlineTime,
} from './agent-time-metrics.ts';
import {
  ofAgent,
  type AgentTime,
  type CapacityChange,
  type WorkChange,
  type WorkOnHand,
  type WorkPhase,
} from './agent-time-state.ts';
import type { FoldContext } from './calculator.ts';
import { cutConcurrency, tellPeak } from './concurrency-peak.ts';
import type { FigureDraft } from './figure-draft.ts';
import type { MetricDefinition } from './metric-definition.ts';
import { recordMissing } from './missing-spans.ts';
import { AVAILABLE, GONE, UNAVAILABLE, UNREPORTED } from './presence-log.ts';

/** Labels of time with work, by class of presence; null where it does not count. */
const LABELS = ['unreported', null, 'unavailable', 'available'] as const;

/** The agent has another capacity, or work weighs otherwise. */
export function changeCapacity(
  state: AgentTime,
  { at, capacity, weight, because }: CapacityChange,
  context: FoldContext,
): void {
  cutCapacity(state, at, context);
  for (const work of state.works) cutOccupied(state, work, at, context);
  state.capacity = capacity;
  state.capacityBecause = because;
  state.weight = weight ?? state.weight;
}

/** Cuts all that runs: presence, teams or the end of the report change what it counts for. */
export function cutWork(state: AgentTime, at: EpochMs, context: FoldContext): void {
  cutActivity(state, at, context);
  cutConcurrency(state, at, context);
  cutCapacity(state, at, context);
  for (const work of state.works) {
    cutContact(state, work, at, context);
    cutOccupied(state, work, at, context);
  }
}

/** Work of the agent comes, goes or changes its phase. */
export function changeWork(state: AgentTime, news: WorkChange, context: FoldContext): void {
  const { at, phase } = news;
  const { works } = state;
  const place = placeOf(works, news);
  const before = works[place];
  if (before === undefined && phase === 'gone') return;
  const work = before ?? newWork(news);
  const was = before === undefined ? 'gone' : work.phase;
  move(state, was, news, context);
  if (was !== phase) {
    cutContact(state, work, at, context);
    if (isAccepted(was) && !isAccepted(phase)) countHandled(state, work, at, context);
    work.phase = phase;
    work.openSince = at;
    work.because = news.because;
  }
  if (work.occupies !== news.occupies) {
    cutOccupied(state, work, at, context);
    work.occupies = news.occupies;
    work.occupiedSince = at;
  }
  if (phase === 'gone') works.splice(place, 1);
  else if (before === undefined) works.push(work);
}

/** Where a piece of work is; -1 for nowhere. */
function placeOf(
  works: readonly WorkOnHand[],
  { conversationId, attempt }: Pick<WorkOnHand, 'conversationId' | 'attempt'>,
): number {
  for (let place = works.length - 1; place >= 0; place -= 1) {
    const work = works[place] as WorkOnHand;
    if (work.attempt === attempt && work.conversationId === conversationId) return place;
  }
  return -1;
}

function newWork(news: WorkChange): WorkOnHand {
  const { at, phase, because } = news;
  return {
    conversationId: news.conversationId,
    attempt: news.attempt,
    workId: news.workId,
    sessionId: news.sessionId,
    channelId: news.channelId,
    queueId: news.queueId,
    phase,
    openSince: at,
    occupies: false,
    occupiedSince: at,
    because,
  };
}

const isAccepted = (phase: WorkPhase) => phase === 'open' || phase === 'paused';

const isOpen = (phase: WorkPhase, { options }: FoldContext) =>
  phase === 'open' || (phase === 'paused' && options.agentTime.pausedIsOnHand);

/** Counts work over from one phase to another. */
function move(
  state: AgentTime,
  was: WorkPhase,
  { phase: is, at, because }: WorkChange,
  context: FoldContext,
): void {
  const open = Number(isOpen(is, context)) - Number(isOpen(was, context));
  const ringing = Number(is === 'ringing') - Number(was === 'ringing');
  if (open === 0 && ringing === 0) return;
  const { openCount, ringingCount } = state;
  if (kindOf(openCount, ringingCount) !== kindOf(openCount + open, ringingCount + ringing)) {
    cutActivity(state, at, context);
    state.activityBecause = because;
  }
  state.ringingCount += ringing;
  if (open === 0) return;
  cutConcurrency(state, at, context);
  state.openCount += open;
  if (state.openCount === 0) tellPeak(state, context);
}

const kindOf = (open: number, ringing: number) =>
  open > 0 ? 'busy' : ringing > 0 ? 'offered' : 'idle';

/** Work that the agent had accepted is over for the agent. */
function countHandled(state: AgentTime, work: WorkOnHand, at: EpochMs, context: FoldContext): void {
  const figure = figureOf(work, at, context);
  figure.value = 1;
  figure.label = state.presence === UNREPORTED ? 'unreported' : 'reported';
  context.tell(contactsHandled, figure);
}

/** A figure of a piece of work, and what brought the work into its phase. */
function figureOf(work: WorkOnHand, at: EpochMs, context: FoldContext): FigureDraft {
  const figure = context.figure('aw', work.workId);
  figure.at = at;
  figure.agentId = context.subjectId;
  figure.sessionId = work.sessionId;
  figure.channelId = work.channelId;
  figure.queueId = work.queueId;
  figure.because = [work.because];
  return figure;
}

function cutActivity(state: AgentTime, at: EpochMs, context: FoldContext): void {
  const { activitySince: since, presence } = state;
  if (at <= since) return;
  state.activitySince = at;
  const kind = kindOf(state.openCount, state.ringingCount);
  if (kind === 'idle' && presence === AVAILABLE)
    recordActivity(state, idleTime, since, at, context);
  if (kind !== 'busy' || presence === GONE) return;
  recordActivity(state, busyTime, since, at, context);
  if (presence !== UNREPORTED) return;
  const nothing = { ...ofAgent(context.subjectId), since, at, missing: 'presence' } as const;
  for (const metric of NEED_PRESENCE) recordMissing(metric, nothing, context);
}

function recordActivity(
  { presence, activityBecause }: AgentTime,
  metric: MetricDefinition,
  since: EpochMs,
  at: EpochMs,
  context: FoldContext,
): void {
  const figure = context.figure('agt', context.subjectId);
  figure.at = at;
  figure.since = since;
  figure.agentId = context.subjectId;
  figure.label = metric === busyTime ? LABELS[presence] : null;
  figure.sessionId = null;
  figure.because = activityBecause === null ? [] : [activityBecause];
  context.tell(metric, figure);
}

/** What is said to be missing for an agent who works and whose presence nobody reports. */
const NEED_PRESENCE = [loggedInTime, onlineTime, availableTime, idleTime, availableCapacityTime];

function cutContact(
  { presence }: AgentTime,
  work: WorkOnHand,
  at: EpochMs,
  context: FoldContext,
): void {
  const { openSince: since } = work;
  if (at <= since || !isOpen(work.phase, context)) return;
  work.openSince = at;
  if (presence === GONE) return;
  const figure = figureOf(work, at, context);
  figure.since = since;
  figure.label = LABELS[presence];
  context.tell(contactTime, figure);
}

function cutOccupied(
  { presence, capacity, weight: times }: AgentTime,
  work: WorkOnHand,
  at: EpochMs,
  context: FoldContext,
): void {
  const { occupiedSince: since } = work;
  if (at <= since || !work.occupies) return;
  work.occupiedSince = at;
  if (capacity === null || presence < UNAVAILABLE) return;
  const figure = figureOf(work, at, context);
  figure.since = since;
  figure.times = times;
  context.tell(occupiedCapacityTime, figure);
}

function cutCapacity(state: AgentTime, at: EpochMs, context: FoldContext): void {
  const { capacity: times, capacitySince: since, presence } = state;
  if (at <= since) return;
  state.capacitySince = at;
  if (presence !== AVAILABLE) return;
  const { presenceBecause, capacityBecause } = state;
  const because = [presenceBecause, capacityBecause].filter((id) => id !== null);
  const span = { ...ofAgent(context.subjectId), since, at, because };
  if (times === null) {
    recordMissing(availableCapacityTime, { ...span, missing: 'capacity' }, context);
  } else context.tell(availableCapacityTime, { ...span, times });
}
