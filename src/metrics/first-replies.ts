// The first reply that stands: which it is may change when a receipt comes, long after others have followed.
import type { EpochMs } from '../time/instant.ts';
import type { Evidence } from './observation.ts';

/** A message of an agent that may turn out to be the first reply. Plain data. */
export interface FirstReply {
  readonly at: EpochMs;
  /** The event that brought it. */
  readonly id: Evidence;
  readonly messageId: string | null;
  readonly agentId: string | null;
  /** The queue of the session at that instant. */
  readonly queueId: string | null;
  hasFailed: boolean;
}

/** Messages in order, as far as one of them may still be the first reply. */
export interface FirstReplies {
  readonly kept: FirstReply[];
  /** How many of them have failed. */
  failedCount: number;
  /** Failures of messages that are not known yet: clocks of hosts and providers differ. */
  readonly early: string[];
}

/** Messages that stand and are kept: one beyond matters only if all of these fail. */
const STANDING_MAX = 8;

/** Messages that are kept, those that have failed included: they may arrive after all. */
const KEPT_MAX = 32;

/** Failures that are kept for messages to come. */
const EARLY_MAX = 16;

/** No reply yet. */
export const noReplies = (): FirstReplies => ({ kept: [], failedCount: 0, early: [] });

/** The same replies, which go their own way. */
export const copyReplies = ({ kept, failedCount, early }: FirstReplies): FirstReplies => ({
  kept: kept.map((one) => ({ ...one })),
  failedCount,
  early: [...early],
});

/** Takes a message in. */
export function addReply(replies: FirstReplies, reply: Omit<FirstReply, 'hasFailed'>): void {
  const { kept, early } = replies;
  const isFull = kept.length - replies.failedCount >= STANDING_MAX;
  if (isFull && early.length === 0) return;
  const known = reply.messageId === null ? -1 : early.indexOf(reply.messageId);
  if (known !== -1) early.splice(known, 1);
  if (isFull) return;
  if (kept.length === KEPT_MAX && kept.shift()?.hasFailed === true) replies.failedCount -= 1;
  const hasFailed = known !== -1;
  if (hasFailed) replies.failedCount += 1;
  const { at, id, messageId, agentId, queueId } = reply;
  kept.push({ at, id, messageId, agentId, queueId, hasFailed });
}

/** Takes a receipt in, and says whether that may change which reply is the first. */
export function setFailed(replies: FirstReplies, messageId: string, hasFailed: boolean): boolean {
  const { kept, early } = replies;
  // Nearly all receipts say what holds already.
  if (!hasFailed && replies.failedCount === 0 && early.length === 0) return false;
  const reply = kept.find((one) => one.messageId === messageId);
  if (reply !== undefined) {
    if (reply.hasFailed === hasFailed) return false;
    reply.hasFailed = hasFailed;
    replies.failedCount += hasFailed ? 1 : -1;
    return true;
  }
  const known = early.indexOf(messageId);
  if (known !== -1) early.splice(known, 1);
  if (!hasFailed) return false;
  if (early.length === EARLY_MAX) early.shift();
  early.push(messageId);
  return false;
}

/** The first reply that stands; undefined where there is none. */
export const firstStanding = ({ kept }: FirstReplies): FirstReply | undefined => kept.find(stands);

const stands = ({ hasFailed }: FirstReply) => !hasFailed;
