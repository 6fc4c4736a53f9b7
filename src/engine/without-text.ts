// What a customer wrote is needed for one thing, its keyword. It is matched at the door, and the text goes no further: not
// into memory that lasts, not into the journal.
import type { EventIn } from '../events/vocabulary.ts';
import { matchKeyword } from '../policy/keywords.ts';
import type { EngineCore } from './engine-core.ts';

/** The event without its text, with the keyword that the text is on its channel as it was then. */
export function withoutText(event: EventIn, core: EngineCore): EventIn {
  if (event.type !== 'customer.message' || event.text === undefined) return event;
  const { text, ...rest } = event;
  const context =
    event.channelId === undefined
      ? undefined
      : core.tenant(event.tenant).setup.contextAt(event, event.channelId);
  const keyword =
    event.keyword ??
    (context === undefined ? undefined : matchKeyword(context.channel, context.policy, text));
  return keyword === undefined ? rest : { ...rest, keyword };
}
