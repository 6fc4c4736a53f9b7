import { Id, Name, Text, conversationEvent, listOf, oneOf, optional } from './event-fields.ts';
import { KEYWORD_KINDS } from './set-up-words.ts';

/** What the customer does. Source: events.md §1 "Customer". */
export const CUSTOMER_EVENTS = {
  'customer.message': conversationEvent('customer.message', {
    messageId: Id,
    text: optional(Text),
    keyword: optional(oneOf(KEYWORD_KINDS)),
    emoji: optional(listOf(Name)),
  }),
  'customer.ended': conversationEvent('customer.ended', {}),
  'customer.deletedConversation': conversationEvent('customer.deletedConversation', {}),
  'customer.left': conversationEvent('customer.left', {}),
  'customer.returned': conversationEvent('customer.returned', {}),
  'reaction.added': conversationEvent('reaction.added', { messageId: Id, emoji: Name }),
  'reaction.removed': conversationEvent('reaction.removed', { messageId: Id, emoji: Name }),
} as const;
