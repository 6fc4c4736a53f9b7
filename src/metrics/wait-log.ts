/*
 * The exchange of one session in short, so that a reply that fails long afterwards can be thought away: runs of the customer's messages, each
 * with the replies that followed. Plain data; the waits are read off it.
 */
import type { EpochMs } from '../time/instant.ts';
import type { Responder } from './counted-messages.ts';
import type { Evidence } from './observation.ts';

/** One reply. */
export interface LoggedReply {
  readonly at: EpochMs;
  /** The event that brought it. */
  readonly id: Evidence;
  /** Null for a message that the host did not name: no receipt can reach it. */
  readonly messageId: string | null;
  readonly responder: Responder;
  readonly responderId: string | null;
  /** The queue of the session at that instant. */
  readonly queueId: string | null;
  hasFailed: boolean;
}

/** Messages of the customer with nothing of a responder between them, by the first and the last one. */
export interface CustomerRun {
  readonly firstAt: EpochMs;
  readonly firstId: Evidence;
  lastAt: EpochMs;
  lastId: Evidence;
  /** What followed, in order, up to the customer's next message. */
  replies: LoggedReply[];
}

/** One wait: from the customer's messages to the reply that stands; null while there is none. */
export interface LoggedWait {
  readonly firstAt: EpochMs;
  readonly firstId: Evidence;
  readonly lastAt: EpochMs;
  readonly lastId: Evidence;
  readonly reply: LoggedReply | null;
}

/** Replies of one run that are kept: one beyond matters only if all of these fail. */
const REPLIES_MAX = 32;

/** Runs of one session that are kept; replies of older ones stand, whatever becomes of them. */
const RUNS_MAX = 256;

/** The log of one session. */
export interface WaitLog {
  readonly runs: CustomerRun[];
  /** Waits that are over and no longer kept. */
  waitsBefore: number;
}

/** Takes a message of the customer in: it prolongs the run, or begins a new one after a reply. */
export function logAsk(log: WaitLog, at: EpochMs, id: Evidence): void {
  const run = log.runs.at(-1);
  if (run !== undefined && run.replies.length === 0) {
    run.lastAt = at;
    run.lastId = id;
    return;
  }
  log.runs.push({ firstAt: at, firstId: id, lastAt: at, lastId: id, replies: [] });
  if (log.runs.length <= RUNS_MAX) return;
  // Runs without a reply that stands belong to the wait of the first one that has one.
  const oldest = log.runs.findIndex(({ replies }) => replies.some(stands));
  if (oldest === -1) return;
  log.runs.splice(0, oldest + 1);
  log.waitsBefore += 1;
}

/** Takes a reply in; one before any message of the customer answers nothing. */
export function logReply({ runs }: WaitLog, reply: LoggedReply): void {
  const run = runs.at(-1);
  if (run === undefined) return;
  // Most runs have one reply: a list that is pushed to at first has room for seventeen.
  if (run.replies.length === 0) run.replies = [reply];
  else if (run.replies.length < REPLIES_MAX) run.replies.push(reply);
}

/** The reply by its message's id; undefined where none is kept. The latest are looked at first: receipts rarely come late. */
export function findReply({ runs }: WaitLog, messageId: string): LoggedReply | undefined {
  for (let index = runs.length - 1; index >= 0; index -= 1) {
    const found = runs[index]?.replies.find((reply) => reply.messageId === messageId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The waits of the runs that are kept, in order; the last one may be open. Runs without a reply that stands are one wait with the next. */
export function waitsOf({ runs }: WaitLog): readonly LoggedWait[] {
  const waits: LoggedWait[] = [];
  let begun: CustomerRun | null = null;
  for (const run of runs) {
    const { firstAt, firstId } = begun ?? run;
    const { lastAt, lastId } = run;
    const reply = run.replies.find(stands) ?? null;
    if (reply === null) begun ??= run;
    else {
      waits.push({ firstAt, firstId, lastAt, lastId, reply });
      begun = null;
    }
  }
  const last = runs.at(-1);
  if (begun !== null && last !== undefined) {
    const { firstAt, firstId } = begun;
    waits.push({ firstAt, firstId, lastAt: last.lastAt, lastId: last.lastId, reply: null });
  }
  return waits;
}

/** Whether two readings of a log mean the same wait with the same end. */
export function isSameWait(a: LoggedWait, b: LoggedWait | undefined): boolean {
  return b?.firstId === a.firstId && b.lastId === a.lastId && b.reply?.id === a.reply?.id;
}

const stands = ({ hasFailed }: LoggedReply) => !hasFailed;
