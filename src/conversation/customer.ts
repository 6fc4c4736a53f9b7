// What a customer does: keywords and consent (§1.5), the message that opens, wakes or answers a session.
import type { SessionEvent } from '../../machines/index.ts';
import type { KeywordKind, KnownConsent } from '../events/set-up-words.ts';
import type { EventOf } from '../events/vocabulary.ts';
import { applyKeyword, applyMessage, isFullyOptedIn } from '../policy/consent.ts';
import { matchKeyword } from '../policy/keywords.ts';
import { dueInstant } from '../policy/timer-mode.ts';
import type { EpochMs } from '../time/instant.ts';
import type { Conversation } from './conversation.ts';
import { Deadline } from './deadline.ts';
import type { Draft } from './draft.ts';
import { engagementHearsCustomer } from './engagement-causes.ts';
import { noOpenSession, type Refused } from './refusals.ts';
import { stepSession, unbornSession } from './session-step.ts';
import type { Session } from './session.ts';
import { beginWork } from './work-step.ts';

/** A customer's message: never refused, for it has been written. */
export function customerMessage(draft: Draft, event: EventOf<'customer.message'>): undefined {
  const { conversation, context } = draft;
  const { channel, policy } = context;
  const keyword = event.keyword ?? matchKeyword(channel, policy, event.text);
  conversation.isKnown = true;
  conversation.lastCustomerMessageAt = draft.at;
  const consentBefore = conversation.consent;
  conversation.consent = consentAfter(draft, keyword);
  const isBelow = isBelowConsentLevel(draft);
  const session = draft.session;
  const message: SessionEvent = {
    type: 'customer.message',
    messageId: event.messageId,
    keyword,
    belowConsentLevel: isBelow,
    ownerOffline:
      session?.status === 'New' || session?.waitingFor === 'customer'
        ? ownerIsOffline(draft, session)
        : false,
    heldByNobody: session?.status === 'Inactive' && !isHeldByAgent(draft, session),
  };
  if (session === undefined) openSession(draft, message);
  else {
    const statusBefore = session.status;
    const waitingBefore = session.waitingFor;
    stepSession(draft, session, message);
    if (session.endReason === 'repliedInNewRecord') openSession(draft, message);
    else if (
      session.status === 'Active' &&
      (statusBefore === 'New' || waitingBefore === 'customer')
    ) {
      // EB06, SB03: the owner has the work with the customer's answer, without the router.
      beginWork(
        draft,
        session,
        { agentId: session.ownerId, botId: null, workId: undefined, requestedAt: draft.at },
        { type: 'session.activated' },
      );
    }
  }
  if (conversation.engagement !== null) engagementHearsCustomer(draft);
  // The session that the keyword concerns exists only now.
  if (conversation.consent !== consentBefore || isConsentKeyword(keyword)) {
    establishConsent(draft, keyword, consentBefore);
  }
  answer(draft, keyword, isBelow && keyword === undefined);
  return undefined;
}

/** A change of the end user's record by the host: dimensions and preloaded consent. */
export function endUserUpdated(draft: Draft, event: EventOf<'endUser.updated'>): undefined {
  const { conversation } = draft;
  conversation.isKnown = true;
  conversation.accountId = event.accountId ?? conversation.accountId;
  conversation.contactId = event.contactId ?? conversation.contactId;
  conversation.leadId = event.leadId ?? conversation.leadId;
  conversation.locale = event.locale ?? conversation.locale;
  if (event.consent !== undefined && event.consent !== conversation.consent) {
    const from = conversation.consent;
    conversation.consent = event.consent;
    establishConsent(draft, undefined, from);
  }
  releaseHeldContent(draft);
  return undefined;
}

/** Whether a message waits for the opt-in that the channel asks for (CK06). */
export const holdsContent = (conversation: Conversation): boolean =>
  conversation.openSession?.context.contentHeld === true;

/** Content that waited for the opt-in is routed once the level is reached, be it that the channel asks for less now (CK06). */
export function releaseHeldContent(draft: Draft): undefined {
  const session = draft.session;
  if (session === undefined) return undefined;
  const belowConsentLevel = isBelowConsentLevel(draft);
  stepSession(draft, session, { type: 'endUser.updated', belowConsentLevel });
  return undefined;
}

