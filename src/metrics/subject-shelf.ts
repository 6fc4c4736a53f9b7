// Who is folded: conversations and agents by id. Over the shelf of a fold before, whatever is touched is copied first.
import type { EpochMs } from '../time/instant.ts';
import { AgentFold } from './agent-fold.ts';
import {
  ConversationFold,
  type ConversationAddress,
  type ConversationHearers,
} from './conversation-fold.ts';
import type { AgentCalculator } from './calculator.ts';
import type { Hearers } from './hearers.ts';

/** What a shelf is made of. */
export interface SubjectShelfParts {
  readonly ofConversations: ConversationHearers;
  readonly ofAgents: Hearers<AgentCalculator<unknown>>;
  readonly addressOf: (conversationId: string) => ConversationAddress;
  /** The shelf that this one goes on from. */
  readonly from: SubjectShelf | undefined;
}

/** Ids of conversations and of agents. */
export interface SubjectIds {
  readonly conversations: ReadonlySet<string>;
  readonly agents: ReadonlySet<string>;
}

/** The conversations and agents of one fold. */
export class SubjectShelf {
  /** The instant that is folded: whoever is taken off the shelf to be changed was touched then. */
  at: EpochMs = -Infinity;
  readonly #parts: SubjectShelfParts;
  readonly #from: SubjectShelf | undefined;
  readonly #conversations = new Map<string, ConversationFold>();
  readonly #agents = new Map<string, AgentFold>();
  /** Conversations whose last session has ended, and of which more may still come to light. */
  readonly quiet = new Map<string, ConversationFold>();
  /** Agents who have a conversation on their screen, by conversation. */
  readonly #watchers = new Map<string, Set<string>>();

  constructor(parts: SubjectShelfParts) {
    this.#parts = parts;
    this.#from = parts.from;
  }

  /** Whether anybody has a conversation on their screen. */
  get hasWatchers(): boolean {
    return this.#watchers.size > 0 || this.#from?.hasWatchers === true;
  }

  /** A conversation as it stands; undefined before its first moment. */
  conversation(id: string): ConversationFold | undefined {
    return this.#conversations.get(id) ?? this.#from?.conversation(id);
  }

  /** An agent as they stand; undefined before their first moment. */
  agent(id: string): AgentFold | undefined {
    return this.#agents.get(id) ?? this.#from?.agent(id);
  }

  /** Agents who have a conversation on their screen. */
  watchersOf(conversationId: string): ReadonlySet<string> {
    return this.#watchers.get(conversationId) ?? this.#from?.watchersOf(conversationId) ?? NOBODY;
  }

  watch(conversationId: string, agentId: string): void {
    const watchers = this.watchersOf(conversationId);
    if (watchers.has(agentId)) return;
    this.#watchers.set(conversationId, new Set([...watchers, agentId]));
  }

  /** A conversation to be changed, made where there is none. */
  conversationToChange(id: string): ConversationFold {
    const known = this.knownConversation(id);
    if (known !== undefined) return known;
    const { addressOf, ofConversations } = this.#parts;
    const conversation = new ConversationFold(id, addressOf(id), ofConversations);
    conversation.touchedAt = this.at;
    this.#conversations.set(id, conversation);
    return conversation;
  }

  /** A conversation to be changed; undefined before its first moment. */
  knownConversation(id: string): ConversationFold | undefined {
    let own = this.#conversations.get(id);
    if (own === undefined) {
      own = this.#from?.conversation(id)?.copy();
      if (own === undefined) return undefined;
      this.#conversations.set(id, own);
    }
    own.touchedAt = this.at;
    return own;
  }

  /** An agent to be changed; undefined before their first moment. */
  knownAgent(id: string): AgentFold | undefined {
    let own = this.#agents.get(id);
    if (own === undefined) {
      own = this.#from?.agent(id)?.copy();
      if (own === undefined) return undefined;
      this.#agents.set(id, own);
    }
    own.touchedAt = this.at;
    return own;
  }

  /** An agent to be changed, made where there is none. */
  agentToChange(id: string): AgentFold {
    const known = this.knownAgent(id);
    if (known !== undefined) return known;
    const agent = new AgentFold(id, this.#parts.ofAgents);
    agent.touchedAt = this.at;
    this.#agents.set(id, agent);
    return agent;
  }

  /** Those that are this shelf's own: made, or copied from the one before. */
  ownAgents(): Iterable<AgentFold> {
    return this.#agents.values();
  }

  hasOwn(kind: keyof SubjectIds, id: string): boolean {
    return kind === 'agents' ? this.#agents.has(id) : this.#conversations.has(id);
  }

  *everyConversation(): Generator<ConversationFold> {
    yield* this.#conversations.values();
    if (this.#from === undefined) return;
    for (const conversation of this.#from.everyConversation()) {
      if (!this.#conversations.has(conversation.id)) yield conversation;
    }
  }

  *everyAgent(): Generator<AgentFold> {
    yield* this.#agents.values();
    if (this.#from === undefined) return;
    for (const agent of this.#from.everyAgent()) {
      if (!this.#agents.has(agent.id)) yield agent;
    }
  }

  /** Lets go of what this shelf has of its own of some: they stand where the fold before left them. */
  forget({ conversations, agents }: SubjectIds): void {
    for (const id of conversations) this.#forgetConversation(id);
    for (const id of agents) this.#agents.delete(id);
  }

  /** Lets go of those that nothing has touched from an instant on: the fold before has come to where they are. */
  forgetBefore(instant: EpochMs): void {
    for (const { id, touchedAt } of this.#conversations.values()) {
      if (touchedAt < instant) this.#forgetConversation(id);
    }
    for (const { id, touchedAt } of this.#agents.values()) {
      if (touchedAt < instant) this.#agents.delete(id);
    }
  }

  #forgetConversation(id: string): void {
    this.#conversations.delete(id);
    this.quiet.delete(id);
    this.#watchers.delete(id);
  }
}

const NOBODY: ReadonlySet<string> = new Set();
