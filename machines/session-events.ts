/** Who sent a message, as the records spell it. */
export type ActorType = 'EndUser' | 'Agent' | 'Bot' | 'System';

/** The kinds of consent keyword (docs/lifecycle.md, consent keywords). */
export type Keyword = 'optIn' | 'doubleOptIn' | 'optOut' | 'help' | 'custom';

/** Who ended a session, as the records spell it. */
export type EndedBy = 'Agent' | 'Bot' | 'EndUser' | 'System';

/**
 * What the session charts read of an event.
 *
 * Every field may be missing, and a missing one means the ordinary case, so that the events of the wire
 * contract can be sent to a plain actor as they are.
 */
export interface SessionEventFields {
  readonly messageId?: string | undefined;
  /** Set when the customer's message is a keyword. */
  readonly keyword?: Keyword | undefined;
  /** True while the end user's consent is below what the channel asks for. */
  readonly belowConsentLevel?: boolean | undefined;
  /** True when the owner of the session is offline. */
  readonly ownerOffline?: boolean | undefined;
  /** True when no human agent holds the work of a resting session. */
  readonly heldByNobody?: boolean | undefined;
  readonly visibility?: 'public' | 'note' | undefined;
  readonly outcome?: string | undefined;
  /** An agent's presence. */
  readonly status?: 'online' | 'away' | 'busy' | 'offline' | undefined;
  readonly to?:
    | { readonly kind: 'agent' | 'queue' | 'flow' | 'bot'; readonly id: string }
    | undefined;
  /** True when the agent that a transfer names is offline. */
  readonly targetOffline?: boolean | undefined;
  /** False when a bot escalates and no human is available. */
  readonly available?: boolean | undefined;
  readonly longevity?: 'endSession' | 'keepOpen' | 'keepOpenOrAppend' | undefined;
  readonly by?: string | undefined;
  readonly reason?: string | undefined;
  /** True when a failed message is the one that opened the session. */
  readonly opening?: boolean | undefined;
}

/** The types of event that a session chart knows: names of the wire contract, and the timers that a chart raises itself. */
export type SessionEventType =
  | 'customer.message'
  | 'customer.ended'
  | 'customer.deletedConversation'
  | 'customer.left'
  | 'customer.returned'
  | 'agent.opened'
  | 'agent.message'
  | 'agent.markedInactive'
  | 'agent.closedTab'
  | 'agent.ended'
  | 'agent.transferred'
  | 'agent.paused'
  | 'agent.resumed'
  | 'agent.presence'
  | 'bot.accepted'
  | 'bot.message'
  | 'bot.escalated'
  | 'bot.ended'
  | 'automation.message'
  | 'automation.ended'
  | 'automation.inactivated'
  | 'supervisor.ended'
  | 'partner.ended'
  | 'partner.inactivated'
  | 'channel.controlLost'
  | 'channel.disabled'
  | 'channel.enabled'
  | 'endUser.updated'
  | 'message.sent'
  | 'message.failed'
  | 'record.failed'
  | 'routing.failed'
  | 'work.offered'
  | 'work.accepted'
  | 'work.declined'
  | 'work.timedOut'
  | 'work.rescinded'
  | 'timer.noReply'
  | 'timer.keepOpen'
  | 'timer.abandonment'
  | 'timer.channelDisabled'
  | 'timer.maxIdle';

/** One event of a session chart. */
export type SessionEvent = {
  [T in SessionEventType]: SessionEventFields & { readonly type: T };
}[SessionEventType];
