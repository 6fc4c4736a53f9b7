// What an agent's visits to conversations say of the agent: time put to use, and looks without an action.
import type { EpochMs } from '../time/instant.ts';
import { visitsMade } from './agent-throughput-metrics.ts';
import { utilizedTime } from './agent-time-metrics.ts';
import { ofAgent, type AgentTime } from './agent-time-state.ts';
import type { FoldContext } from './calculator.ts';
import type { VisitClosed } from './derived-observation.ts';
import { AVAILABLE, stretchesOf, type Stretch } from './presence-log.ts';

/** Ended work that is remembered for the visits to it. */
const ENDED_MAX = 32;

/** Instants of stretches that are remembered where clients count by themselves. */
const CREDITED_MAX = 128;

/** A visit is over. */
export function countVisit(state: AgentTime, visit: VisitClosed, context: FoldContext): void {
  const { at, startAt, conversationId, sessionId, channelId, because } = visit;
  // A reply from outside the desk: nothing was looked at.
  if (at === startAt) return;
  const own = { ...ofAgent(context.subjectId), sessionId, channelId, because };
  const isPerClient = context.options.focus.mode === 'perClient';
  for (const [since, until] of stretchesOf(state.log, startAt, at, AVAILABLE)) {
    const parts = isPerClient ? uncredited(state, since, until) : [[since, until] as const];
    for (const [from, to] of parts) {
      context.tell(utilizedTime, { ...own, since: from, at: to });
    }
  }
  const isActed = visit.replies > 0 || sawEnd(state, visit);
  const label = isActed ? 'acted' : 'bounced';
  letBounceBe(state, context);
  const figure = context.record(visitsMade, { ...own, at, value: 1, label, isLasting: !isActed });
  if (!isActed) state.lastBounce = { conversationId, at, figure };
}

/** Work of the agent has ended: visits that last, and one that ended at the very same instant, saw it. */
export function sawWorkEnd(
  state: AgentTime,
  conversationId: string,
  at: EpochMs,
  context: FoldContext,
): void {
  if (!state.hasFocus) return;
  if (state.ended.length === ENDED_MAX) state.ended.shift();
  state.ended.push({ conversationId, at });
  const { lastBounce } = state;
  if (lastBounce === null) return;
  if (lastBounce.at !== at || lastBounce.conversationId !== conversationId) return;
  context.release(context.amend(lastBounce.figure, { label: 'acted' }));
  state.lastBounce = null;
}

function letBounceBe(state: AgentTime, context: FoldContext): void {
  if (state.lastBounce === null) return;
  context.release(state.lastBounce.figure);
  state.lastBounce = null;
}

/** Whether the agent's work on the conversation ended during a visit to it. */
function sawEnd(state: AgentTime, { conversationId, startAt, at }: VisitClosed): boolean {
  const ended = state.ended.findLast((work) => work.conversationId === conversationId);
  return ended !== undefined && ended.at >= startAt && ended.at <= at;
}

/** What of a stretch no other client has had in front meanwhile; from here on it has been. */
function uncredited(state: AgentTime, from: EpochMs, to: EpochMs): readonly Stretch[] {
  const { credited } = state;
  const parts: Stretch[] = [];
  const kept: number[] = [];
  let start = from;
  let low = from;
  let high = to;
  for (let index = 0; index < credited.length; index += 2) {
    const since = credited[index] as EpochMs;
    const until = credited[index + 1] as EpochMs;
    if (until < from || since > to) {
      kept.push(since, until);
      continue;
    }
    if (start < since) parts.push([start, since]);
    start = Math.max(start, until);
    low = Math.min(low, since);
    high = Math.max(high, until);
  }
  if (start < to) parts.push([start, to]);
  // Ascending: what lies before comes first.
  const place = kept.findIndex((instant) => instant > high);
  kept.splice(place < 0 ? kept.length : place, 0, low, high);
  state.credited = kept.slice(-CREDITED_MAX);
  return parts;
}