/** The customer leaves the window or comes back: it matters only while they wait (EC20). */
export function customerPresence(
  draft: Draft,
  event: EventOf<'customer.left' | 'customer.returned'>,
): Refused | undefined {
  const session = draft.session;
  if (session === undefined) return noOpenSession(draft.conversation);
  // Who is told to have left twice left once: the clock runs from then, and only their return stops it (T-ABANDON).
  const hasLeft = draft.conversation.deadlines.some(({ name }) => name === 'abandonment');
  if (event.type === 'customer.returned' || !hasLeft) {
    stepSession(draft, session, { type: event.type });
  }
  return undefined;
}

function openSession(draft: Draft, message: SessionEvent): void {
  const { platform } = draft.context.channel;
  const graph = platform === 'enhanced' ? 'enhanced-customer' : 'standard-customer';
  const session = unbornSession(draft, graph);
  draft.adopt(session);
  stepSession(draft, session, message);
  const { channelDisabledAt } = draft.context;
  if (channelDisabledAt !== null && session.isOpen) {
    stepSession(draft, session, { type: 'channel.disabled' });
    countFromDisabling(draft, session, channelDisabledAt);
  }
}

/**
 * A session that is born while its channel is disabled has the same 48 hours as the others, counted from when the channel
 * was disabled (EC90, T-CHANNEL-OFF); one that is born when they have passed has its own.
 */
function countFromDisabling(draft: Draft, session: Session, disabledAt: EpochMs): void {
  const mode = draft.context.policy.channelDisabled;
  const dueAt = mode === null ? -Infinity : dueInstant(mode, disabledAt);
  if (dueAt <= draft.at) return;
  const owner = { sessionId: session.id, attempt: 0 };
  draft.conversation.deadlines = draft.conversation.deadlines.map((deadline) =>
    deadline.name === 'channelDisabled'
      ? new Deadline(owner, deadline, dueAt, deadline.setBy, disabledAt)
      : deadline,
  );
}

/** Whether the owner of a business-initiated session is offline at this instant (EB08, SB04). */
export function ownerIsOffline(draft: Draft, session: Session): boolean {
  return session.ownerId !== null && draft.context.presenceOf(session.ownerId) === 'offline';
}

/** Whether a human agent still has the work of an inactive session: the bot that may own it keeps none (EC61). */
function isHeldByAgent(draft: Draft, session: Session): boolean {
  return draft.conversation.works.some(
    (work) => work.sessionId === session.id && work.value === 'Opened.paused',
  );
}

/** Whether content may not be routed yet (CK06). */
function isBelowConsentLevel(draft: Draft): boolean {
  const { channel, policy } = draft.context;
  if (channel.consentType === 'implicit' || policy.consent.routeBeforeOptIn) return false;
  return !isFullyOptedIn(draft.conversation.consent, channel.consentType);
}

const isConsentKeyword = (keyword: KeywordKind | undefined): keyword is KeywordKind =>
  keyword !== undefined && keyword !== 'custom';

/** What a message makes of the end user's consent (CK01–CK05). */
function consentAfter(draft: Draft, keyword: KeywordKind | undefined): KnownConsent | null {
  const { consent } = draft.conversation;
  if (isConsentKeyword(keyword)) return applyKeyword(consent, keyword);
  return applyMessage(consent, draft.context.policy.consent.implicitReoptIn);
}

function establishConsent(
  draft: Draft,
  keyword: KeywordKind | undefined,
  from: string | null,
): void {
  draft.establish('session.consentRecorded', draft.conversation.session?.id ?? null, {
    keyword,
    from,
    to: draft.conversation.consent,
  });
}

/** The automatic reply that the channel owes to a keyword, or to content before the opt-in. */
function answer(draft: Draft, keyword: KeywordKind | undefined, isHeld: boolean): void {
  const response = responseTo(draft, keyword, isHeld);
  if (response !== undefined) {
    draft.requestResponse(draft.conversation.session?.id ?? null, response);
  }
}

function responseTo(draft: Draft, keyword: KeywordKind | undefined, isHeld: boolean) {
  const wantsDouble = draft.context.channel.consentType === 'double';
  switch (keyword) {
    case 'optOut':
      return 'OptOutConfirmation';
    case 'optIn':
      return wantsDouble && draft.conversation.consent !== 'DoublyOptedIn'
        ? 'DoubleOptInPrompt'
        : 'OptInConfirmation';
    case 'doubleOptIn':
      return 'OptInConfirmation';
    case 'help':
      return 'HelpResponse';
    case 'custom':
      return 'CustomResponse';
    case undefined:
      if (!isHeld) return undefined;
      return wantsDouble ? 'DoubleOptInPrompt' : 'OptInPrompt';
  }
}
