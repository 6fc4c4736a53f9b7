// Open sessions as they are now: where they stand, who holds them, who waits.
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import { EarliestFirst } from './earliest-first.ts';
import { copyReplies } from './first-replies.ts';
import { copyLiveWaits, type LiveWaits } from './live-waits.ts';
import { humanReply, type SessionSituation } from './session-situation.ts';

/** One open session. */
export interface LiveSession {
  /** As every metric sees it. */
  readonly situation: SessionSituation;
  /** Whether an agent or a bot has it. */
  isHeld: boolean;
  /** The agent in whose hands it is; null while it is in nobody's. */
  agentId: string | null;
  /** The queue in which it waits; null while it waits in none. */
  queueId: string | null;
  endUserMessages: number;
  agentMessages: number;
  readonly waits: LiveWaits;
}

/** By what a session is counted. */
interface Counted extends Pick<LiveSession, 'isHeld' | 'agentId'> {
  readonly status: string;
  /** Whether a human has written in it. */
  readonly isAttended: boolean;
}

/** The open sessions of a tenant, counted by what the board shows. */
export class LiveSessions {
  readonly #sessions = new Map<string, LiveSession>();
  readonly #byConversation = new Map<string, Set<LiveSession>>();
  readonly #byStatus = new Map<string, number>();
  readonly #byAgent = new Map<string, Set<LiveSession>>();
  readonly #queues = new Map<string, EarliestFirst>();
  /** Waits whose target is ahead, by when they are due; those past it. */
  #due = new EarliestFirst();
  readonly #overdue = new Set<string>();
  readonly #options: Pick<MetricOptions, 'retractFailedReplies'>;
  #unattended = 0;
  #unassigned = 0;

  constructor(options: Pick<MetricOptions, 'retractFailedReplies'>) {
    this.#options = options;
  }

  /** Another one with the same sessions, which goes its own way. */
  copy(): LiveSessions {
    const copy = new LiveSessions(this.#options);
    for (const session of this.#sessions.values()) {
      const { situation, waits } = session;
      const { replies, topics } = situation;
      const own = { ...situation, replies: replies && copyReplies(replies), topics: [...topics] };
      copy.begin({ ...session, situation: own, waits: copyLiveWaits(waits) });
    }
    for (const [queueId, queue] of this.#queues) copy.#queues.set(queueId, queue.copy());
    copy.#due = this.#due.copy();
    for (const sessionId of this.#overdue) copy.#overdue.add(sessionId);
    return copy;
  }

  begin(session: LiveSession): void {
    const { sessionId, conversationId } = session.situation;
    this.#sessions.set(sessionId, session);
    let ofConversation = this.#byConversation.get(conversationId);
    if (ofConversation === undefined) {
      this.#byConversation.set(conversationId, (ofConversation = new Set()));
    }
    ofConversation.add(session);
    this.#count(session, this.#countedOf(session), 1);
  }

  find(sessionId: string): LiveSession | undefined {
    return this.#sessions.get(sessionId);
  }

  /** The open sessions of a conversation. */
  ofConversation(conversationId: string): Iterable<LiveSession> {
    return this.#byConversation.get(conversationId) ?? [];
  }

  /** Changes a session; the counts follow. */
  change(session: LiveSession, change: (session: LiveSession) => void): void {
    const before = this.#countedOf(session);
    change(session);
    const after = this.#countedOf(session);
    // Most of what happens is messages, and hardly any of them changes a count.
    if (isSameCount(before, after)) return;
    this.#count(session, before, -1);
    this.#count(session, after, 1);
  }

  enterQueue(session: LiveSession, queueId: string | null, at: EpochMs): void {
    this.leaveQueue(session);
    session.queueId = queueId;
    if (queueId === null) return;
    let queue = this.#queues.get(queueId);
    if (queue === undefined) this.#queues.set(queueId, (queue = new EarliestFirst()));
    queue.set(session.situation.sessionId, at);
  }

  leaveQueue(session: LiveSession): void {
    const { queueId, situation } = session;
    if (queueId === null) return;
    session.queueId = null;
    const queue = this.#queues.get(queueId);
    queue?.delete(situation.sessionId);
    if (queue?.size === 0) this.#queues.delete(queueId);
  }

  /** An answer is owed by an instant; null: none is, or there is no target. */
  owe({ situation: { sessionId } }: LiveSession, dueAt: EpochMs | null): void {
    this.#overdue.delete(sessionId);
    if (dueAt === null) this.#due.delete(sessionId);
    else this.#due.set(sessionId, dueAt);
  }

  /** Time has reached an instant. A reply at the very instant of the target is in time: later is not. */
  reach(at: EpochMs): void {
    for (let due = this.#due.first(); due !== undefined && due.at < at; due = this.#due.first()) {
      this.#due.delete(due.id);
      this.#overdue.add(due.id);
    }
  }

  end(session: LiveSession): void {
    this.#count(session, this.#countedOf(session), -1);
    this.leaveQueue(session);
    this.owe(session, null);
    const { sessionId, conversationId } = session.situation;
    this.#sessions.delete(sessionId);
    const ofConversation = this.#byConversation.get(conversationId);
    ofConversation?.delete(session);
    if (ofConversation?.size === 0) this.#byConversation.delete(conversationId);
  }

  get open(): number {
    return this.#sessions.size;
  }

  get unattended(): number {
    return this.#unattended;
  }

  get unassigned(): number {
    return this.#unassigned;
  }

  get overdue(): number {
    return this.#overdue.size;
  }

  get byStatus(): ReadonlyMap<string, number> {
    return this.#byStatus;
  }

  ownedBy(agentId: string): Iterable<LiveSession> {
    return this.#byAgent.get(agentId) ?? [];
  }

  queueSize(queueId: string): number {
    return this.#queues.get(queueId)?.size ?? 0;
  }

  /** Since when the one at the head of a queue has waited. */
  oldestIn(queueId: string): EpochMs | undefined {
    return this.#queues.get(queueId)?.first()?.at;
  }

  #count(session: LiveSession, { status, isAttended, isHeld, agentId }: Counted, by: 1 | -1): void {
    if (!isAttended) this.#unattended += by;
    if (!isHeld) this.#unassigned += by;
    if (agentId !== null) {
      let owned = this.#byAgent.get(agentId);
      if (owned === undefined) this.#byAgent.set(agentId, (owned = new Set()));
      if (by === 1) owned.add(session);
      else owned.delete(session);
      if (owned.size === 0) this.#byAgent.delete(agentId);
    }
    const count = (this.#byStatus.get(status) ?? 0) + by;
    if (count === 0) this.#byStatus.delete(status);
    else this.#byStatus.set(status, count);
  }

  #countedOf({ situation, isHeld, agentId }: LiveSession): Counted {
    return {
      status: situation.status,
      isAttended: humanReply(situation, this.#options) !== undefined,
      isHeld,
      agentId,
    };
  }
}

const isSameCount = (a: Counted, b: Counted) =>
  a.status === b.status &&
  a.isAttended === b.isAttended &&
  a.isHeld === b.isHeld &&
  a.agentId === b.agentId;
