// How metrics follow the commits of their engine: a little behind, and never so close that the host feels it.

import { setTimeout as pause } from 'node:timers/promises';
import type { CommitBell } from './fact-subscription.ts';

/** A refresh that took so long, milliseconds, is given time before the next one. */
const FELT_MS = 10;
/** The rest after such a one is so many times as long: metrics then take no more than a fifth of the time of the host. */
const REST_TIMES = 4;
const REST_MS_MAX = 5000;

/**
 * Refreshes after commits while `goesOn` says so: never within a commit, a step at a time, and once for commits that follow each other at
 * once. Between steps the host has its turn.
 *
 * Readings refresh by themselves, so that nobody who asks hears of old figures.
 */
export async function followCommits(
  bell: CommitBell,
  signal: AbortSignal,
  goesOn: () => boolean,
  refreshing: () => Iterator<void>,
): Promise<void> {
  // The whole journal: it takes what it takes, once.
  if (goesOn()) await inTurns(refreshing(), goesOn);
  let restMs = 0;
  while (goesOn()) {
    // oxlint-disable-next-line no-await-in-loop
    await bell.next(signal);
    // Answers to those who dispatched go out first.
    // oxlint-disable-next-line no-await-in-loop
    await (restMs === 0 ? nextTurn() : rest(restMs, signal));
    // oxlint-disable-next-line no-await-in-loop
    const tookMs = goesOn() ? await inTurns(refreshing(), goesOn) : 0;
    restMs = tookMs < FELT_MS ? 0 : Math.min(tookMs * REST_TIMES, REST_MS_MAX);
  }
}

/** Takes steps, each in a turn of its own, and returns the milliseconds that they took together. */
async function inTurns(steps: Iterator<void>, goesOn: () => boolean): Promise<number> {
  let tookMs = 0;
  for (;;) {
    const begunAt = performance.now();
    const isDone = steps.next().done === true;
    tookMs += performance.now() - begunAt;
    if (isDone || !goesOn()) return tookMs;
    // oxlint-disable-next-line no-await-in-loop
    await nextTurn();
  }
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Resolves after so many milliseconds, or once nobody follows any more; a process that is done does not wait for it. */
const rest = (ms: number, signal: AbortSignal) =>
  pause(ms, undefined, { signal, ref: false }).catch(() => undefined);
