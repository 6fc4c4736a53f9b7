/*
 * The fold of one tenant: moments in, in the order of time; figures and records out. Nothing crosses from one conversation to another but
 * through the agents who work in them.
 */
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import { AgentFold } from './agent-fold.ts';
import type {
  AgentCalculator,
  Calculator,
  ConversationCalculator,
  SessionCalculator,
} from './calculator.ts';
import {
  ConversationFold,
  type ConversationAddress,
  type ConversationHearers,
} from './conversation-fold.ts';
import type { DerivedObservation } from './derived-observation.ts';
import { FoldStep, type FoldWorld } from './fold-step.ts';
import { Hearers } from './hearers.ts';
import { MetricSetup } from './metric-setup.ts';
import type { MetricSink } from './metric-sink.ts';
import { namedAgent } from './named-agent.ts';
import type { Moment, Observation } from './observation.ts';
import type { SessionSituation } from './session-situation.ts';

/** What a fold is made of. */
export interface MetricFoldOptions {
  readonly tenant: string;
  readonly calculators: readonly Calculator[];
  readonly options: MetricOptions;
  readonly sink: MetricSink;
  /** The parts of a conversation's id. */
  readonly addressOf: (conversationId: string) => ConversationAddress;
  /** Conversations without an open session of which all is kept that may still be corrected; left out: 16,384. */
  readonly keptConversations?: number;
  /** The fold that this one goes on from: what it touches is copied first, and the other stays as it is. */
  readonly from?: MetricFold;
}

/** The fold of one tenant. */
export class MetricFold implements FoldWorld {
  readonly tenant: string;
  readonly options: MetricOptions;
  readonly setup: MetricSetup;
  readonly sink: MetricSink;
  readonly #from: MetricFold | undefined;
  readonly #addressOf: (conversationId: string) => ConversationAddress;
  readonly #ofConversations: ConversationHearers;
  readonly #ofAgents: Hearers<AgentCalculator<unknown>>;
  readonly #conversations = new Map<string, ConversationFold>();
  readonly #agents = new Map<string, AgentFold>();
  /** Conversations whose last session has ended, and of which more may still come to light. */
  readonly #quiet = new Map<string, ConversationFold>();
  /** Agents who have a conversation on their screen, by conversation. */
  readonly #watchers = new Map<string, Set<string>>();
  readonly #step: FoldStep;
  readonly #keptConversations: number;

