import { Type } from 'typebox';
import { Flag, Id, conversationEvent, oneOf, optional } from './event-fields.ts';

/** Who reads an agent's message: the customer, or colleagues only. */
export const VISIBILITIES = ['public', 'note'] as const;

/** How an agent closes the tab of a conversation. */
export const TAB_OUTCOMES = ['end', 'noCustomerResponse'] as const;

/** Where a conversation can be transferred to. */
export const TRANSFER_TARGETS = ['agent', 'queue', 'flow', 'bot'] as const;

/** The target of a transfer. */
export const TransferTarget = Type.Object(
  { kind: oneOf(TRANSFER_TARGETS), id: Id },
  { description: 'an object with kind and id' },
);

/** What a human agent does in a conversation. Source: events.md §1 "Agent (human)". */
export const AGENT_EVENTS = {
  'agent.opened': conversationEvent('agent.opened', { agentId: Id, messageId: Id }),
  'agent.message': conversationEvent('agent.message', {
    agentId: Id,
    messageId: Id,
    visibility: optional(oneOf(VISIBILITIES)),
    proactive: optional(Flag),
  }),
  'agent.markedInactive': conversationEvent('agent.markedInactive', {}),
  'agent.closedTab': conversationEvent('agent.closedTab', {
    outcome: optional(oneOf(TAB_OUTCOMES)),
  }),
  'agent.ended': conversationEvent('agent.ended', {}),
  'agent.transferred': conversationEvent('agent.transferred', { to: TransferTarget }),
  'agent.paused': conversationEvent('agent.paused', {}),
  'agent.resumed': conversationEvent('agent.resumed', {}),
  'acw.extended': conversationEvent('acw.extended', {}),
  'acw.ended': conversationEvent('acw.ended', {}),
} as const;
