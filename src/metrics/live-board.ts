/*
 * The live board: how things stand now, kept up to date by each observation, so that no question goes through the sessions. Nothing of it is
 * history: a conversation whose history was repaired is forgotten and told anew.
 */
import type { AnyFact, Fact } from '../events/fact.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import { asksForAnswer, responderOf } from './counted-messages.ts';
import { LiveAgents, type AgentActivity, type AgentLoad } from './live-agents.ts';
import { LiveSessions, type LiveSession } from './live-sessions.ts';
import type { Moment, Observation } from './observation.ts';

/** What the board needs beside moments. */
export interface LiveBoardOptions {
  readonly options: MetricOptions;
  readonly channelOf: (conversationId: string) => string;
  /** When a wait that began at `anchorAt` should be over; null where the channel has no target. Left out: no wait has one. */
  readonly dueAt?: (channelId: string, anchorAt: EpochMs, isFirst: boolean) => EpochMs | null;
}

/** Open sessions, in numbers. */
export interface BoardNumbers {
  readonly open: number;
  /** Open and without a human's reply. */
  readonly unattended: number;
  /** Open and held by no agent. */
  readonly unassigned: number;
  /** Customers who wait for longer than the target. */
  readonly waitsPastTarget: number;
  readonly byStatus: ReadonlyMap<string, number>;
}

/** A conversation in an agent's hands. */
export interface OwnedConversation {
  readonly sessionId: string;
  readonly conversationId: string;
  readonly status: string | null;
  readonly endUserMessages: number;
  readonly agentMessages: number;
}

/** The live board of one tenant. Questions are answered as of the instant that was reached last. */
export class LiveBoard {
  agents: LiveAgents;
  #sessions = new LiveSessions();
  readonly #options: LiveBoardOptions;
  #now: EpochMs = 0;

  constructor(options: LiveBoardOptions) {
    this.#options = options;
    this.agents = new LiveAgents(options.options.heartbeatTimeoutMs);
  }

