// What all session charts share: their context, named guards, named delays and named actions. No time is kept here:
// a chart says how long, the host says when.
import { assign, cancel, emit, raise, setup } from 'xstate';
import type { RuleMeta } from './rule.ts';
import type { EndedBy, Keyword, SessionEvent } from './session-events.ts';
import type {
  ActivatedBy,
  AutomatedResponse,
  EndReason,
  Origin,
  QueueOutcome,
  QueueReason,
  SessionFact,
} from './session-facts.ts';
import type { SessionSettings } from './session-settings.ts';

/** The eight statuses of a messaging session. */
export type SessionStatus =
  | 'New'
  | 'Waiting'
  | 'Active'
  | 'Consent'
  | 'Inactive'
  | 'Paused'
  | 'Error'
  | 'Ended';

/** What kind of agent has served a session: monotone, `Bot` becomes `BotToAgent` once a human accepts. */
export type AgentType = 'Agent' | 'Bot' | 'BotToAgent' | 'System';

/** What a session chart remembers. */
export interface SessionContext {
  readonly settings: SessionSettings;
  readonly agentType: AgentType;
  /** Public messages of human agents, count. */
  readonly agentMessages: number;
  /** Messages of the customer, keywords included, count. */
  readonly endUserMessages: number;
  /** Whether a human agent has accepted the session. */
  readonly humanAccepted: boolean;
  /** Whether a message waits for the end user's consent to be routed (CK06). */
  readonly contentHeld: boolean;
}

/** What a session chart is created with; without settings it takes the recommended defaults of its platform. */
export type SessionInput = { readonly settings?: SessionSettings } | undefined;

/** What a state of a session chart says of itself. */
export interface StatusMeta {
  status?: SessionStatus;
  /** What a Waiting session waits for. */
  waitingFor?: 'customer' | 'routing';
  /** Rows of the specification that a whole state stands for. */
  rules?: readonly string[];
}

const isKeyword = (keyword: Keyword | undefined, settings: SessionSettings) =>
  keyword !== undefined && (keyword !== 'custom' || settings.customKeywordIsConsent);

const sessionTypes = {} as {
  context: SessionContext;
  events: SessionEvent;
  emitted: SessionFact;
  input: SessionInput;
  meta: StatusMeta;
  transitionMeta: RuleMeta;
};

