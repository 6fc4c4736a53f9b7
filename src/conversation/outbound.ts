// What the business sends: opening messages, answers, notifications; and every reason for which it may not.
import type { EventOf } from '../events/vocabulary.ts';
import { agentsMayInitiate } from '../policy/channel.ts';
import { outboundRefusal } from '../policy/consent.ts';
import { formatInstant } from '../time/instant.ts';
import { HELD_MAX } from './conversation.ts';
import type { Draft } from './draft.ts';
import { requireOwner, statusNotAvailable } from './ownership.ts';
import { noOpenSession, refused, type Refused } from './refusals.ts';
import type { RuleId } from './rules.ts';
import { stepSession, unbornSession } from './session-step.ts';
import type { Session } from './session.ts';

/** An agent's opening message (EB01–EB03, SB01). */
export function agentOpened(draft: Draft, event: EventOf<'agent.opened'>): Refused | undefined {
  const { conversation, context } = draft;
  const refusal =
    initiationRefusal(draft, 'EB01') ??
    openSessionRefusal(draft, event.agentId) ??
    consentRefusal(draft, 'EB03');
  if (refusal !== undefined) return refusal;
  const inactive = draft.session;
  if (inactive !== undefined) stepSession(draft, inactive, { type: 'agent.opened' });
  const graph = context.channel.platform === 'enhanced' ? 'enhanced-business' : 'standard-business';
  const session = unbornSession(draft, graph);
  session.ownerId = event.agentId;
  session.openingMessageId = event.messageId;
  conversation.isKnown = true;
  draft.adopt(session);
  stepSession(draft, session, event);
  return undefined;
}

/** An agent's message in an open session (EC31, EB04), or a note, which reaches nobody. */
export function agentMessage(draft: Draft, event: EventOf<'agent.message'>): Refused | undefined {
  const session = draft.session;
  const isNote = event.visibility === 'note';
  if (session === undefined) {
    const noSession = refused(
      'no_session',
      `expected an open session, found none: ${mayOpen(draft) ? 'send agent.opened' : 'wait for the customer'}`,
    );
    return isNote ? noSession : (optedOutRefusal(draft) ?? noSession);
  }
  if (session.status === 'Inactive') {
    return refused(
      'status_not_available',
      `session ${session.id} is Inactive: the customer must write first${mayOpen(draft) ? ', or send agent.opened' : ''}`,
      'EC68',
    );
  }
  const refusal =
    requireOwner(draft, session, event.agentId) ??
    (isNote ? undefined : (consentRefusal(draft, 'I15') ?? windowRefusal(draft)));
  if (refusal !== undefined) return refusal;
  const rule = stepSession(draft, session, event);
  return rule === undefined ? statusNotAvailable(session, event.type) : undefined;
}

/** A bot's message, recorded wherever a session is open (EC58). */
export function botMessage(draft: Draft, event: EventOf<'bot.message'>): Refused | undefined {
  const session = draft.session;
  const refusal = optedOutRefusal(draft);
  if (refusal !== undefined) return refusal;
  if (session === undefined) return noOpenSession(draft.conversation);
  stepSession(draft, session, event);
  return undefined;
}

/** A triggered outbound message (NO01–NO10). */
export function automationMessage(
  draft: Draft,
  event: EventOf<'automation.message'>,
): Refused | undefined {
  const refusal = initiationRefusal(draft, 'NO01') ?? consentRefusal(draft, 'NO06');
  if (refusal !== undefined) return refusal;
  draft.conversation.isKnown = true;
  if (isBlocked(draft, event)) {
    const { blocked } = draft.context.policy.notification;
    if (blocked === 'drop') {
      return refused(
        'session_open',
        'the open session blocks the notification: send it later',
        'NO05',
      );
    }
    if (draft.conversation.pending.length >= HELD_MAX) {
      return refused(
        'session_open',
        `${HELD_MAX} notifications wait for the open session already: send it later`,
        'NO05',
      );
    }
    draft.conversation.pending = [...draft.conversation.pending, bare(event)];
    draft.establish('notification.deferred', draft.session?.id ?? null, {
      allowExisting: event.allowExisting ?? 'any',
    });
    return undefined;
  }
  return notify(draft, event);
}

/** A notification without the attributes that its host has added: what waits is what is sent later. */
function bare(event: EventOf<'automation.message'>): EventOf<'automation.message'> {
  const {
    id,
    type,
    at,
    tenant,
    messageId,
    longevity = 'endSession',
    allowExisting = 'any',
  } = event;
  return { id, type, at, tenant, messageId, longevity, allowExisting };
}

/** Whether the condition of a notification keeps it from being sent now (NO05, X11). */
export function isBlocked(draft: Draft, event: EventOf<'automation.message'>): boolean {
  const session = draft.session;
  if (session === undefined) return false;
  if (event.allowExisting === 'closed') return true;
  return event.allowExisting === 'nonActive' && session.status === 'Active';
}

