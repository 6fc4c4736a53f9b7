// Open sessions as they are now: where they stand, who holds them, who waits.
import type { EpochMs } from '../time/instant.ts';
import { EarliestFirst } from './earliest-first.ts';

/** One open session. */
export interface LiveSession {
  readonly sessionId: string;
  readonly conversationId: string;
  readonly channelId: string;
  readonly startAt: EpochMs;
  status: string | null;
  /** The agent who holds it; null while nobody does. */
  agentId: string | null;
  /** The queue in which it waits; null while it waits in none. */
  queueId: string | null;
  endUserMessages: number;
  agentMessages: number;
  /** Whether a human has written to the customer. */
  hasHumanReply: boolean;
  /** Replies since the wait before was answered, any of which may fail; null ids cannot. */
  readonly replies: Set<string>;
  hasNamelessReply: boolean;
  /** From which message the customer waits, or waited last. */
  anchorAt: EpochMs | null;
  isWaiting: boolean;
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
  #unattended = 0;
  #unassigned = 0;

  /** Another one with the same sessions, which goes its own way. */
  copy(): LiveSessions {
    const copy = new LiveSessions();
    for (const session of this.#sessions.values()) {
      copy.begin({ ...session, replies: new Set(session.replies) });
    }
    for (const [queueId, queue] of this.#queues) copy.#queues.set(queueId, queue.copy());
    copy.#due = this.#due.copy();
    for (const sessionId of this.#overdue) copy.#overdue.add(sessionId);
    return copy;
  }

  begin(session: LiveSession): void {
    this.#sessions.set(session.sessionId, session);
    const { conversationId } = session;
    let ofConversation = this.#byConversation.get(conversationId);
    if (ofConversation === undefined) {
      this.#byConversation.set(conversationId, (ofConversation = new Set()));
    }
    ofConversation.add(session);
    this.#count(session, 1);
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
    this.#count(session, -1);
    change(session);
    this.#count(session, 1);
  }

  enterQueue(session: LiveSession, queueId: string | null, at: EpochMs): void {
    this.leaveQueue(session);
    session.queueId = queueId;
    if (queueId === null) return;
    let queue = this.#queues.get(queueId);
    if (queue === undefined) this.#queues.set(queueId, (queue = new EarliestFirst()));
    queue.set(session.sessionId, at);
  }

  leaveQueue(session: LiveSession): void {
    const { queueId, sessionId } = session;
    if (queueId === null) return;
    session.queueId = null;
    const queue = this.#queues.get(queueId);
    queue?.delete(sessionId);
    if (queue?.size === 0) this.#queues.delete(queueId);
  }

  /** A wait has begun that should be over by an instant; null: without a target. */
  wait({ sessionId }: LiveSession, dueAt: EpochMs | null): void {
    this.answered(sessionId);
    if (dueAt !== null) this.#due.set(sessionId, dueAt);
  }

  answered(sessionId: string): void {
    this.#due.delete(sessionId);
    this.#overdue.delete(sessionId);
  }

  /** Time has reached an instant. A reply at the very instant of the target is in time: later is not. */
  reach(at: EpochMs): void {
    for (let due = this.#due.first(); due !== undefined && due.at < at; due = this.#due.first()) {
      this.#due.delete(due.id);
      this.#overdue.add(due.id);
    }
  }

  end(session: LiveSession): void {
    this.#count(session, -1);
    this.leaveQueue(session);
    this.answered(session.sessionId);
    this.#sessions.delete(session.sessionId);
    const ofConversation = this.#byConversation.get(session.conversationId);
    ofConversation?.delete(session);
    if (ofConversation?.size === 0) this.#byConversation.delete(session.conversationId);
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

  #count(session: LiveSession, by: 1 | -1): void {
    const { status, agentId, hasHumanReply } = session;
    if (!hasHumanReply) this.#unattended += by;
    if (agentId === null) this.#unassigned += by;
    else {
      let owned = this.#byAgent.get(agentId);
      if (owned === undefined) this.#byAgent.set(agentId, (owned = new Set()));
      if (by === 1) owned.add(session);
      else owned.delete(session);
      if (owned.size === 0) this.#byAgent.delete(agentId);
    }
    if (status === null) return;
    const count = (this.#byStatus.get(status) ?? 0) + by;
    if (count === 0) this.#byStatus.delete(status);
    else this.#byStatus.set(status, count);
  }
}