  /** Another one that stands where this one does, and goes its own way. Costs what there is of open sessions and agents. */
  copy(): LiveBoard {
    const copy = new LiveBoard(this.#options);
    copy.agents = this.agents.copy();
    copy.#sessions = this.#sessions.copy();
    copy.#now = this.#now;
    return copy;
  }

  /** Takes a moment in. Moments come in the order of time. */
  observe(moment: Moment): void {
    this.reach(moment.at);
    for (const seen of moment.observations) this.#see(seen, moment.conversationId);
  }

  /** Time has reached an instant; an earlier one changes nothing. */
  reach(at: EpochMs): void {
    if (at <= this.#now) return;
    this.#now = at;
    this.agents.reach(at);
    this.#sessions.reach(at);
  }

  /** Forgets a conversation, so that its moments may be told anew after a repair. */
  forget(conversationId: string): void {
    for (const session of this.#sessions.ofConversation(conversationId))
      this.#sessions.end(session);
    this.agents.forget(conversationId);
  }

  get numbers(): BoardNumbers {
    const { open, unattended, unassigned, overdue, byStatus } = this.#sessions;
    return { open, unattended, unassigned, waitsPastTarget: overdue, byStatus };
  }

  /** Size of a queue, and how long its oldest has waited; null where nobody waits. Milliseconds. */
  queue(queueId: string): { readonly size: number; readonly longestWaitMs: number | null } {
    const since = this.#sessions.oldestIn(queueId);
    const size = this.#sessions.queueSize(queueId);
    return { size, longestWaitMs: since === undefined ? null : this.#now - since };
  }

  /** The conversations that an agent holds, with their messages so far. */
  ownedBy(agentId: string): readonly OwnedConversation[] {
    return [...this.#sessions.ownedBy(agentId)].map(
      ({ sessionId, conversationId, status, endUserMessages, agentMessages }) => {
        return { sessionId, conversationId, status, endUserMessages, agentMessages };
      },
    );
  }

  activityOf(agentId: string): AgentActivity | undefined {
    return this.agents.activityOf(agentId);
  }

  loadOf(agentId: string): AgentLoad | undefined {
    return this.agents.loadOf(agentId);
  }

  #see(seen: Observation, conversationId: string | null): void {
    switch (seen.type) {
      case 'agent.presence':
        this.agents.present(seen);
        return;
      case 'agent.heartbeat':
        this.agents.beat(seen);
        return;
      case 'agent.capacity':
        this.agents.setCapacity(seen);
        return;
      case 'message.failed':
        if (conversationId !== null) this.#failed(conversationId, seen.messageId);
        return;
      default:
        if ('data' in seen) this.#fact(seen);
    }
  }

  #fact(fact: AnyFact): void {
    if (fact.type === 'session.created') {
      this.#begin(fact);
      return;
    }
    if (fact.type.startsWith('work.') || fact.type.startsWith('acw.')) this.#work(fact);
    const session = fact.sessionId === null ? undefined : this.#sessions.find(fact.sessionId);
    if (session !== undefined) this.#follow(session, fact);
  }

  #begin({ sessionId, conversationId, at }: Fact<'session.created'>): void {
    if (sessionId === null) return;
    this.#sessions.begin({
      sessionId,
      conversationId,
      channelId: this.#options.channelOf(conversationId),
      startAt: at,
      status: null,
      agentId: null,
      queueId: null,
      endUserMessages: 0,
      agentMessages: 0,
      hasHumanReply: false,
      replies: new Set(),
      hasNamelessReply: false,
      anchorAt: null,
      isWaiting: false,
    });
  }

  #work(fact: AnyFact): void {
    const { data } = fact;
    if ('attempt' in data) this.agents.workChanged(fact.type, fact.conversationId, data);
  }

  #follow(session: LiveSession, fact: AnyFact): void {
    const sessions = this.#sessions;
    switch (fact.type) {
      case 'session.statusChanged':
        sessions.change(session, () => (session.status = fact.data.to));
        return;
      case 'session.queued':
        sessions.change(session, () => (session.agentId = null));
        sessions.enterQueue(session, fact.data.queueId ?? null, fact.at);
        return;
      case 'session.dequeued':
        sessions.leaveQueue(session);
        return;
      case 'work.accepted':
        sessions.change(session, () => (session.agentId = fact.data.agentId ?? session.agentId));
        return;
      case 'message.recorded':
        this.#message(session, fact);
        return;
      case 'session.ended':
      case 'session.errored':
        sessions.end(session);
        return;
      default:
        return;
    }
  }

  #message(session: LiveSession, { at, data }: Fact<'message.recorded'>): void {
    const { options } = this.#options;
    if (data.actor === 'EndUser') session.endUserMessages += 1;
    if (data.actor === 'Agent') {
      session.agentMessages += 1;
      if (!session.hasHumanReply) {
        this.#sessions.change(session, () => (session.hasHumanReply = true));
      }
    }
    if (asksForAnswer(data, options)) this.#asked(session, at);
    else if (responderOf(data, options) !== null) this.#answered(session, data.messageId);
  }

  #asked(session: LiveSession, at: EpochMs): void {
    if (session.isWaiting && this.#options.options.anchor === 'firstUnanswered') return;
    session.anchorAt = at;
    session.isWaiting = true;
    session.replies.clear();
    session.hasNamelessReply = false;
    this.#wait(session);
  }

  #answered(session: LiveSession, messageId: string | undefined): void {
    if (session.anchorAt === null) return;
    if (messageId === undefined) session.hasNamelessReply = true;
    else session.replies.add(messageId);
    session.isWaiting = false;
    this.#sessions.answered(session.sessionId);
  }

  /** A reply that failed was none: without another one, the customer still waits (X13). */
  #failed(conversationId: string, messageId: string): void {
    if (!this.#options.options.retractFailedReplies) return;
    for (const session of this.#sessions.ofConversation(conversationId)) {
      if (!session.replies.delete(messageId)) continue;
      if (session.replies.size > 0 || session.hasNamelessReply) continue;
      session.isWaiting = true;
      this.#wait(session);
    }
  }

  #wait(session: LiveSession): void {
    const { dueAt } = this.#options;
    const { anchorAt, channelId, hasHumanReply } = session;
    const due =
      dueAt === undefined || anchorAt === null ? null : dueAt(channelId, anchorAt, !hasHumanReply);
    this.#sessions.wait(session, due);
    this.#sessions.reach(this.#now);
  }
}
