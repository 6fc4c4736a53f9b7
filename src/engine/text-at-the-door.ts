// What a customer wrote is needed for one thing, its keyword. It is matched at the door, and the text goes no further: not
// into memory that lasts, not into the journal.
import type { EventIn } from '../events/vocabulary.ts';
import { matchKeyword } from '../policy/keywords.ts';
import type { EngineCore } from './engine-core.ts';

/** Takes the text out of an event of the engine's own, and puts the keyword in that the text is on its channel as it was then. */
export function takeTextOut(event: EventIn, core: EngineCore): EventIn {
  if (event.type !== 'customer.message' || event.text === undefined) return event;
  const { text, channelId } = event;
  const own = event as { text?: string | undefined; keyword?: typeof event.keyword | undefined };
  own.text = undefined;
  if (event.keyword !== undefined || channelId === undefined) return event;
  const context = core.tenant(event.tenant).setup.contextAt(event, channelId);
  if (context !== undefined) own.keyword = matchKeyword(context.channel, context.policy, text);
  return event;
}