  constructor({
    tenant,
    calculators,
    options,
    sink,
    addressOf,
    keptConversations = KEPT_CONVERSATIONS,
    from,
  }: MetricFoldOptions) {
    this.tenant = tenant;
    this.#keptConversations = keptConversations;
    this.#from = from;
    // What is set up is kept by instant: to hear the same twice changes nothing.
    this.setup = from?.setup ?? new MetricSetup();
    this.options = options;
    this.sink = sink;
    this.#addressOf = addressOf;
    this.#ofConversations = {
      ofSessions: new Hearers(
        calculators.filter(
          (calculator): calculator is SessionCalculator<unknown> =>
            calculator.subject === 'session',
        ),
        options,
      ),
      ofConversations: new Hearers(
        calculators.filter(
          (calculator): calculator is ConversationCalculator<unknown> =>
            calculator.subject === 'conversation',
        ),
        options,
      ),
    };
    this.#ofAgents = new Hearers(
      calculators.filter(
        (calculator): calculator is AgentCalculator<unknown> => calculator.subject === 'agent',
      ),
      options,
    );
    this.#step = new FoldStep(this);
  }

  sessionOf(conversationId: string): SessionSituation | undefined {
    return (this.#conversations.get(conversationId) ?? this.#from?.conversation(conversationId))
      ?.session;
  }

  /** Folds a moment in. Moments come in the order of time (`compareMoments`). */
  observe(moment: Moment): void {
    const { conversationId, observations } = moment;
    const conversation = conversationId === null ? null : this.#conversationOf(conversationId);
    for (let index = 0; index < observations.length; index += 1) {
      this.#hear(observations[index] as Observation, conversation);
    }
    if (conversation !== null) this.#settle(conversation);
  }

  /** Time has reached an instant: what it ended by itself is closed, such as the presence of an agent whose heartbeats stayed away. */
  reach(at: EpochMs): void {
    this.#step.conversationId = null;
    for (const agent of this.#agents.values()) {
      agent.reach(at, this.#step);
      this.#deriveOf(agent, null);
    }
  }

  /** Tells `sink` what is still running as if it ended at an instant. Provisional: nothing of the fold changes. */
  asOf(at: EpochMs): void {
    const step = this.#step;
    step.conversationId = null;
    step.isProvisional = true;
    const told = new Map<string, DerivedObservation[]>();
    for (const agent of this.#everyAgent()) {
      for (const derived of agent.asOf(at, step)) {
        const list = told.get(derived.conversationId);
        if (list === undefined) told.set(derived.conversationId, [derived]);
        else list.push(derived);
      }
    }
    for (const conversation of this.#everyConversation()) {
      conversation.asOf(at, step, told.get(conversation.id) ?? NOTHING);
    }
    step.derived.length = 0;
    step.isProvisional = false;
  }

  /** A conversation as it stands; undefined before its first moment. @internal */
  conversation(id: string): ConversationFold | undefined {
    return this.#conversations.get(id) ?? this.#from?.conversation(id);
  }

  /** An agent as they stand; undefined before their first moment. @internal */
  agent(id: string): AgentFold | undefined {
    return this.#agents.get(id) ?? this.#from?.agent(id);
  }

  /** Agents who have a conversation on their screen. @internal */
  watchersOf(conversationId: string): ReadonlySet<string> {
    return this.#watchers.get(conversationId) ?? this.#from?.watchersOf(conversationId) ?? NOBODY;
  }

  *#everyConversation(): Generator<ConversationFold> {
    yield* this.#conversations.values();
    if (this.#from === undefined) return;
    for (const conversation of this.#from.#everyConversation()) {
      if (!this.#conversations.has(conversation.id)) yield conversation;
    }
  }

  *#everyAgent(): Generator<AgentFold> {
    yield* this.#agents.values();
    if (this.#from === undefined) return;
    for (const agent of this.#from.#everyAgent()) {
      if (!this.#agents.has(agent.id)) yield agent;
    }
  }

  #settle(conversation: ConversationFold): void {
    conversation.settle(this);
    const { id } = conversation;
    const quiet = this.#quiet;
    // Those that have been quiet for longest come first.
    if (conversation.isListed) quiet.delete(id);
    conversation.isListed = conversation.isQuiet;
    if (!conversation.isListed) return;
    quiet.set(id, conversation);
    if (quiet.size <= this.#keptConversations) return;
    for (const [first, longest] of quiet) {
      quiet.delete(first);
      longest.isListed = false;
      longest.rest(this.#step);
      break;
    }
  }

  #hear(seen: Observation, conversation: ConversationFold | null): void {
    this.#setUp(seen);
    this.#step.conversationId = conversation?.id ?? null;
    if (conversation !== null) {
      conversation.hear(seen, this.#step);
      if (this.#step.derived.length > 0) this.#deriveOf(null, conversation);
    }
    const agentId = namedAgent(seen);
    if (agentId !== null) this.#tellAgent(agentId, seen, conversation);
    if (seen.type === 'session.transferred' && seen.data.fromAgentId !== undefined) {
      this.#tellAgent(seen.data.fromAgentId, seen, conversation);
    }
  }

  #setUp(seen: Observation): void {
    switch (seen.type) {
      case 'channel.configured':
        this.setup.configure(seen);
        return;
      case 'agent.team':
        this.setup.setTeams(seen);
        return;
      case 'contact.merged':
        this.sink.contactsMerged?.(seen.survivorId, seen.mergedId);
        return;
      default:
        return;
    }
  }

  #tellAgent(agentId: string, seen: Observation, conversation: ConversationFold | null): void {
    const agent = this.#agentOf(agentId) ?? this.#newAgent(agentId);
    if (conversation !== null && (seen.type === 'focus.opened' || seen.type === 'focus.regained')) {
      const watchers = this.watchersOf(conversation.id);
      if (!watchers.has(agentId)) {
        this.#watchers.set(conversation.id, new Set([...watchers, agentId]));
      }
    }
    agent.hear(seen, this.#step);
    if (this.#step.derived.length > 0) this.#deriveOf(agent, null);
  }

  /**
   * Tells what was derived of the last observation: to the subject itself, of a conversation to those who watch it, and of an agent to the
   * conversation that it is about.
   */
  #deriveOf(agent: AgentFold | null, conversation: ConversationFold | null): void {
    const { derived } = this.#step;
    for (let index = 0; index < derived.length; index += 1) {
      const told = derived[index] as (typeof derived)[number];
      agent?.hear(told, this.#step);
      if (conversation === null) {
        this.#knownConversation(told.conversationId)?.hearDerived(told, this.#step);
        continue;
      }
      conversation.hearDerived(told, this.#step);
      // Most desks do not tell what is in front.
      if (this.#watchers.size === 0 && this.#from === undefined) continue;
      for (const agentId of this.watchersOf(conversation.id)) {
        this.#agentOf(agentId)?.hear(told, this.#step);
      }
    }
    // One by one: to set the length is a call into the runtime, and there is one most often.
    while (derived.length > 0) derived.pop();
  }

  #conversationOf(id: string): ConversationFold {
    const known = this.#knownConversation(id);
    if (known !== undefined) return known;
    const conversation = new ConversationFold(id, this.#addressOf(id), this.#ofConversations);
    this.#conversations.set(id, conversation);
    return conversation;
  }

  /** A conversation to be changed: one of the fold before is copied. */
  #knownConversation(id: string): ConversationFold | undefined {
    const own = this.#conversations.get(id);
    if (own !== undefined || this.#from === undefined) return own;
    const copy = this.#from.conversation(id)?.copy();
    if (copy !== undefined) this.#conversations.set(id, copy);
    return copy;
  }

  #agentOf(id: string): AgentFold | undefined {
    const own = this.#agents.get(id);
    if (own !== undefined || this.#from === undefined) return own;
    const copy = this.#from.agent(id)?.copy();
    if (copy !== undefined) this.#agents.set(id, copy);
    return copy;
  }

  #newAgent(id: string): AgentFold {
    const agent = new AgentFold(id, this.#ofAgents);
    this.#agents.set(id, agent);
    return agent;
  }
}

/** Some hours of a busy tenant: receipts, reactions and surveys have come by then. */
const KEPT_CONVERSATIONS = 16_384;

const NOBODY: ReadonlySet<string> = new Set();
const NOTHING: readonly DerivedObservation[] = [];
