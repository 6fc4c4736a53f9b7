// One step of an assignment's chart and what follows from it: its record, its facts, its deadlines, the agent's tab.
import type { RuleMeta, WorkContext, WorkEvent, WorkFact } from '../../machines/index.ts';
import type { WorkFields } from '../events/fact.ts';
import type { ChartState } from '../statechart/compiled-chart.ts';
import { initialStep, step } from '../statechart/step.ts';
import { withWrapUpTerms, workChart, workStatusOf } from './charts.ts';
import { HELD_MAX, type HeldTab } from './conversation.ts';
import type { Draft } from './draft.ts';
import { engagementByWork } from './engagement-causes.ts';
import type { Session } from './session.ts';
import { Work, type WorkStart } from './work.ts';

/** What the caller knows of new work; the rest follows from the session and the channel. */
export type NewWork = Pick<WorkStart, 'agentId' | 'botId'> & {
  /** The router's id; undefined for work that is made here. */
  readonly workId: string | undefined;
  readonly requestedAt?: number | undefined;
};

/** Creates work for a session and steps it with the event that brings it about. */
export function beginWork(draft: Draft, session: Session, start: NewWork, event: WorkEvent): Work {
  const { conversation, context } = draft;
  conversation.attemptsCount += 1;
  const attempt = conversation.attemptsCount;
  const isHuman = start.botId === null;
  const { value, context: chartContext } = initialStep(workChart, {
    // A bot keeps no resting work: who answers an inactive session after it is found anew (EC60).
    capacityModel: isHuman ? session.context.settings.capacityModel : 'tabBased',
    acwMs: isHuman ? (context.channel.acw?.durationMs ?? null) : null,
    maxExtensions: context.channel.acw?.extensionsMax ?? 0,
  });
  const work = new Work({
    attempt,
    sessionId: session.id,
    workId: start.workId ?? `${session.id}/work-${attempt}`,
    isProvisional: start.workId === undefined,
    agentId: start.agentId,
    botId: start.botId,
    queueId: session.queueId,
    isTransfer: session.isTransfer,
    context: chartContext,
    requestedAt: start.requestedAt ?? session.queuedAt ?? draft.at,
    assignedAt: draft.at,
  });
  work.value = value;
  conversation.works = [...conversation.works, work];
  stepWork(draft, work, event);
  return work;
}

/** Replaces an assignment by a copy that may be changed in this decision. */
export function ownWork(draft: Draft, work: Work): Work {
  const { conversation } = draft;
  const own = work.copy();
  conversation.works = conversation.works.map((other) =>
    other.attempt === work.attempt ? own : other,
  );
  return own;
}

/** Steps an assignment. False when its chart knows no such transition here; then nothing has changed. */
export function stepWork(draft: Draft, before: Work, event: WorkEvent): boolean {
  const result = step(workChart, refreshed(draft, before), event);
  if (result.taken === undefined) return false;
  const isNew = before.value === 'unborn';
  const work = isNew ? before : ownWork(draft, before);
  const rule = (result.taken.meta as RuleMeta | undefined)?.rule ?? '';
  const holdsTab = result.done && keepsTab(draft, work, event);
  work.value = result.value;
  work.context = result.context;
  work.status = workStatusOf(result.value) ?? work.status;
  const owner = { sessionId: work.sessionId, attempt: work.attempt };
  draft.arm(owner, result.cancelled, result.scheduled, rule);
  for (const fact of result.emitted) {
    tell(draft, work, fact, holdsTab);
    if (fact.type === 'work.accepted') engagementByWork(draft, work, !isNew);
  }
  if (result.done) finish(draft, work, holdsTab);
  return true;
}

/** Tells the assignments of a session what became of it. */
export function informWorks(
  draft: Draft,
  session: Session,
  type: WorkEvent['type'],
  exceptAttempt = 0,
): void {
  const { works } = draft.conversation;
  if (works.length === 0) return;
  for (const work of works) {
    if (work.sessionId === session.id && work.attempt !== exceptAttempt) {
      stepWork(draft, work, { type, tabClosed: draft.cause.type === 'agent.closedTab' });
    }
  }
  if (type === 'session.ended' || type === 'session.errored') dropSuperseded(draft, session.id);
}

/** Offers that a newer one displaced are kept only until the router's word on them can no longer matter. */
export function dropSuperseded(draft: Draft, sessionId: string): void {
  for (const work of draft.conversation.works) {
    if (work.sessionId === sessionId && work.value === 'Superseded') finish(draft, work, false);
  }
}

/** The agent closes the tab of work that is over: its capacity is free. */
export function releaseTab(draft: Draft, tab: HeldTab): void {
  const { conversation } = draft;
  conversation.heldTabs = conversation.heldTabs.filter((other) => other.attempt !== tab.attempt);
  draft.establish('work.released', tab.sessionId, {
    attempt: tab.attempt,
    workId: tab.workId,
    agentId: tab.agentId,
    botId: undefined,
    queueId: tab.queueId ?? undefined,
    isTransfer: tab.isTransfer,
    occupies: 'none',
    requestedAt: tab.requestedAt,
  });
}