/** Sends a notification that nothing blocks. */
export function notify(draft: Draft, event: EventOf<'automation.message'>): Refused | undefined {
  const { channel, policy } = draft.context;
  const session = draft.session;
  const longevity =
    channel.platform === 'standard' ? 'endSession' : (event.longevity ?? 'endSession');
  if (session === undefined || longevity === 'endSession') {
    return sendNotification(draft, { ...event, longevity });
  }
  if (longevity === 'keepOpenOrAppend' && stepSession(draft, session, event) !== undefined) {
    return undefined;
  }
  switch (policy.notification.keepOpenConflict) {
    case 'downgrade':
      draft.establish('notification.downgraded', session.id, { longevity });
      return sendNotification(draft, { ...event, longevity: 'endSession' });
    case 'reject':
      return refused(
        'session_open',
        `session ${session.id} is open: send it with longevity endSession, or later`,
        'NO10',
      );
    case 'append':
      draft.establish('message.recorded', session.id, {
        messageId: event.messageId,
        actor: 'System',
        direction: 'outbound',
        keyword: undefined,
        actorId: undefined,
        automated: true,
      });
      return undefined;
  }
}

function sendNotification(draft: Draft, event: EventOf<'automation.message'>): undefined {
  const session = unbornSession(draft, 'notification');
  session.openingMessageId = event.messageId;
  // A notification that ends at once may stand beside an open session (NO10): it never becomes the current one.
  if (draft.session === undefined) draft.adopt(session);
  stepSession(draft, session, event);
  return undefined;
}

function initiationRefusal(draft: Draft, rule: RuleId): Refused | undefined {
  const { channel, channelDisabledAt } = draft.context;
  if (!agentsMayInitiate(channel)) {
    return refused(
      'initiation_not_available',
      `channel ${channel.channelId} is web chat, where only customers begin: wait for a message`,
      rule,
    );
  }
  if (channelDisabledAt === null) return undefined;
  return refused(
    'initiation_not_available',
    `channel ${channel.channelId} is disabled: enable it before a session is opened`,
    rule,
  );
}

function openSessionRefusal(draft: Draft, agentId: string): Refused | undefined {
  const session = draft.session;
  if (session === undefined) return undefined;
  const { repMessageOnInactive } = draft.context.policy;
  if (session.status === 'Inactive' && repMessageOnInactive === 'endAndStartNew') return undefined;
  const isAnothers = session.ownerId !== null && session.ownerId !== agentId;
  const rule = session.status === 'New' && isAnothers ? 'EB05' : 'EB02';
  return refused(
    'session_open',
    `session ${session.id} is ${session.status}: ${insteadOfOpening(session, agentId)}`,
    rule,
  );
}

/** What an agent can do where they cannot open a session of their own; nothing that would be refused, too. */
function insteadOfOpening({ status, ownerId, waitingFor }: Session, agentId: string): string {
  if (waitingFor === 'routing') return 'accept its work, or end it first';
  if (ownerId === null) return 'wait for the customer';
  if (ownerId !== agentId) return `it is with ${ownerId}, wait until it has ended`;
  if (status === 'Inactive') return 'end it first';
  return status === 'Paused' ? 'resume it, or end it first' : 'write in it, or end it first';
}

/** Whether an opening message would be taken from an agent whom no running session keeps from it. */
const mayOpen = (draft: Draft): boolean =>
  initiationRefusal(draft, 'EB01') === undefined &&
  (draft.session === undefined || draft.context.policy.repMessageOnInactive === 'endAndStartNew');

function consentRefusal(draft: Draft, rule: RuleId): Refused | undefined {
  const { channel } = draft.context;
  const { consent, endUserId } = draft.conversation;
  const code = outboundRefusal(consent, channel.consentType);
  if (code === undefined) return undefined;
  const found = code === 'opted_out' ? 'has opted out' : `has consent ${consent ?? 'none'}`;
  const needed = code === 'opted_out' ? 'an opt-in' : `the ${channel.consentType} opt-in`;
  return refused(code, `end user ${endUserId} ${found}: wait for ${needed}`, rule);
}

/** Nothing reaches a customer who has opted out, whether a session is open or not (I15). */
function optedOutRefusal(draft: Draft): Refused | undefined {
  return draft.conversation.consent === 'OptedOut' ? consentRefusal(draft, 'I15') : undefined;
}

/** Outside the window after the customer's last message the provider takes no free text (T-WINDOW). */
function windowRefusal(draft: Draft): Refused | undefined {
  const { sendWindowMs } = draft.context.channel;
  const last = draft.conversation.lastCustomerMessageAt;
  if (sendWindowMs === null || (last !== null && draft.at - last <= sendWindowMs)) return undefined;
  const found =
    last === null
      ? 'the customer has not written'
      : `the customer last wrote at ${formatInstant(last)}`;
  return refused(
    'send_window_closed',
    `${found}: wait for the customer, or send a template as automation.message`,
    'T-WINDOW',
  );
}

/** Sends the notifications that a change of status has let through. */
export function sendPending(draft: Draft): void {
  const { pending } = draft.conversation;
  // Nothing leaves through a disabled channel; what waits goes on waiting.
  if (pending.length === 0 || draft.context.channelDisabledAt !== null) return;
  for (const event of pending) {
    if (isBlocked(draft, event)) continue;
    draft.conversation.pending = draft.conversation.pending.filter(
      (other) => other.id !== event.id,
    );
    const refusal = consentRefusal(draft, 'NO06') ?? notify(draft, event);
    if (refusal !== undefined) {
      draft.establish('notification.dropped', draft.session?.id ?? null, {
        eventId: event.id,
        code: refusal.code,
      });
    }
  }
}
