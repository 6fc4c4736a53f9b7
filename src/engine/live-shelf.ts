// Where a live tenant's conversations are: those of the last minutes in memory, all others in the store.
import { Conversation } from '../conversation/conversation.ts';
import { conversationId } from '../conversation/conversation-id.ts';
import { earliestDue } from '../conversation/deadline.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { ConversationFilter, StoredConversation } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { AgentIndex } from './agent-index.ts';
import type { DueTimes } from './due-times.ts';
import { LiveConversation } from './live-conversation.ts';
import { Standing, type AmbientEvent } from './standing.ts';
import { restoreConversation } from './stored-state.ts';
import { isAfter, isNotBefore, type TailStep } from './tail-step.ts';

/** Tails looked at with each event, at most. */
const TAILS_A_SWEEP = 3;

/** So many that were looked at are taken out together. */
const TAILS_A_PIECE = 4096;

/** Where conversations that are not in memory are read. */
export interface ConversationSource {
  conversation(id: string): StoredConversation | undefined;
  conversations(filter: ConversationFilter): Iterable<StoredConversation>;
}

/** The conversations of one tenant. */
export class LiveShelf {
  readonly #tenant: string;
  readonly #source: ConversationSource;
  readonly #due: DueTimes;
  readonly #inMemory = new Map<string, LiveConversation>();
  /** By channel and end user: most events find theirs without putting an id together. */
  readonly #byAddress = new Map<string, Map<string, LiveConversation>>();
  readonly #agents = new AgentIndex();
  /** What differs from the store. */
  readonly dirty = new Set<LiveConversation>();
  /** What is older is late: steps before it are certain. */
  horizon: EpochMs = -Infinity;
  /** Conversations with a tail, in the order in which their tails are looked at. */
  #tailed: LiveConversation[] = [];
  #nextTailed = 0;
  /** The step in memory that comes last in the order of time, as far as it was seen. */
  #lastStep: TailStep | undefined;

  constructor(tenant: string, source: ConversationSource, due: DueTimes) {
    this.#tenant = tenant;
    this.#source = source;
    this.#due = due;
  }

  /** The conversations in memory. */
  get inMemory(): ReadonlyMap<string, LiveConversation> {
    return this.#inMemory;
  }

  /** A conversation; undefined if it does not exist. */
  find(id: string, stored?: StoredConversation): LiveConversation | undefined {
    const known = this.#inMemory.get(id);
    if (known !== undefined) return known;
    const found = stored ?? this.#source.conversation(id);
    return found === undefined
      ? undefined
      : this.#keep(restoreConversation(found).dropStale(this.horizon));
  }

