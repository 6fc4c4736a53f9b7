import type { ActorType, EndedBy, Keyword } from './session-events.ts';

/** How a session came to be, as the records spell it. */
export type Origin =
  | 'AgentInitiated'
  | 'Help'
  | 'InboundInitiated'
  | 'OptIn'
  | 'OptOut'
  | 'TriggeredOutbound';

/** Why a session ended, in finer words than `EndedBy`. */
export type EndReason =
  | 'agentClosed'
  | 'agentLeftTab'
  | 'abandoned'
  | 'automatedNotification'
  | 'automationEnded'
  | 'botEnded'
  | 'botIdle'
  | 'channelDisabled'
  | 'controlLost'
  | 'conversationDeleted'
  | 'customerEnded'
  | 'customerIdle'
  | 'deliveryFailed'
  | 'inactivityExpired'
  | 'consentExpired'
  | 'pausedExpired'
  | 'keepOpenExpired'
  | 'keywordOnly'
  | 'maxIdle'
  | 'maxWaiting'
  | 'noReply'
  | 'optOut'
  | 'partnerEnded'
  | 'repliedInNewRecord'
  | 'replaced'
  | 'supervisorEnded';

/** Why a session went to a queue. */
export type QueueReason =
  | 'opened'
  | 'consentReached'
  | 'replied'
  | 'resumed'
  | 'transferred'
  | 'escalated'
  | 'agentOffline';

/** The automated responses that a channel may have configured; the host sends them. */
export type AutomatedResponse =
  | 'InitialResponse'
  | 'AgentEngagedResponse'
  | 'AgentEndEngagementResponse'
  | 'EndUserInactiveResponse'
  | 'EndUserIdleResponse'
  | 'RerouteResponse'
  | 'OptInPrompt'
  | 'OptInConfirmation'
  | 'DoubleOptInPrompt'
  | 'OptOutConfirmation'
  | 'HelpResponse'
  | 'CustomResponse';

/** How a wait for routing came to its end. */
export type QueueOutcome = 'answered' | 'abandoned' | 'cancelled' | 'flowOut';

/** Who brought a session into Active. */
export type ActivatedBy = 'agent' | 'bot' | 'endUser';

/** What a session chart emits. A host stamps each with its instant, its session and its cause. */
export type SessionFact =
  | { type: 'session.created'; origin: Origin }
  | { type: 'session.queued'; reason: QueueReason }
  | { type: 'session.dequeued'; outcome: QueueOutcome }
  | { type: 'session.activated'; by: ActivatedBy }
  | { type: 'session.inactivated'; by: EndedBy; reason: string }
  | { type: 'session.paused' }
  | { type: 'session.resumed'; rerouted: boolean }
  | {
      type: 'session.transferred';
      toKind: 'agent' | 'queue' | 'flow' | 'bot';
      toId: string | undefined;
      /** True when the agent that was named is offline, so that the session goes to a queue instead. */
      fellBack: boolean;
    }
  /** A bot hands the session over to people. */
  | { type: 'session.escalated' }
  | { type: 'session.ended'; by: EndedBy; reason: EndReason }
  | { type: 'session.errored'; reason: string }
  | { type: 'session.routingFailed' }
  | { type: 'session.consentHeld' }
  | {
      type: 'message.recorded';
      messageId: string | undefined;
      actor: ActorType;
      direction: 'inbound' | 'outbound';
      keyword: Keyword | undefined;
    }
  | { type: 'response.requested'; response: AutomatedResponse };
