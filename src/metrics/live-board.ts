/*
 * The live board: how things stand now, kept up to date by each observation, so that no question goes through the sessions. Nothing of it is
 * history: a conversation whose history was repaired is forgotten and told anew.
 */
import type { AnyFact, Fact } from '../events/fact.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import type { ConversationAddress } from './conversation-fold.ts';
import { LiveAgents, type AgentActivity, type AgentLoad } from './live-agents.ts';
import { LiveSessions, type LiveSession } from './live-sessions.ts';
import { followWaits, noLiveWaits, owedBy, type DueAt } from './live-waits.ts';
import { isReceipt, type Moment, type Observation } from './observation.ts';
import { isHeldAfter, type HoldChange } from './session-hold.ts';
import { follow, newSituation } from './session-situation.ts';

/** What the board needs beside moments. */
export interface LiveBoardOptions {
  readonly options: MetricOptions;
  readonly addressOf: (conversationId: string) => ConversationAddress;
  /** The targets. Left out: no wait has one. */
  readonly dueAt?: DueAt;
}

/** Open sessions, in numbers. */
export interface BoardNumbers {
  readonly open: number;
  /** Open and without a human's reply. */
  readonly unattended: number;
  /** Open, and neither an agent nor a bot has it. */
  readonly unassigned: number;
  /** Customers to whom a human owes an answer for longer than the target. */
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
  #sessions: LiveSessions;
  readonly #options: LiveBoardOptions;
  #now: EpochMs = 0;

  constructor(options: LiveBoardOptions) {
    this.#options = options;
    this.#sessions = new LiveSessions(options.options);
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
      ({ situation, endUserMessages, agentMessages }) => {
        const { sessionId, conversationId, status } = situation;
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
      case 'assignment.changed':
        for (const session of this.#ofConversation(conversationId)) this.#hold(session, seen);
        return;
      default:
        if ('data' in seen) this.#fact(seen);
        else if (isReceipt(seen)) {
          for (const session of this.#ofConversation(conversationId)) {
            this.#sessions.change(session, ({ situation }) => follow(situation, seen));
            this.#owe(session, seen);
          }
        }
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

  #begin(fact: Fact<'session.created'>): void {
    const { sessionId, conversationId } = fact;
    if (sessionId === null) return;
    const address = this.#options.addressOf(conversationId);
    this.#sessions.begin({
      situation: newSituation(fact, address, undefined, sessionId),
      isHeld: isHeldAfter(fact),
      agentId: null,
      queueId: null,
      endUserMessages: 0,
      agentMessages: 0,
      waits: noLiveWaits(),
    });
  }

  #work(fact: AnyFact): void {
    const { data } = fact;
    if ('attempt' in data) this.agents.workChanged(fact.type, fact.conversationId, data);
  }

  #follow(session: LiveSession, fact: AnyFact): void {
    const sessions = this.#sessions;
    sessions.change(session, ({ situation }) => follow(situation, fact));
    switch (fact.type) {
      case 'session.queued':
        sessions.change(session, () => (session.agentId = null));
        this.#hold(session, fact);
        sessions.enterQueue(session, fact.data.queueId ?? null, fact.at);
        this.#owe(session, null);
        return;
      case 'session.dequeued':
        sessions.leaveQueue(session);
        return;
      case 'work.accepted':
        sessions.change(session, () => (session.agentId = fact.data.agentId ?? session.agentId));
        this.#hold(session, fact);
        this.#owe(session, null);
        return;
      case 'session.activated':
      case 'session.transferred':
        this.#owe(session, null);
        return;
      case 'message.recorded':
        if (fact.data.actor === 'EndUser') session.endUserMessages += 1;
        if (fact.data.actor === 'Agent') session.agentMessages += 1;
        this.#owe(session, fact);
        return;
      case 'session.escalated':
        this.#owe(session, fact);
        return;
      case 'session.ended':
      case 'session.errored':
        sessions.end(session);
        return;
      default:
        return;
    }
  }

  #hold(session: LiveSession, seen: HoldChange): void {
    this.#sessions.change(session, () => (session.isHeld = isHeldAfter(seen)));
  }

  /** Sets anew by when an answer is owed, after what may have changed the waits themselves; null: only whether one is owed. */
  #owe(session: LiveSession, seen: Parameters<typeof followWaits>[1] | null): void {
    const { situation, waits } = session;
    const { options, dueAt } = this.#options;
    const context = { options, session: situation };
    if (seen !== null) followWaits(waits, seen, context);
    if (dueAt === undefined) return;
    this.#sessions.owe(session, owedBy(waits, this.#now, context, dueAt));
    this.#sessions.reach(this.#now);
  }

  #ofConversation(conversationId: string | null): Iterable<LiveSession> {
    return conversationId === null ? [] : this.#sessions.ofConversation(conversationId);
  }
}
