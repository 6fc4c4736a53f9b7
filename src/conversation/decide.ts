// decide: what one event, or one deadline, does to a conversation. Pure, total and deterministic: the same conversation,
// event and context always give the same decision, and bad input is a refusal, never an exception.
import type { AnyFact } from '../events/fact.ts';
import type { EventIn, EventOf } from '../events/vocabulary.ts';
import {
  afterConversationWork,
  agentClosedTab,
  agentPresence,
  agentStartedElsewhere,
  agentTransferred,
  ownersAction,
} from './agent-actions.ts';
import type { Conversation } from './conversation.ts';
import {
  customerMessage,
  customerPresence,
  endUserUpdated,
  releaseHeldContent,
} from './customer.ts';
import { isOfEngagement, type Deadline } from './deadline.ts';
import type { DecisionContext } from './decision-context.ts';
import { Draft } from './draft.ts';
import { fireForEngagement } from './engagement-causes.ts';
import { recordFailed } from './failure.ts';
import { misnamedSession } from './named-session.ts';
import { isReport, observed, reportRefusal, type Report } from './observations.ts';
import {
  agentMessage,
  agentOpened,
  automationMessage,
  botMessage,
  sendPending,
} from './outbound.ts';
import { statusNotAvailable } from './ownership.ts';
import { noOpenSession, type Refused } from './refusals.ts';
import { botAccepted, offerOver, workAccepted, workOffered } from './routing.ts';
import { returnToQueue } from './session-record.ts';
import { stepSession } from './session-step.ts';
import type { Session } from './session.ts';
import type { Work } from './work.ts';
import { stepWork } from './work-step.ts';

/** What a decision changed. A refusal changes nothing: the conversation is the very one that was given. */
export interface Decision {
  readonly conversation: Conversation;
  /** In the order in which they became true; not numbered yet. */
  readonly facts: readonly AnyFact[];
  /** Sessions whose record is final now, or was touched again after its end. */
  readonly endedSessions: readonly Session[];
  /** Assignments whose record is final now. */
  readonly finishedWorks: readonly Work[];
  readonly refusal: Refused | undefined;
}

/** Events about a conversation, the presence of an agent who holds work in it, and what becomes of its channel. */
export type ConversationEvent = Exclude<
  EventIn,
  EventOf<
    | 'policy.changed'
    | 'contact.merged'
    | 'clock.advanced'
    | 'agent.heartbeat'
    | 'agent.capacity'
    | 'agent.team'
    | 'agent.shift'
    | 'agent.activity'
  >
>;

/** Decides one event. The context is the world as it was at the event's instant. */
export function decide(
  conversation: Conversation,
  event: ConversationEvent,
  context: DecisionContext,
): Decision {
  const misnamed = event.sessionId === undefined ? undefined : misnamedSession(conversation, event);
  if (misnamed !== undefined) return refuse(conversation, misnamed);
  // A receipt changes nothing: no copy is made for it, unless a notification waits that may be sent by now.
  if (isReport(event) && conversation.pending.length === 0) {
    return report(conversation, event);
  }
  const draft = new Draft(conversation, context, event);
  const refusal = apply(draft, event);
  if (refusal !== undefined) return refuse(conversation, refusal);
  sendPending(draft);
  return draft;
}

/** Decides a deadline that is due; the context is the world at its instant. */
export function decideDeadline(
  conversation: Conversation,
  deadline: Deadline,
  context: DecisionContext,
): Decision {
  const cause = `timer.${deadline.name}`;
  const draft = new Draft(conversation, context, { type: cause, id: cause });
  draft.conversation.deadlines = draft.conversation.deadlines.filter((other) => other !== deadline);
  draft.establish('timer.fired', deadline.sessionId, { name: deadline.name, rule: deadline.setBy });
  if (isOfEngagement(deadline)) fireForEngagement(draft, deadline);
  else if (deadline.attempt === 0) fireForSession(draft, deadline);
  else fireForWork(draft, deadline);
  sendPending(draft);
  return draft;
}

