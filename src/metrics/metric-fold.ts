/*
 * The fold of one tenant: moments in, in the order of time; figures and records out. Nothing crosses from one conversation to another but
 * through the agents who work in them.
 */
import type { MetricOptions } from '../policy/metric-options.ts';
import type { EpochMs } from '../time/instant.ts';
import type {
  AgentCalculator,
  Calculator,
  ConversationCalculator,
  SessionCalculator,
} from './calculator.ts';
import type { ConversationAddress, ConversationFold } from './conversation-fold.ts';
import type { DerivedObservation } from './derived-observation.ts';
import { FoldStep, type FoldWorld } from './fold-step.ts';
import { Hearers } from './hearers.ts';
import { MetricSetup } from './metric-setup.ts';
import type { MetricSink } from './metric-sink.ts';
import { leftAgent, namedAgent } from './named-agent.ts';
import type { Moment, Observation } from './observation.ts';
import type { SessionSituation } from './session-situation.ts';
import { SubjectShelf, type SubjectIds } from './subject-shelf.ts';

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
  readonly #shelf: SubjectShelf;
  /** Who alone is folded at present; undefined for everybody. */
  #only: SubjectIds | undefined;
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
    // What is set up is kept by instant: to hear the same twice changes nothing.
    this.setup = from?.setup ?? new MetricSetup();
    this.options = options;
    this.sink = sink;
    const ofSessions = calculators.filter(
      (calculator): calculator is SessionCalculator<unknown> => calculator.subject === 'session',
    );
    const ofConversations = calculators.filter(
      (calculator): calculator is ConversationCalculator<unknown> =>
        calculator.subject === 'conversation',
    );
    const ofAgents = calculators.filter(
      (calculator): calculator is AgentCalculator<unknown> => calculator.subject === 'agent',
    );
    this.#shelf = new SubjectShelf({
      ofConversations: {
        ofSessions: new Hearers(ofSessions, options),
        ofConversations: new Hearers(ofConversations, options),
      },
      ofAgents: new Hearers(ofAgents, options),
      addressOf,
      from: from === undefined ? undefined : from.#shelf,
    });
    this.#step = new FoldStep(this);
  }

  sessionOf(conversationId: string): SessionSituation | undefined {
    return this.#shelf.conversation(conversationId)?.session;
  }

  /** Folds a moment in. Moments come in the order of time (`compareMoments`). */
  observe(moment: Moment): void {
    const { conversationId, observations } = moment;
    this.#shelf.at = moment.at;
    this.#step.conversationId = conversationId;
    const isFolded = conversationId !== null && this.#isFolded('conversations', conversationId);
    const conversation = isFolded ? this.#shelf.conversationToChange(conversationId) : null;
    for (let index = 0; index < observations.length; index += 1) {
      this.#hear(observations[index] as Observation, conversation);
    }
    if (conversation !== null) this.#settle(conversation);
  }

  /**
   * Some conversations and agents stand again where the fold before left them, to be folded anew by `observeFor`.
   *
   * Whoever is folded must not depend on anybody who is not: see `LiveMetrics`.
   */
  forget(subjects: SubjectIds): void {
    this.#shelf.forget(subjects);
  }

  /** As `observe`, for some conversations and agents alone. */
  observeFor(subjects: SubjectIds, moment: Moment): void {
    this.#only = subjects;
    try {
      this.observe(moment);
    } finally {
      this.#only = undefined;
    }
  }

  /** The fold before has come to an instant by itself: what this one has of its own up to there is let go. */
  forgetBefore(instant: EpochMs): void {
    this.#shelf.forgetBefore(instant);
  }

  /** Whether an agent has a conversation on their screen. */
  isWatched(conversationId: string): boolean {
    return this.#shelf.watchersOf(conversationId).size > 0;
  }

  /** Whether this fold has folded something of a conversation or an agent that the fold before has not. */
  isAheadOf(kind: keyof SubjectIds, id: string): boolean {
    return this.#shelf.hasOwn(kind, id);
  }

  /** Time has reached an instant: what it ended by itself is closed, such as the presence of an agent whose heartbeats stayed away. */
  reach(at: EpochMs): void {
    this.#step.conversationId = null;
    this.#shelf.at = at;
    for (const agent of this.#shelf.ownAgents()) {
      agent.reach(at, this.#step);
      this.#deriveOf(null);
    }
  }

  /** Tells `sink` what is still running as if it ended at an instant. Provisional: nothing of the fold changes. */
  asOf(at: EpochMs): void {
    const step = this.#step;
    step.conversationId = null;
    step.isProvisional = true;
    const told = new Map<string, DerivedObservation[]>();
    for (const agent of this.#shelf.everyAgent()) {
      for (const derived of agent.asOf(at, step)) {
        const list = told.get(derived.conversationId);
        if (list === undefined) told.set(derived.conversationId, [derived]);
        else list.push(derived);
      }
    }
    for (const conversation of this.#shelf.everyConversation()) {
      conversation.asOf(at, step, told.get(conversation.id) ?? NOTHING);
    }
    step.derived.length = 0;
    step.isProvisional = false;
  }

  #settle(conversation: ConversationFold): void {
    this.#step.turnToSubject(conversation);
    conversation.settle(this);
    const { id } = conversation;
    const { quiet } = this.#shelf;
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
    if (conversation !== null) {
      conversation.hear(seen, this.#step);
      if (this.#step.derived.length > 0) this.#deriveOf(conversation);
    }
    const agentId = namedAgent(seen);
    if (agentId !== null) this.#tellAgent(agentId, seen, conversation);
    const leftId = leftAgent(seen);
    if (leftId !== null) this.#tellAgent(leftId, seen, conversation);
  }

  #isFolded(kind: keyof SubjectIds, id: string): boolean {
    const only = this.#only;
    return only === undefined || only[kind].has(id);
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
    if (!this.#isFolded('agents', agentId)) return;
    const agent = this.#shelf.agentToChange(agentId);
    if (conversation !== null && (seen.type === 'focus.opened' || seen.type === 'focus.regained')) {
      this.#shelf.watch(conversation.id, agentId);
    }
    agent.hear(seen, this.#step);
    if (this.#step.derived.length > 0) this.#deriveOf(null);
  }

  /**
   * Tells what was derived of the last observation to the conversation that it is about, and to agents: what an agent's desk tells to that
   * agent, for a desk may tell while it hears of others; what a conversation tells to those who watch it.
   */
  #deriveOf(conversation: ConversationFold | null): void {
    const { derived } = this.#step;
    for (let index = 0; index < derived.length; index += 1) {
      const told = derived[index] as DerivedObservation;
      const isOfDesk = told.type === 'visit.closed' || told.type === 'work.attended';
      if (isOfDesk) this.#shelf.knownAgent(told.agentId)?.hear(told, this.#step);
      this.#concerned(told, conversation)?.hearDerived(told, this.#step);
      // Most desks do not tell what is in front.
      if (isOfDesk || !this.#shelf.hasWatchers) continue;
      for (const agentId of this.#shelf.watchersOf(told.conversationId)) {
        this.#shelf.knownAgent(agentId)?.hear(told, this.#step);
      }
    }
    // One by one: to set the length is a call into the runtime, and there is one most often.
    while (derived.length > 0) derived.pop();
  }

  /** The conversation that something derived is about, where it is folded: the one at hand, most often. */
  #concerned(
    { conversationId }: DerivedObservation,
    atHand: ConversationFold | null,
  ): ConversationFold | undefined {
    if (atHand?.id === conversationId) return atHand;
    if (!this.#isFolded('conversations', conversationId)) return undefined;
    return this.#shelf.knownConversation(conversationId);
  }
}

/** Some hours of a busy tenant: receipts, reactions and surveys have come by then. */
export const KEPT_CONVERSATIONS = 16_384;

const NOTHING: readonly DerivedObservation[] = [];
