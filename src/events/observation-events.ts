import { Type } from 'typebox';
import { Amount, Id, Name, conversationEvent, oneOf, optional } from './event-fields.ts';

/** Statuses of a ticket. Source: metrics.md §2.2. */
export const TICKET_STATUSES = [
  'new',
  'open',
  'pending',
  'hold',
  'solved',
  'closed',
  'deleted',
] as const;

/** Kinds of tags. */
export const TAG_KINDS = ['topic', 'label'] as const;

/** A provider's delivery code; providers write numbers and text. */
const StatusCode = Type.Union([Name, Type.Integer()], {
  description: 'a string of 1 to 256 characters, or an integer',
});

const tag = { tagId: Id, kind: oneOf(TAG_KINDS) };

/** Facts that only metrics need; they change no status, except `message.sent` (SB02). Source: events.md §1. */
export const OBSERVATION_EVENTS = {
  'message.sent': conversationEvent('message.sent', { messageId: Id }),
  'message.delivered': conversationEvent('message.delivered', {
    messageId: Id,
    statusCode: optional(StatusCode),
  }),
  'message.read': conversationEvent('message.read', {
    messageId: Id,
    statusCode: optional(StatusCode),
  }),
  'message.failed': conversationEvent('message.failed', { messageId: Id, statusCode: StatusCode }),
  'conversation.tagged': conversationEvent('conversation.tagged', tag),
  'conversation.untagged': conversationEvent('conversation.untagged', tag),
  'ticket.statusChanged': conversationEvent('ticket.statusChanged', {
    ticketId: Id,
    from: optional(
      Type.Union([oneOf(TICKET_STATUSES), Type.Null()], {
        description: `one of ${TICKET_STATUSES.join(', ')}, or null for a new ticket`,
      }),
    ),
    to: oneOf(TICKET_STATUSES),
    by: Name,
  }),
  'csat.requested': conversationEvent('csat.requested', {
    surveyId: Id,
    scale: optional(Amount),
  }),
  'csat.answered': conversationEvent('csat.answered', {
    surveyId: Id,
    scale: Amount,
    score: Amount,
  }),
} as const;