  /** A conversation; one that does not exist yet is made, and stays only if something is decided in it. */
  findOrMake(channelId: string, endUserId: string): LiveConversation {
    const known = this.#byAddress.get(channelId)?.get(endUserId);
    if (known !== undefined) return known;
    const tenant = this.#tenant;
    const id = conversationId(tenant, channelId, endUserId);
    return (
      this.find(id) ??
      this.#keep(
        new LiveConversation(new Standing(new Conversation(id, { tenant, channelId, endUserId }))),
      )
    );
  }

  /** Follows a conversation after a decision; `now` is the engine's clock. */
  touch(conversation: LiveConversation, was: Conversation, now: EpochMs): void {
    const is = conversation.conversation;
    conversation.touchedAt = now;
    this.markDirty(conversation);
    this.#watchTail(conversation);
    this.#noteLast(conversation.tail.at(-1));
    if (is === was) return;
    this.#agents.follow(was, is);
    if (is.deadlines !== was.deadlines) this.queue(conversation);
  }

  /** Notes that a conversation differs from what the store has. */
  markDirty(conversation: LiveConversation): void {
    if (conversation.isDirty) return;
    conversation.isDirty = true;
    this.dirty.add(conversation);
  }

  /** Asks for a conversation to be looked at when its first deadline is due. */
  queue(conversation: LiveConversation): void {
    const dueAt = earliestDue(conversation.conversation.deadlines);
    if (dueAt >= conversation.queuedAt) return;
    conversation.queuedAt = dueAt;
    this.#due.push(conversation.conversation.id, dueAt);
  }

  /** Conversations with steps that come after an event: it is late for them. */
  withStepsAfter(event: EventIn): readonly LiveConversation[] {
    if (this.#lastStep === undefined || !isAfter(this.#lastStep, event)) return [];
    const late: LiveConversation[] = [];
    for (let index = this.#nextTailed; index < this.#tailed.length; index += 1) {
      const conversation = this.#tailed[index] as LiveConversation;
      if (conversation.isLate(event) && mayMatter(event, conversation)) late.push(conversation);
    }
    return late.toSorted(byId);
  }

  /** Conversations to which an event may matter as they stand, by id. */
  reachedBy(event: AmbientEvent): readonly LiveConversation[] {
    const found = new Map<string, LiveConversation>();
    const tenant = this.#tenant;
    const add = (id: string, stored?: StoredConversation) => {
      const conversation = this.find(id, stored);
      if (conversation !== undefined) found.set(id, conversation);
    };
    const filters: ConversationFilter[] = [];
    if (event.type === 'agent.presence' || event.type === 'agent.opened') {
      for (const id of this.#agents.conversationsOf(event.agentId)) add(id);
      filters.push({ tenant, agentId: event.agentId });
    } else {
      for (const id of this.#inMemory.keys()) add(id);
      if (event.type === 'contact.merged') filters.push({ tenant, contactId: event.mergedId });
      else {
        filters.push({ tenant, channelId: event.channelId, isOpen: true });
        filters.push({ tenant, channelId: event.channelId, hasPending: true });
      }
    }
    for (const filter of filters) {
      for (const stored of this.#source.conversations(filter)) add(stored.id, stored);
    }
    return [...found.values()].toSorted(byId);
  }

  /** Conversations that an event which does not name them has reached, by id; whether or not it would reach them now. */
  withAmbientStep(eventId: string): readonly LiveConversation[] {
    const isReached = ({ tail }: LiveConversation) =>
      tail.some(({ role, id }) => role === 'ambient' && id === eventId);
    return [...this.#inMemory.values()].filter(isReached).toSorted(byId);
  }

  /** Lets a few tails go that are over: while one waits for its checkpoint, its steps need not stay. */
  sweepTails(): void {
    for (let looked = 0; looked < TAILS_A_SWEEP; looked += 1) {
      const conversation = this.#tailed[this.#nextTailed];
      if (conversation === undefined) break;
      if (conversation.tail.length > 0 && conversation.shortensAfter >= this.horizon) break;
      this.#nextTailed += 1;
      this.#shorten(conversation);
      if (conversation.tail.length > 0) this.#tailed.push(conversation);
      else conversation.isTailWatched = false;
    }
    if (this.#nextTailed < TAILS_A_PIECE) return;
    this.#tailed = this.#tailed.slice(this.#nextTailed);
    this.#nextTailed = 0;
  }

  /** Lets go of steps that no late event can come before any more. Returns the instant of the first that stays, or the horizon. */
  forgetSteps(): EpochMs {
    let first = this.horizon;
    for (const conversation of this.#inMemory.values()) {
      this.#shorten(conversation);
      const at = conversation.tail[0]?.at ?? Infinity;
      if (at < first) first = at;
    }
    return first;
  }

  /** The steps that its row still has would be decided again under a set-up that has forgotten their time: it is written anew. */
  #shorten(conversation: LiveConversation): void {
    const before = conversation.tail.length;
    conversation.forgetBefore(this.horizon);
    const after = conversation.tail.length;
    if (after !== before && after > 0) this.markDirty(conversation);
  }

  /** The store has everything: lets go of what was touched last before an instant of the engine's clock. */
  settle(idleBefore: EpochMs): void {
    for (const conversation of this.dirty) {
      conversation.isStored = true;
      conversation.isDirty = false;
    }
    this.dirty.clear();
    for (const conversation of this.#inMemory.values()) {
      // From now on the store says when it is due, also of what was only looked at since the last checkpoint.
      conversation.queuedAt = Infinity;
      // A late event must find the steps that it may take back.
      if (conversation.touchedAt < idleBefore && conversation.tail.length === 0) {
        this.#drop(conversation);
      }
    }
  }

  /** Lets go of a conversation, whatever has changed in it. */
  evict(id: string): void {
    const conversation = this.#inMemory.get(id);
    if (conversation === undefined) return;
    this.dirty.delete(conversation);
    this.#drop(conversation);
  }

  #drop(conversation: LiveConversation): void {
    const { id, channelId, endUserId } = conversation.conversation;
    this.#inMemory.delete(id);
    this.#byAddress.get(channelId)?.delete(endUserId);
    this.#agents.forget(conversation.conversation);
  }

  #keep(conversation: LiveConversation): LiveConversation {
    const { id, channelId, endUserId } = conversation.conversation;
    this.#inMemory.set(id, conversation);
    let channel = this.#byAddress.get(channelId);
    if (channel === undefined) this.#byAddress.set(channelId, (channel = new Map()));
    channel.set(endUserId, conversation);
    this.#agents.follow(undefined, conversation.conversation);
    if (conversation.tail.length > 0) this.#watchTail(conversation);
    this.#noteLast(conversation.tail.at(-1));
    return conversation;
  }

  #watchTail(conversation: LiveConversation): void {
    if (conversation.isTailWatched) return;
    conversation.isTailWatched = true;
    this.#tailed.push(conversation);
  }

  #noteLast(step: TailStep | undefined): void {
    if (step === undefined) return;
    if (this.#lastStep === undefined || isNotBefore(step, this.#lastStep)) this.#lastStep = step;
  }
}

/** Whether news of the past can change what was decided in a conversation. */
function mayMatter(event: EventIn, live: LiveConversation): boolean {
  switch (event.type) {
    case 'agent.presence':
    case 'agent.opened':
      return live.hasMet(event.agentId);
    case 'channel.configured':
    case 'channel.disabled':
    case 'channel.enabled':
      return live.conversation.channelId === event.channelId;
    default:
      return true;
  }
}

const byId = (a: LiveConversation, b: LiveConversation) =>
  a.conversation.id < b.conversation.id ? -1 : 1;