function finish(draft: Draft, work: Work, holdsTab: boolean): void {
  const { conversation } = draft;
  conversation.works = conversation.works.filter((other) => other.attempt !== work.attempt);
  draft.disarm(work.sessionId, work.attempt);
  draft.finishedWorks = [...draft.finishedWorks, work];
  if (!holdsTab || work.agentId === null) return;
  const { attempt, sessionId, workId, agentId, queueId, isTransfer, requestedAt } = work;
  const tab = { attempt, sessionId, workId, agentId, queueId, isTransfer, requestedAt };
  const oldest = conversation.heldTabs[0];
  if (oldest !== undefined && conversation.heldTabs.length >= HELD_MAX) releaseTab(draft, oldest);
  conversation.heldTabs = [...conversation.heldTabs, tab];
}

/** Without after-conversation work the end may leave a tab open, and that tab occupies the agent: tab-based by default (X13). */
function keepsTab(draft: Draft, work: Work, event: WorkEvent): boolean {
  const { releaseOnEnd } = draft.context.policy.capacity;
  return (
    event.type === 'session.ended' &&
    work.value.startsWith('Opened') &&
    work.agentId !== null &&
    draft.cause.type !== 'agent.closedTab' &&
    releaseOnEnd[work.context.capacityModel] === 'tabCloseOrAcwEnd'
  );
}

/** Where work stands, with the after-conversation work that its channel has now; what already runs keeps its terms. */
function refreshed(draft: Draft, work: Work): ChartState<WorkContext> {
  if (work.botId !== null || work.acwStartedAt !== null) return work;
  const acwMs = draft.context.channel.acw?.durationMs ?? null;
  const maxExtensions = draft.context.channel.acw?.extensionsMax ?? 0;
  const { context } = work;
  if (context.acwMs === acwMs && context.maxExtensions === maxExtensions) return work;
  return { value: work.value, context: withWrapUpTerms(context, acwMs, maxExtensions) };
}

function tell(draft: Draft, work: Work, fact: WorkFact, holdsTab: boolean): void {
  noteInstant(work, fact.type, draft.at);
  const fields = workFields(draft, work, holdsTab);
  if (fact.type === 'work.declined') {
    const reason = work.declineReason ?? undefined;
    draft.establish('work.declined', work.sessionId, { ...fields, reason });
  } else if (fact.type === 'work.offered') {
    const { session } = draft.conversation;
    const afterOwnDecline = session !== null && hasDeclined(draft, session, work.agentId);
    draft.establish('work.offered', work.sessionId, {
      ...fields,
      afterOwnDecline,
    });
  } else draft.establish(fact.type, work.sessionId, fields);
}

function noteInstant(work: Work, type: WorkFact['type'], at: number): void {
  switch (type) {
    case 'work.accepted':
      work.acceptedAt = at;
      return;
    case 'work.declined':
      work.declinedAt = at;
      work.canceledAt = null;
      return;
    case 'work.timedOut':
      work.timedOutAt = at;
      work.canceledAt = null;
      return;
    case 'work.canceled':
    case 'work.unavailable':
      work.canceledAt = type === 'work.canceled' ? at : null;
      return;
    case 'work.closed':
    case 'work.transferred':
      work.closedAt = at;
      return;
    case 'acw.started':
      work.acwStartedAt = at;
      return;
    case 'acw.ended':
      work.acwEndedAt = at;
      return;
    case 'acw.extended':
    case 'work.offered':
    case 'work.paused':
    case 'work.resumed':
      return;
  }
}

function workFields(draft: Draft, work: Work, holdsTab: boolean): WorkFields {
  return {
    attempt: work.attempt,
    workId: work.workId,
    agentId: work.agentId ?? undefined,
    botId: work.botId ?? undefined,
    queueId: work.queueId ?? undefined,
    isTransfer: work.isTransfer,
    occupies: holdsTab ? 'full' : occupation(draft, work),
    requestedAt: work.requestedAt,
  };
}

function occupation(draft: Draft, work: Work): WorkFields['occupies'] {
  const { value, context } = work;
  if (value === 'Opened.paused') return 'paused';
  const { releaseOnEnd } = draft.context.policy.capacity;
  if (value === 'Opened.wrappingUp' && releaseOnEnd[context.capacityModel] === 'sessionEnd') {
    return 'none';
  }
  return value.startsWith('Opened') || value.startsWith('Assigned') ? 'full' : 'none';
}

/** Whether an offer goes to somebody who has declined this very request, as the policy counts that (X12). */
function hasDeclined(draft: Draft, session: Session, agentId: string | null): boolean {
  const { decline } = draft.context.policy;
  if (agentId === null) return false;
  if (decline.whenAllDeclined === 'nobodyEligible') return session.declinerIds.includes(agentId);
  return decline.excludeLastDeclinerUntilPresenceCycle && session.declinerIds.at(-1) === agentId;
}
