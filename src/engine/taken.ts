import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { LiveConversation } from './live-conversation.ts';

/** What became of one event. */
export interface Taken {
  readonly verdict: Verdict;
  /** The conversation that it concerned; undefined if none. */
  readonly conversation: LiveConversation | undefined;
}

/** The verdict of an event that took effect; `corrected` where history was repaired for it. */
export const effective = ({ id: eventId }: EventIn, repaired = false): Verdict => ({
  eventId,
  verdict: repaired ? 'corrected' : 'applied',
});

/** An event that took effect beyond any one conversation. */
export const effect = (event: EventIn, repaired = false): Taken => ({
  verdict: effective(event, repaired),
  conversation: undefined,
});
