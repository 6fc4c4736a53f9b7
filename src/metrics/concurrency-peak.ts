// How many conversations an agent had on hand, as few figures as tell the peak of every window.
import type { EpochMs } from '../time/instant.ts';
import { concurrencyPeak } from './agent-time-metrics.ts';
import type { AgentTime } from './agent-time-state.ts';
import type { FoldContext } from './calculator.ts';
import { GONE, UNAVAILABLE } from './presence-log.ts';

const MINUTE_MS = 60_000;

/** Days, hours and their quarters begin at such instants in every zone. */
const QUARTER_MS = 15 * MINUTE_MS;

/** The number of open work has held until an instant, at which it changes or presence does. */
export function cutConcurrency(state: AgentTime, at: EpochMs, context: FoldContext): void {
  const { openCount: count, openCountSince: since } = state;
  if (at <= since) return;
  state.openCountSince = at;
  if (count === 0 || !counts(state, context)) return;
  tell(state, since, count, context);
  for (let mark = since - (since % QUARTER_MS) + QUARTER_MS; mark < at - 1; mark += QUARTER_MS) {
    tell(state, mark, count, context);
  }
  // Its last millisecond: a window that begins within the stretch may hold nothing else of it.
  tell(state, at - 1, count, context);
}

/** Tells the number that is kept back. */
export function tellPeak(state: AgentTime, context: FoldContext): void {
  const { peak } = state;
  if (peak === null) return;
  state.peak = null;
  const { subjectId } = context;
  const { at, count: value } = peak;
  const figure = context.figure('agt', subjectId);
  figure.at = at;
  figure.value = value;
  figure.agentId = subjectId;
  figure.sessionId = null;
  context.tell(concurrencyPeak, figure);
}

/** Only the largest number of a minute is told. */
function tell(state: AgentTime, at: EpochMs, count: number, context: FoldContext): void {
  const { peak } = state;
  if (peak !== null && minuteOf(peak.at) === minuteOf(at)) {
    if (count > peak.count) state.peak = { at, count };
    return;
  }
  tellPeak(state, context);
  state.peak = { at, count };
}

const minuteOf = (at: EpochMs) => Math.floor(at / MINUTE_MS);

function counts({ presence }: AgentTime, { options }: FoldContext): boolean {
  if (presence === GONE) return false;
  return presence !== UNAVAILABLE || options.agentTime.busyWhile === 'loggedIn';
}