/** The shared vocabulary of the session charts. */
export const sessionChart = setup({
  types: sessionTypes,
  delays: {
    inactiveExpiry: ({ context }) => context.settings.inactiveExpiryMs,
    consentExpiry: ({ context }) => context.settings.consentExpiryMs ?? 0,
    pausedExpiry: ({ context }) => context.settings.pausedExpiryMs ?? 0,
    noReply: ({ context }) => context.settings.noReplyMs,
    keepOpen: ({ context }) => context.settings.keepOpenMs,
    channelDisabled: ({ context }) => context.settings.channelDisabledMs,
    botIdle: ({ context }) => context.settings.botIdleMs,
    maxWaiting: ({ context }) => context.settings.maxWaitingMs ?? 0,
    maxIdle: ({ context }) => context.settings.maxIdleMs ?? 0,
    abandonment: ({ context }) => context.settings.abandonmentMs ?? 0,
    customerIdle: ({ context }) => context.settings.customerIdleMs ?? 0,
    customerIdleWarning: ({ context }) => context.settings.customerIdleWarningMs ?? 0,
    endInactive: ({ context }) => context.settings.endInactiveMs,
  },
  guards: {
    isOptOut: ({ event }) => event.keyword === 'optOut',
    isHelp: ({ event }) => event.keyword === 'help',
    isOptIn: ({ event }) => event.keyword === 'optIn',
    isDoubleOptIn: ({ event }) => event.keyword === 'doubleOptIn',
    isConsentKeyword: ({ context, event }) => isKeyword(event.keyword, context.settings),
    isAnyKeyword: ({ event }) => event.keyword !== undefined,
    isNote: ({ event }) => event.visibility === 'note',
    isBelowConsentLevel: ({ event }) => event.belowConsentLevel === true,
    releasesHeldContent: ({ context, event }) =>
      context.contentHeld && event.belowConsentLevel !== true,
    isTabBased: ({ context }) => context.settings.capacityModel === 'tabBased',
    isStatusBased: ({ context }) => context.settings.capacityModel === 'statusBased',
    resumesWithSameRep: ({ context, event }) =>
      context.settings.capacityModel === 'statusBased' &&
      context.agentType !== 'Bot' &&
      event.heldByNobody !== true,
    isStatusBasedWithOwnerOnline: ({ context, event }) =>
      context.settings.capacityModel === 'statusBased' && event.ownerOffline !== true,
    answersInNewRecord: ({ context }) => context.settings.answersInNewRecord,
    ownerIsOffline: ({ event }) => event.ownerOffline === true,
    ownerIsOfflineAndIdleIsLimited: ({ context, event }) =>
      event.ownerOffline === true && context.settings.maxIdleMs !== null,
    wentOffline: ({ event }) => event.status === 'offline',
    wentBusy: ({ event }) => event.status === 'busy',
    wentOfflineTabBased: ({ context, event }) =>
      event.status === 'offline' && context.settings.capacityModel === 'tabBased',
    closesWithoutResponse: ({ context, event }) =>
      context.settings.capacityModel === 'tabBased' && event.outcome === 'noCustomerResponse',
    isToAgent: ({ event }) => event.to?.kind === 'agent',
    transfersToAgent: ({ event }) => event.to?.kind === 'agent' && event.targetOffline !== true,
    transferIsAllowed: ({ context }) => context.settings.allowTransfer,
    nobodyIsAvailable: ({ event }) => event.available === false,
    customerIdleIsTimed: ({ context }) => context.settings.customerIdleMs !== null,
    warningIsTimed: ({ context }) => context.settings.customerIdleWarningMs !== null,
    agentMessageResets: ({ context }) => context.settings.agentMessageResets,
    idleEnds: ({ context }) => context.settings.customerIdleAction === 'end',
    idleEndsLater: ({ context }) => context.settings.customerIdleAction === 'inactivateAndEnd',
    waitingIsLimited: ({ context }) => context.settings.maxWaitingMs !== null,
    idleIsLimited: ({ context }) => context.settings.maxIdleMs !== null,
    consentExpires: ({ context }) => context.settings.consentExpiryMs !== null,
    pausedExpires: ({ context }) => context.settings.pausedExpiryMs !== null,
    abandonmentIsOn: ({ context }) => context.settings.abandonmentMs !== null,
    opensAsWaiting: ({ context }) => context.settings.opensAs === 'waiting',
    awaitsReplyAsWaiting: ({ context }) => context.settings.awaitsReplyAs === 'waiting',
    noReplyCountsFromLast: ({ context }) => context.settings.noReplyAnchor === 'last',
    endsOnDeliveryFailure: ({ context, event }) =>
      context.settings.endOnDeliveryFailure && event.opening === true,
    keepsOpen: ({ context, event }) =>
      context.settings.platform === 'enhanced' &&
      (event.longevity === 'keepOpen' || event.longevity === 'keepOpenOrAppend'),
    appends: ({ event }) => event.longevity === 'keepOpenOrAppend',
    appendsAndRestarts: ({ context, event }) =>
      event.longevity === 'keepOpenOrAppend' && context.settings.noReplyAnchor === 'last',
    isEnhanced: ({ context }) => context.settings.platform === 'enhanced',
    isByEndUser: ({ event }) => event.by === 'endUser',
  },
  actions: {
    create: emit((_, { origin }: { origin: Origin }) => ({ type: 'session.created', origin })),
    createFromKeyword: emit(({ event }) => ({
      type: 'session.created',
      origin: event.keyword === 'help' ? 'Help' : 'OptIn',
    })),
    recordCustomerMessage: emit(({ event }) => ({
      type: 'message.recorded',
      messageId: event.messageId,
      actor: 'EndUser',
      direction: 'inbound',
      keyword: event.keyword,
    })),
    recordAgentMessage: emit(({ event }) => ({
      type: 'message.recorded',
      messageId: event.messageId,
      actor: 'Agent',
      direction: 'outbound',
      keyword: undefined,
    })),
    recordBotMessage: emit(({ event }) => ({
      type: 'message.recorded',
      messageId: event.messageId,
      actor: 'Bot',
      direction: 'outbound',
      keyword: undefined,
    })),
    recordAutomatedMessage: emit(({ event }) => ({
      type: 'message.recorded',
      messageId: event.messageId,
      actor: 'System',
      direction: 'outbound',
      keyword: undefined,
    })),
    countCustomerMessage: assign({
      endUserMessages: ({ context }) => context.endUserMessages + 1,
    }),
    countAgentMessage: assign({ agentMessages: ({ context }) => context.agentMessages + 1 }),
    holdContent: assign({ contentHeld: true }),
    noteContentHeld: emit({ type: 'session.consentHeld' }),
    releaseContent: assign({ contentHeld: false }),
    route: emit((_, { reason }: { reason: QueueReason }) => ({ type: 'session.queued', reason })),
    leaveQueue: emit((_, { outcome }: { outcome: QueueOutcome }) => ({
      type: 'session.dequeued',
      outcome,
    })),
    agentTakesOver: assign({
      agentType: ({ context }) =>
        context.agentType === 'Bot' || context.agentType === 'BotToAgent' ? 'BotToAgent' : 'Agent',
      humanAccepted: true,
    }),
    botTakesOver: assign({
      agentType: ({ context }) => (context.humanAccepted ? context.agentType : 'Bot'),
    }),
    activate: emit((_, { by }: { by: ActivatedBy }) => ({ type: 'session.activated', by })),
    suspend: emit((_, { by, reason }: { by: EndedBy; reason: string }) => ({
      type: 'session.inactivated',
      by,
      reason,
    })),
    pause: emit({ type: 'session.paused' }),
    resume: emit((_, { rerouted }: { rerouted: boolean }) => ({
      type: 'session.resumed',
      rerouted,
    })),
    transfer: emit(({ event }) => ({
      type: 'session.transferred',
      toKind: event.to?.kind ?? 'queue',
      toId: event.to?.id,
      fellBack: event.to?.kind === 'agent' && event.targetOffline === true,
    })),
    escalate: emit({ type: 'session.escalated' }),
    reportRoutingFailure: emit({ type: 'session.routingFailed' }),
    end: emit((_, { by, reason }: { by: EndedBy; reason: EndReason }) => ({
      type: 'session.ended',
      by,
      reason,
    })),
    fail: emit(({ event }) => ({ type: 'session.errored', reason: event.reason ?? 'unknown' })),
    respond: emit((_, { with: response }: { with: AutomatedResponse }) => ({
      type: 'response.requested',
      response,
    })),
    startNoReply: raise({ type: 'timer.noReply' }, { id: 'noReply', delay: 'noReply' }),
    stopNoReply: cancel('noReply'),
    startKeepOpen: raise({ type: 'timer.keepOpen' }, { id: 'keepOpen', delay: 'keepOpen' }),
    stopKeepOpen: cancel('keepOpen'),
    startAbandonment: raise(
      { type: 'timer.abandonment' },
      { id: 'abandonment', delay: 'abandonment' },
    ),
    stopAbandonment: cancel('abandonment'),
    startChannelDisabled: raise(
      { type: 'timer.channelDisabled' },
      { id: 'channelDisabled', delay: 'channelDisabled' },
    ),
    stopChannelDisabled: cancel('channelDisabled'),
    startMaxIdle: raise({ type: 'timer.maxIdle' }, { id: 'maxIdle', delay: 'maxIdle' }),
    stopMaxIdle: cancel('maxIdle'),
  },
});

/** A session's context at its birth. */
export const unbornContext = (
  settings: SessionSettings,
  agentType: AgentType = 'Agent',
): SessionContext => ({
  settings,
  agentType,
  agentMessages: 0,
  endUserMessages: 0,
  humanAccepted: false,
  contentHeld: false,
});
