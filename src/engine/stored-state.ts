// Live conversations as the store keeps them: where they stand, and the steps that a late event may still take back.
import { sessionIdOf } from '../conversation/conversation-id.ts';
import { earliestDue } from '../conversation/deadline.ts';
import {
  restoreConversation as conversationOf,
  storeConversation,
  storeSession,
  storeWork,
} from '../conversation/stored-conversation.ts';
import type { Refused } from '../conversation/refusals.ts';
import type { Session } from '../conversation/session.ts';
import type { Work } from '../conversation/work.ts';
import type { EventIn } from '../events/vocabulary.ts';
import { packMetrics, unpackMetrics } from '../metrics/packed-metrics.ts';
import type { SessionMetrics } from '../metrics/session-metrics.ts';
import type { EpochMs } from '../time/instant.ts';
import type { StoredConversation, StoredSession, StoredWork } from '../store/store.ts';
import { agentsOf } from './agent-index.ts';
import { chartVersionOf } from './chart-versions.ts';
import { LiveConversation } from './live-conversation.ts';
import type { RearmInput } from './rearm-input.ts';
import { Standing } from './standing.ts';
import { TailStep, type StepRole } from './tail-step.ts';

type Figures = readonly [sessionId: string, ...numbers: number[]] | 0;
type KeptStanding = readonly [conversation: readonly unknown[], metrics: Figures, beside: Figures];
type KeptStep = readonly [
  role: StepRole,
  at: number,
  /** Without what its conversation and the step say as well. */
  event: EventIn | EventRest | 0,
  /** The numbers of its facts, as `TailStep.keepSeqs` writes them; in older rows one by one. */
  seqs: readonly number[],
  refusal: Refused | 0,
  deferredAt: EpochMs,
  rearm?: RearmInput,
];
/** An event whose address and instant are those of its step. */
type EventRest = Omit<EventIn, 'tenant' | 'channelId' | 'endUserId' | 'at'> & {
  readonly tenant?: undefined;
};
type KeptState = readonly [now: KeptStanding, base?: KeptStanding, tail?: readonly KeptStep[]];

/** The row of a conversation. */
export function toStored(live: LiveConversation): StoredConversation {
  const { conversation } = live;
  const open = conversation.openSession;
  const dueAt = earliestDue(conversation.deadlines);
  const agentIds = agentsOf(conversation);
  return {
    id: conversation.id,
    tenant: conversation.tenant,
    channelId: conversation.channelId,
    endUserId: conversation.endUserId,
    dueAt: dueAt === Infinity ? null : dueAt,
    openSessionId: open?.id ?? null,
    status: open?.status ?? null,
    startAt: open?.startAt ?? null,
    contactId: conversation.contactId,
    hasPending: conversation.pending.length > 0,
    agentIds: agentIds.size === 0 ? NOBODY : [...agentIds].toSorted(),
    chart: open === undefined ? null : chartVersionOf(open.graph),
    tailUntil: live.tail.length === 0 ? null : live.findableUntil,
    state: JSON.stringify(keep(live)),
  };
}

/** The conversation of a row. */
export function restoreConversation({
  id,
  state,
  tailUntil,
}: StoredConversation): LiveConversation {
  const [now, base, tail] = JSON.parse(state) as KeptState;
  const live = new LiveConversation(standingOf(id, now));
  live.isStored = true;
  live.findableUntil = tailUntil;
  if (base !== undefined && tail !== undefined) {
    live.base = standingOf(id, base);
    live.tail = tail.map((step) => stepOf(step, live.conversation));
  }
  return live;
}

/** The row of a session. */
export function toStoredSession(
  session: Session,
  {
    id,
    tenant,
    channelId,
  }: { readonly id: string; readonly tenant: string; readonly channelId: string },
): StoredSession {
  return {
    id: session.id,
    conversationId: id,
    tenant,
    channelId,
    status: session.status,
    startAt: session.startAt,
    endAt: session.endAt,
    ownerId: session.ownerId,
    state: JSON.stringify(storeSession(session)),
  };
}

/** The row of an assignment. */
export function toStoredWork(work: Work, conversationId: string, tenant: string): StoredWork {
  return {
    id: storedWorkId(conversationId, work.attempt),
    conversationId,
    tenant,
    agentId: work.agentId,
    assignedAt: work.assignedAt,
    state: JSON.stringify(storeWork(work)),
  };
}

/** The key of an assignment in a store. */
export const storedWorkId = (conversationId: string, attempt: number) =>
  `${conversationId} ${attempt}`;

/** The key of the n-th session of a conversation. */
export const storedSessionId = sessionIdOf;

const NOBODY: readonly string[] = [];

function keep(live: LiveConversation): KeptState {
  const now = keepStanding(live.now);
  if (live.base === null || live.tail.length === 0) return [now];
  const { conversation } = live;
  return [now, keepStanding(live.base), live.tail.map((step) => keepStep(step, conversation))];
}

const keepStanding = ({ conversation, metrics, beside }: Standing): KeptStanding => [
  storeConversation(conversation),
  keepFigures(metrics),
  keepFigures(beside),
];

const keepFigures = (metrics: SessionMetrics | null): Figures =>
  metrics === null ? 0 : [metrics.sessionId, ...packMetrics(metrics)];

function keepStep(step: TailStep, address: Address): KeptStep {
  const { role, at, event, refusal, isFinal, rearm } = step;
  const kept = event === null ? 0 : keepEvent(event, address);
  const deferredAt = isFinal ? 0 : (step.deferredAt ?? 0);
  if (rearm === null) return [role, at, kept, step.keepSeqs(), refusal ?? 0, deferredAt];
  return [role, at, kept, step.keepSeqs(), refusal ?? 0, deferredAt, rearm];
}

/** Whose conversation it is. */
type Address = Pick<StoredConversation, 'tenant' | 'channelId' | 'endUserId'>;

/** Most events name their conversation, which the row does already; what does not is kept as it is. */
function keepEvent(event: EventIn, address: Address): EventIn | EventRest {
  const { tenant, channelId, endUserId, at: _, ...rest } = event;
  const isItsOwn =
    tenant === address.tenant && channelId === address.channelId && endUserId === address.endUserId;
  return isItsOwn ? rest : event;
}

function eventOf(kept: EventIn | EventRest, at: EpochMs, address: Address): EventIn {
  if (kept.tenant !== undefined) return kept;
  const { tenant, channelId, endUserId } = address;
  return { ...kept, tenant, channelId, endUserId, at } as EventIn;
}

function standingOf(id: string, [conversation, metrics, beside]: KeptStanding): Standing {
  return new Standing(conversationOf(id, conversation), figuresOf(metrics), figuresOf(beside));
}

function figuresOf(kept: Figures): SessionMetrics | null {
  if (kept === 0) return null;
  const [sessionId, ...numbers] = kept;
  return unpackMetrics(sessionId, numbers);
}

function stepOf(
  [role, at, event, seqs, refusal, deferredAt, rearm]: KeptStep,
  address: Address,
): TailStep {
  const step = new TailStep(role, rearm ?? (event === 0 ? { at } : eventOf(event, at, address)));
  step.restore(seqs);
  step.refusal = refusal === 0 ? undefined : refusal;
  step.isFinal = deferredAt === 0;
  step.deferredAt = deferredAt === 0 ? null : deferredAt;
  return step;
}
