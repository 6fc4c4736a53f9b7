/*
 * What a first response rests on (X3): the customer's first message, the hand-offs by bots, and the messages of humans that followed. Plain
 * data; the metric and the live board read the same.
 */
import type { Fact } from '../events/fact.ts';
import type { EpochMs } from '../time/instant.ts';
import type { FoldContext } from './calculator.ts';
import { asksForAnswer } from './counted-messages.ts';
import { addReply, noReplies, type FirstReplies } from './first-replies.ts';
import type { Evidence } from './observation.ts';

/** An instant and the event that brought it. */
export interface Mark {
  readonly at: EpochMs;
  readonly id: Evidence;
}

/** The first response of one session, as far as it has come. */
export interface FirstResponseOwed {
  firstInbound: Mark | null;
  /** Hand-offs by bots, in order. */
  readonly handOffs: Mark[];
  readonly replies: FirstReplies;
}

/** Hand-offs of one session that are kept; the ones after it tell nothing new of a first response. */
const HAND_OFFS_MAX = 16;

/** Nobody has written yet. */
export const nothingOwed = (): FirstResponseOwed => ({
  firstInbound: null,
  handOffs: [],
  replies: noReplies(),
});

/** Takes a message in, and says whether it may be the first response. */
export function takeMessage(
  owed: FirstResponseOwed,
  { at, causationId: id, data }: Fact<'message.recorded'>,
  { options, session }: Pick<FoldContext, 'options' | 'session'>,
): boolean {
  if (asksForAnswer(data, options)) owed.firstInbound ??= { at, id };
  if (data.actor !== 'Agent' || owed.firstInbound === null) return false;
  const { messageId = null, actorId: agentId = null } = data;
  addReply(owed.replies, { at, id, messageId, agentId, queueId: session?.queueId ?? null });
  return true;
}

/** Takes a hand-off by a bot in. */
export function takeHandOff(
  { handOffs }: FirstResponseOwed,
  { at, causationId: id }: Fact<'session.escalated'>,
): void {
  if (handOffs.length < HAND_OFFS_MAX) handOffs.push({ at, id });
}

/** From when the first response counts that comes at an instant; null while the customer has not written. */
export function owedSince(
  { firstInbound, handOffs }: FirstResponseOwed,
  at: EpochMs,
  { options, session }: Pick<FoldContext, 'options' | 'session'>,
): { readonly at: EpochMs; readonly id: Evidence | null } | null {
  if (firstInbound === null || session === null) return null;
  if (options.firstResponseStart === 'creation') return { at: session.startAt, id: null };
  const handOff = handOffs.findLast((one) => one.at <= at);
  return handOff !== undefined && handOff.at > firstInbound.at ? handOff : firstInbound;
}
