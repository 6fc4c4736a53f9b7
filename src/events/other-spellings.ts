import type { EventType } from './vocabulary.ts';

/**
 * Names of the same events in other pages and products, each with the name that counts here.
 *
 * They are not accepted: an accepted synonym would stay for ever. The refusal names the right one.
 * Source: events.md (preamble), lifecycle.md §1.0, metrics.md §2.
 */
export const OTHER_SPELLINGS: ReadonlyMap<string, EventType> = new Map<string, EventType>([
  ['message.received', 'customer.message'],
  ['customer.end', 'customer.ended'],
  ['customer.deleteConversation', 'customer.deletedConversation'],
  ['rep.openingMessage', 'agent.opened'],
  ['rep.message', 'agent.message'],
  ['rep.accept', 'work.accepted'],
  ['rep.decline', 'work.declined'],
  ['rep.markInactive', 'agent.markedInactive'],
  ['rep.closeTab', 'agent.closedTab'],
  ['rep.end', 'agent.ended'],
  ['rep.transfer', 'agent.transferred'],
  ['rep.pause', 'agent.paused'],
  ['rep.resume', 'agent.resumed'],
  ['rep.offline', 'agent.presence'],
  ['agent.end', 'agent.ended'],
  ['agent.transfer', 'agent.transferred'],
  ['agent.presenceChanged', 'agent.presence'],
  ['agent.capacityChanged', 'agent.capacity'],
  ['agent.teamChanged', 'agent.team'],
  ['agent.shiftPublished', 'agent.shift'],
  ['agent.shiftRevised', 'agent.shift'],
  ['bot.accept', 'bot.accepted'],
  ['bot.started', 'bot.accepted'],
  ['bot.escalate', 'bot.escalated'],
  ['bot.handedOff', 'bot.escalated'],
  ['bot.end', 'bot.ended'],
  ['bot.resolved', 'bot.ended'],
  ['automation.end', 'automation.ended'],
  ['automation.inactivate', 'automation.inactivated'],
  ['partner.end', 'partner.ended'],
  ['partner.inactivate', 'partner.inactivated'],
  ['supervisor.end', 'supervisor.ended'],
  ['routing.assigned', 'work.offered'],
  ['routing.pushTimeout', 'work.timedOut'],
  ['persist.failed', 'record.failed'],
  ['settings.changed', 'policy.changed'],
  ['clock.tick', 'clock.advanced'],
]);
