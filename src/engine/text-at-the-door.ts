// What a customer wrote is needed for one thing, its keyword. It is matched at the door, and the text goes no further: not
// into memory that lasts, not into the journal.
import type { EventIn } from '../events/vocabulary.ts';
import { matchKeyword } from '../policy/keywords.ts';
import type { SetupHistory } from './setup-history.ts';

/** Takes the text out of an event, and puts the keyword in that the text is on its channel as it was then. */
export function takeTextOut(event: EventIn, setup: SetupHistory): void {
  if (event.type !== 'customer.message' || event.text === undefined) return;
  const { text, channelId } = event;
  const own = event as { text?: string | undefined; keyword?: typeof event.keyword | undefined };
  own.text = undefined;
  if (event.keyword !== undefined || channelId === undefined) return;
  const context = setup.contextAt(event, channelId);
  if (context !== undefined) own.keyword = matchKeyword(context.channel, context.policy, text);
}
