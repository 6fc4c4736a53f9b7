import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { LiveConversation } from './live-conversation.ts';

/** What became of one event. */
export interface Taken {
  readonly verdict: Verdict;
  /** The conversation that it concerned; undefined if none. */
  readonly conversation: LiveConversation | undefined;
}

/** The verdict of an event that took effect. */
export const applied = ({ id: eventId }: EventIn): Verdict => ({ eventId, verdict: 'applied' });

/** The verdict of a late event for which history was repaired. */
export const corrected = ({ id: eventId }: EventIn): Verdict => ({ eventId, verdict: 'corrected' });
