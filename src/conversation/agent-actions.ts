// What a human agent does with a session that is theirs, with its tab, and after it.
import type { EventOf } from '../events/vocabulary.ts';
import type { Draft } from './draft.ts';
import { engagementReleased, engagementTakenUp } from './engagement-causes.ts';
import { requireOwner, statusNotAvailable } from './ownership.ts';
import { noOpenSession, refused, type Refused } from './refusals.ts';
import { expiryOf } from './routing.ts';
import { returnToQueue } from './session-record.ts';
import { stepSession } from './session-step.ts';
import type { Work } from './work.ts';
import { beginWork, releaseTab, stepWork } from './work-step.ts';

type OwnersAction = 'agent.markedInactive' | 'agent.ended' | 'agent.paused' | 'agent.resumed';

/** An action that only the owner may take (I13); a session in a queue has no owner and is ended from a list. */
export function ownersAction(draft: Draft, event: EventOf<OwnersAction>): Refused | undefined {
  const session = draft.session;
  if (session === undefined) return noOpenSession(draft.conversation);
  const refusal = requireOwner(draft, session, event.agentId);
  if (refusal !== undefined) return refusal;
  const rule = stepSession(draft, session, event);
  if (rule === undefined) return statusNotAvailable(session, event.type);
  if (event.type === 'agent.resumed') engagementTakenUp(draft, session);
  return undefined;
}

/** A transfer; to an agent who is online the work goes directly (EC33). */
export function agentTransferred(
  draft: Draft,
  event: EventOf<'agent.transferred'>,
): Refused | undefined {
  const { to } = event;
  const session = draft.session;
  if (session === undefined) return noOpenSession(draft.conversation);
  const refusal = requireOwner(draft, session, event.agentId);
  if (refusal !== undefined) return refusal;
  const targetOffline = to.kind === 'agent' && draft.context.presenceOf(to.id) === 'offline';
  const rule = stepSession(draft, session, { type: 'agent.transferred', to, targetOffline });
  if (rule === undefined) return statusNotAvailable(session, event.type);
  if (to.kind === 'agent' && !targetOffline) {
    beginWork(
      draft,
      session,
      { agentId: to.id, botId: null, workId: undefined },
      { type: 'work.assigned', expiresInMs: expiryOf(draft, undefined) },
    );
  }
  return undefined;
}

/** An agent closes a tab: it may end or inactivate the session; after the end it only releases capacity. */
export function agentClosedTab(
  draft: Draft,
  event: EventOf<'agent.closedTab'>,
): Refused | undefined {
  const open = draft.session;
  // The tab of a session that is over says nothing of the open one.
  const session = isNamed(event, open?.id) ? open : undefined;
  const released = releaseAfterEnd(draft, event);
  const isOwners =
    session !== undefined && requireOwner(draft, session, event.agentId) === undefined;
  if (session === undefined || (released && !isOwners)) {
    return released || draft.conversation.session !== null
      ? undefined
      : noOpenSession(draft.conversation);
  }
  const refusal = requireOwner(draft, session, event.agentId);
  if (refusal !== undefined) return refusal;
  const rule = stepSession(draft, session, event);
  return rule === undefined && !released ? statusNotAvailable(session, event.type) : undefined;
}

/** Tabs and after-conversation work of sessions that are over for this agent. */
function releaseAfterEnd(draft: Draft, event: EventOf<'agent.closedTab'>): boolean {
  const { agentId } = event;
  const { heldTabs, works } = draft.conversation;
  let released = false;
  for (const tab of heldTabs) {
    if (agentId !== undefined && tab.agentId !== agentId) continue;
    if (!isNamed(event, tab.sessionId)) continue;
    releaseTab(draft, tab);
    released = true;
  }
  for (const work of works) {
    if (isWrappingUp(work, agentId) && isNamed(event, work.sessionId)) {
      released = stepWork(draft, work, { type: 'agent.closedTab' }) || released;
    }
  }
  return released;
}

/** After-conversation work is extended or declared done (T-ACW, T-ACW-EXT). */
export function afterConversationWork(
  draft: Draft,
  event: EventOf<'acw.extended' | 'acw.ended'>,
): Refused | undefined {
  const work = draft.conversation.works.find(
    (candidate) => isWrappingUp(candidate, event.agentId) && isNamed(event, candidate.sessionId),
  );
  if (work === undefined) {
    return refused(
      'unknown_work',
      'expected after-conversation work in progress (T-ACW), found none: leave the event out, or name the agent and session whose it is',
    );
  }
  const remainingMs =
    event.type === 'acw.extended' ? remainingAfterExtension(draft, work) : undefined;
  if (stepWork(draft, work, { type: event.type, remainingMs })) return undefined;
  return refused(
    'status_not_available',
    `work ${work.workId} may be extended ${work.context.maxExtensions} times and has been: end it`,
    'T-ACW-EXT',
  );
}

function remainingAfterExtension(draft: Draft, work: Work): number {
  const due = draft.conversation.deadlines.find(
    (deadline) => deadline.attempt === work.attempt && deadline.name === 'acw',
  );
  const left = due === undefined ? 0 : due.dueAt - draft.at;
  return left + (draft.context.channel.acw?.extensionMs ?? 0);
}

/** An agent's presence changes: what they hold in this conversation hears of it (EC14, EC36, EC37, AW05, AW09). */
export function agentPresence(draft: Draft, event: EventOf<'agent.presence'>): Refused | undefined {
  const { agentId } = event;
  const session = draft.session;
  const holds = holdsWork(draft, session?.id, agentId);
  if (session !== undefined && holds) stepSession(draft, session, event);
  for (const work of draft.conversation.works) {
    if (work.agentId === agentId) stepWork(draft, work, event);
  }
  if (session !== undefined) returnToQueue(draft, session);
  if (session !== undefined && holds && !holdsWork(draft, session.id, agentId)) {
    engagementReleased(draft, session, agentId);
  }
  if (event.status === 'offline') {
    for (const tab of draft.conversation.heldTabs) {
      if (tab.agentId === agentId) releaseTab(draft, tab);
    }
  }
  // A presence cycle begins with going offline: being busy for a while makes nobody eligible again (X12).
  if (event.status === 'offline' && session?.declinerIds.includes(agentId) === true) {
    session.declinerIds = session.declinerIds.filter((other) => other !== agentId);
  }
  return undefined;
}

/** Whether an agent has work in a session that is not being wrapped up. */
const holdsWork = ({ conversation }: Draft, sessionId: string | undefined, agentId: string) =>
  conversation.works.some(
    (work) =>
      work.agentId === agentId && work.sessionId === sessionId && !isWrappingUp(work, agentId),
  );

/** An agent who opens a session elsewhere has finished wrapping up here (T-ACW). */
export function agentStartedElsewhere(draft: Draft, agentId: string): void {
  for (const work of draft.conversation.works) {
    if (isWrappingUp(work, agentId)) stepWork(draft, work, { type: 'agent.opened' });
  }
}

const isWrappingUp = (work: Work, agentId: string | undefined) =>
  work.value === 'Opened.wrappingUp' && (agentId === undefined || work.agentId === agentId);

/** Whether an event is about a session: it names that one, or none. */
const isNamed = (event: { sessionId?: string | undefined }, sessionId: string | undefined) =>
  event.sessionId === undefined || event.sessionId === sessionId;
