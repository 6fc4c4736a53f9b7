// A session's story in lines, for whoever reads why a test has failed.
import type { PendingDeadline } from '../engine/dispatch-outcome.ts';
import { formatDuration } from '../time/duration.ts';
import { formatInstant, type EpochMs } from '../time/instant.ts';
import type { SeenChange, SeenSession } from './seen-session.ts';

/** One change: when, from, to, by what, by which rule. */
export function changeLine({ at, from, to, cause, rule }: SeenChange): string {
  return `  ${formatInstant(at)}  ${from ?? '–'} → ${to}  ${cause} (${rule})`;
}

/** One pending deadline: when, which, by which rule; how far off, if the clock is known. */
export function deadlineLine({ name, dueAt, setBy }: PendingDeadline, now?: EpochMs): string {
  const wait = now === undefined || dueAt < now ? '' : `, in ${formatDuration(dueAt - now)}`;
  return `  ${formatInstant(dueAt)}  ${name} (${setBy})${wait}`;
}

/** What happened to a session and what happens next by itself, as far as it can be seen. */
export function storyOf({ sessionId, history, deadlines, now }: SeenSession): string {
  if (sessionId === null) return 'there is no session';
  const lines = [`session ${sessionId}`];
  if (history === undefined) lines.push('  (its history: give engine.explain(id))');
  else if (history.length === 0) lines.push('  (no change of status)');
  else lines.push(...history.map(changeLine));
  if (deadlines !== undefined) {
    lines.push(deadlines.length === 0 ? 'nothing is pending' : 'pending:');
    lines.push(...deadlines.map((deadline) => deadlineLine(deadline, now)));
  }
  return lines.join('\n');
}