/** Decides what it means here that an agent has opened a session elsewhere: after-conversation work is over. */
export function decideAgentElsewhere(
  conversation: Conversation,
  event: EventOf<'agent.opened'>,
  context: DecisionContext,
): Decision {
  const draft = new Draft(conversation, context, event);
  agentStartedElsewhere(draft, event.agentId);
  return draft;
}

function refuse(conversation: Conversation, refusal: Refused): Decision {
  return { conversation, facts: [], endedSessions: [], finishedWorks: [], refusal };
}

/** What a report does: nothing. */
function report(conversation: Conversation, event: Report): Decision {
  const refusal = reportRefusal(conversation, event);
  return { conversation, facts: [], endedSessions: [], finishedWorks: [], refusal };
}

function fireForSession(draft: Draft, deadline: Deadline): void {
  const session = draft.session;
  if (session === undefined || session.id !== deadline.sessionId) return;
  stepSession(draft, session, { type: deadline.eventType } as Parameters<typeof stepSession>[2]);
}

function fireForWork(draft: Draft, deadline: Deadline): void {
  const work = draft.conversation.works.find((other) => other.attempt === deadline.attempt);
  if (work === undefined) return;
  stepWork(draft, work, { type: deadline.eventType } as Parameters<typeof stepWork>[2]);
  const session = draft.session;
  if (deadline.name !== 'pushTimeout' || session === undefined) return;
  session.lapsedWorkId = work.workId;
  stepSession(draft, session, { type: 'work.timedOut' });
  returnToQueue(draft, session);
}

function apply(draft: Draft, event: ConversationEvent): Refused | undefined {
  switch (event.type) {
    case 'customer.message':
      return customerMessage(draft, event);
    case 'customer.left':
    case 'customer.returned':
      return customerPresence(draft, event);
    case 'endUser.updated':
      return endUserUpdated(draft, event);
    case 'channel.configured':
      return releaseHeldContent(draft);
    case 'agent.opened':
      return agentOpened(draft, event);
    case 'agent.message':
      return agentMessage(draft, event);
    case 'agent.transferred':
      return agentTransferred(draft, event);
    case 'agent.markedInactive':
    case 'agent.ended':
    case 'agent.paused':
    case 'agent.resumed':
      return ownersAction(draft, event);
    case 'agent.closedTab':
      return agentClosedTab(draft, event);
    case 'agent.presence':
      return agentPresence(draft, event);
    case 'acw.extended':
    case 'acw.ended':
      return afterConversationWork(draft, event);
    case 'bot.message':
      return botMessage(draft, event);
    case 'bot.accepted':
      return botAccepted(draft, event);
    case 'automation.message':
      return automationMessage(draft, event);
    case 'record.failed':
      return recordFailed(draft, event);
    case 'work.offered':
      return workOffered(draft, event);
    case 'work.accepted':
      return workAccepted(draft, event);
    case 'work.declined':
    case 'work.timedOut':
    case 'work.rescinded':
      return offerOver(draft, event);
    case 'customer.ended':
    case 'customer.deletedConversation':
    case 'bot.escalated':
    case 'bot.ended':
    case 'automation.ended':
    case 'automation.inactivated':
    case 'supervisor.ended':
    case 'partner.ended':
    case 'partner.inactivated':
    case 'channel.controlLost':
    case 'routing.failed':
      return request(draft, event);
    default:
      return observed(draft, event);
  }
}

type Request = EventOf<
  | 'customer.ended'
  | 'customer.deletedConversation'
  | 'bot.escalated'
  | 'bot.ended'
  | 'automation.ended'
  | 'automation.inactivated'
  | 'supervisor.ended'
  | 'partner.ended'
  | 'partner.inactivated'
  | 'channel.controlLost'
  | 'routing.failed'
>;

/** An event that asks the open session for a transition: the chart has it or the event is refused. */
function request(draft: Draft, event: Request): Refused | undefined {
  const session = draft.session;
  if (session === undefined) return noOpenSession(draft.conversation);
  const rule = stepSession(draft, session, event);
  return rule === undefined ? statusNotAvailable(session, event.type) : undefined;
}
