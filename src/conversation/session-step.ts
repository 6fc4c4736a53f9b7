// One step of a session's chart and what follows from it: the record, the facts, the deadlines, the work.
import type { RuleMeta, SessionEvent, SessionFact } from '../../machines/index.ts';
import { initialStep, step } from '../statechart/step.ts';
import { sessionCharts, statusMetaOf, withSessionSettings, type SessionGraph } from './charts.ts';
import { sessionIdOf } from './conversation-id.ts';
import type { Draft } from './draft.ts';
import { engagementFollowsSession } from './engagement-causes.ts';
import { recordFact } from './session-record.ts';
import { Session } from './session.ts';
import { settingsOf, type Pins } from './settings.ts';
import { informWorks } from './work-step.ts';

/** A session of the given graph that does not exist yet: its chart stands at `unborn`. It joins the conversation by `adopt`. */
export function unbornSession(draft: Draft, graph: SessionGraph): Session {
  const { conversation, context } = draft;
  const settings = settingsOf(context.policy, context.channel, context.channel);
  const { value, context: chartContext } = initialStep(sessionCharts[graph], { settings });
  const ordinal = conversation.sessionsCount + 1;
  return new Session(sessionIdOf(conversation.id, ordinal), ordinal, graph, {
    value,
    context: chartContext,
    at: draft.at,
    policyVersion: context.policyVersion,
  });
}

/**
 * Steps a session with an event. Returns the row that was carried out; undefined when the chart knows no such transition
 * here, and then nothing has changed.
 */
export function stepSession(
  draft: Draft,
  session: Session,
  event: SessionEvent,
): string | undefined {
  refreshSettings(draft, session);
  const chart = sessionCharts[session.graph];
  const result = step(chart, session, event);
  if (result.taken === undefined) return undefined;
  const rule = (result.taken.meta as RuleMeta | undefined)?.rule ?? '';
  const isBorn = session.value === 'unborn';
  const moved = result.value !== session.value;
  session.context = result.context;
  if (isBorn) draft.conversation.sessionsCount += 1;
  draft.arm({ sessionId: session.id, attempt: 0 }, result.cancelled, result.scheduled, rule);
  if (moved) {
    session.value = result.value;
    enterStatus(draft, session, isBorn, result.emitted, rule);
  }
  const { emitted } = result;
  for (let index = isBorn ? 1 : 0; index < emitted.length; index += 1) {
    tell(draft, session, emitted[index] as SessionFact);
  }
  if (moved && !session.isOpen) conclude(draft, session);
  return rule;
}

/** Tells of the new status; at birth the creation comes first. */
function enterStatus(
  draft: Draft,
  session: Session,
  isBorn: boolean,
  emitted: readonly SessionFact[],
  rule: string,
): void {
  const meta = statusMetaOf(sessionCharts[session.graph], session.value);
  const from = isBorn ? null : session.status;
  session.status = meta?.status ?? session.status;
  session.waitingFor = meta?.waitingFor ?? null;
  if (isBorn) tell(draft, session, emitted[0] as SessionFact);
  if (from === session.status) return;
  session.policyVersion = draft.context.policyVersion;
  session.lastModifiedAt = draft.at;
  if (session.status === 'Ended' || session.status === 'Error') {
    session.endAt = draft.at;
    session.endCause = draft.cause.type;
  }
  draft.establish('session.statusChanged', session.id, {
    from,
    to: session.status,
    cause: draft.cause.type,
    rule,
  });
}

function tell(draft: Draft, session: Session, fact: SessionFact): void {
  const { ownerId } = session;
  recordFact(draft, session, fact);
  if (!INFORMS_WORK.has(fact.type)) return;
  if (draft.conversation.engagement !== null) {
    engagementFollowsSession(draft, session, fact, ownerId);
  }
  informWorks(draft, session, fact.type as WorkInforming);
}

/** Facts of the session that its assignments listen to. */
type WorkInforming =
  | 'session.ended'
  | 'session.errored'
  | 'session.escalated'
  | 'session.inactivated'
  | 'session.paused'
  | 'session.resumed'
  | 'session.transferred';

const INFORMS_WORK: ReadonlySet<string> = new Set<WorkInforming>([
  'session.ended',
  'session.errored',
  'session.escalated',
  'session.inactivated',
  'session.paused',
  'session.resumed',
  'session.transferred',
]);

/** A terminal session has no deadlines and no queue any more. */
function conclude(draft: Draft, session: Session): void {
  draft.disarm(session.id, 0);
  session.queuedAt = null;
  draft.endedSessions = [...draft.endedSessions, session];
}

/** Lets a policy or channel that has changed reach the session; what it pinned at its creation stays (I7). */
function refreshSettings(draft: Draft, session: Session): void {
  const pins: Pins = session.context.settings;
  const settings = settingsOf(draft.context.policy, draft.context.channel, pins);
  if (pins !== settings) session.context = withSessionSettings(session.context, settings);
}
