import { Flag, Id, Name, conversationEvent, oneOf, optional } from './event-fields.ts';

/** How long the session of an automated message lives. Source: lifecycle.md §2 (NO03). */
export const LONGEVITIES = ['endSession', 'keepOpen', 'keepOpenOrAppend'] as const;

/** In which state of the conversation an automated message may be sent. Source: lifecycle.md §2 (NO05). */
export const ALLOW_EXISTING = ['any', 'nonActive', 'closed'] as const;

/** How a bot's part came to its end. */
export const BOT_OUTCOMES = ['resolved', 'abandoned'] as const;

/** In whose name a partner ends or inactivates. */
export const PARTNER_ACTORS = ['endUser', 'system'] as const;

const byPartner = { by: oneOf(PARTNER_ACTORS) };

/** What bots, automation, supervisors, partners and the platform do. Source: events.md §1. */
export const AUTOMATION_EVENTS = {
  'bot.accepted': conversationEvent('bot.accepted', { workId: optional(Id) }),
  'bot.message': conversationEvent('bot.message', { messageId: optional(Id) }),
  'bot.escalated': conversationEvent('bot.escalated', { available: optional(Flag) }),
  'bot.ended': conversationEvent('bot.ended', { outcome: optional(oneOf(BOT_OUTCOMES)) }),
  'automation.message': conversationEvent('automation.message', {
    messageId: Id,
    longevity: optional(oneOf(LONGEVITIES)),
    allowExisting: optional(oneOf(ALLOW_EXISTING)),
  }),
  'automation.ended': conversationEvent('automation.ended', {}),
  'automation.inactivated': conversationEvent('automation.inactivated', {}),
  'supervisor.ended': conversationEvent('supervisor.ended', {}),
  'partner.ended': conversationEvent('partner.ended', byPartner),
  'partner.inactivated': conversationEvent('partner.inactivated', byPartner),
  'channel.controlLost': conversationEvent('channel.controlLost', {}),
  'record.failed': conversationEvent('record.failed', { reason: Name }),
  'routing.failed': conversationEvent('routing.failed', {}),
} as const;
