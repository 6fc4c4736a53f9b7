// Where a live tenant's conversations are: those of the last minutes in memory, all others in the store.
import { Conversation } from '../conversation/conversation.ts';
import { conversationId } from '../conversation/conversation-id.ts';
import { earliestDue } from '../conversation/deadline.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { ConversationFilter, StoredConversation, TailCursor } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { mayMatter } from './ambient-reach.ts';
import { AgentIndex } from './agent-index.ts';
import type { DueTimes } from './due-times.ts';
import { LiveConversation } from './live-conversation.ts';
import { ParkedTails } from './parked-tails.ts';
import { Standing, type AmbientEvent } from './standing.ts';
import { restoreConversation } from './stored-state.ts';
import { isAfter, isNotBefore, type TailStep } from './tail-step.ts';
import { TailWatch } from './tail-watch.ts';

/** Conversations that have left memory, read at once. */
const PARKED_PAGE = 256;

/** Where conversations that are not in memory are read. */
export interface ConversationSource {
  conversation(id: string): StoredConversation | undefined;
  conversations(filter: ConversationFilter): Iterable<StoredConversation>;
  tailed(
    from: EpochMs,
    after: TailCursor | undefined,
    limit: number,
  ): readonly StoredConversation[];
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
  #dirty = new Set<LiveConversation>();
  /** What is older is late: steps before it are certain. */
  horizon: EpochMs = -Infinity;
  readonly #tails = new TailWatch();
  /** Those that have left memory with a tail. */
  readonly parked = new ParkedTails();
  /** The step in memory that comes last in the order of time, as far as it was seen. */
  #lastStep: TailStep | undefined;
  #lastAt: EpochMs = -Infinity;

  constructor(tenant: string, source: ConversationSource, due: DueTimes) {
    this.#tenant = tenant;
    this.#source = source;
    this.#due = due;
  }

  /** What differs from the store, and is in no checkpoint that is being written. */
  get dirty(): ReadonlySet<LiveConversation> {
    return this.#dirty;
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
    this.#tails.add(conversation);
    const { tail } = conversation;
    this.#noteLast(tail[tail.length - 1]);
    if (is === was) return;
    this.#agents.follow(was, is);
    if (is.deadlines !== was.deadlines) this.queue(conversation);
  }

  /** Notes that a conversation differs from what the store has. */
  markDirty(conversation: LiveConversation): void {
    if (conversation.isDirty) return;
    conversation.isDirty = true;
    this.#dirty.add(conversation);
  }

  /** What differs from the store: a checkpoint has it from now on. */
  takeDirty(): ReadonlySet<LiveConversation> {
    const taken = this.#dirty;
    this.#dirty = new Set();
    for (const conversation of taken) conversation.isDirty = false;
    return taken;
  }

  /** Asks for a conversation to be looked at when its first deadline is due. */
  queue(conversation: LiveConversation): void {
    const dueAt = earliestDue(conversation.conversation.deadlines);
    if (dueAt >= conversation.queuedAt) return;
    conversation.queuedAt = dueAt;
    this.#due.push(conversation.conversation.id, dueAt);
  }

  /** Whether no conversation in memory has a step at or after an instant: what happens then is late for none. */
  isBehind(at: EpochMs): boolean {
    return this.#lastAt < at;
  }

  /** Conversations with steps that come after an event: it is late for them. */
  withStepsAfter(event: EventIn): readonly LiveConversation[] {
    this.#takeBack(event.at, (live) => live.isLate(event) && mayMatter(event, live));
    if (this.#lastStep === undefined || !isAfter(this.#lastStep, event)) return [];
    const late: LiveConversation[] = [];
    for (const conversation of this.#tails.conversations()) {
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
  withAmbientStep(event: EventIn): readonly LiveConversation[] {
    const isReached = ({ tail }: LiveConversation) =>
      tail.some(({ role, id }) => role === 'ambient' && id === event.id);
    this.#takeBack(event.at, isReached);
    return [...this.#inMemory.values()].filter(isReached).toSorted(byId);
  }

  /** Lets a few tails go that are over: while one waits for its checkpoint, its steps need not stay. */
  sweepTails(): void {
    this.#tails.sweep(this.horizon, this.#shorten);
  }

  /** Lets go of steps that no late event can come before any more. Returns the instant of the first that stays, or the horizon. */
  forgetSteps(): EpochMs {
    this.parked.forgetBefore(this.horizon);
    let first = Math.min(this.horizon, this.parked.from);
    for (const conversation of this.#inMemory.values()) {
      this.#shorten(conversation);
      const at = conversation.tail[0]?.at ?? Infinity;
      if (at < first) first = at;
    }
    return first;
  }

  /** The steps that its row still has would be decided again under a set-up that has forgotten their time: it is written anew. */
  readonly #shorten = (conversation: LiveConversation): void => {
    const before = conversation.tail.length;
    conversation.forgetBefore(this.horizon);
    const after = conversation.tail.length;
    if (after !== before && after > 0) this.markDirty(conversation);
  };

  /** Lets conversations leave memory with the checkpoint that is being written: their rows say how to find them. */
  park(leaving: Iterable<LiveConversation>): void {
    let from = Infinity;
    let until = -Infinity;
    for (const conversation of leaving) {
      conversation.isLeaving = true;
      const { tail } = conversation;
      const [first, last] = [tail[0], tail.at(-1)];
      if (first === undefined || last === undefined) continue;
      from = Math.min(from, first.at);
      until = Math.max(until, last.at);
      if (conversation.findableUntil === last.at) continue;
      conversation.findableUntil = last.at;
      this.markDirty(conversation);
    }
    if (until > -Infinity) this.parked.add(from, until);
  }

  /** The store has all but what is dirty: lets go of what was touched last before an instant of the engine's clock. */
  settle(idleBefore: EpochMs): void {
    let areTailsLeaving = false;
    for (const conversation of this.#inMemory.values()) {
      // From now on the store says when it is due, also of what was only looked at since the last checkpoint.
      conversation.queuedAt = Infinity;
      if (conversation.isDirty) {
        conversation.isLeaving = false;
        continue;
      }
      const hasTail = conversation.tail.length > 0;
      if (conversation.isLeaving) {
        areTailsLeaving ||= hasTail;
        this.#drop(conversation);
      } else if (conversation.touchedAt < idleBefore && !hasTail) this.#drop(conversation);
      // Any other stays while a late event may come: to change it here is quicker than to find it.
    }
    if (areTailsLeaving) this.#tails.forgetLeft();
  }

  /** Lets go of a conversation in which nothing is open, waits or has changed; whether it is out of memory then. */
  letGo(id: string): boolean {
    const live = this.#inMemory.get(id);
    if (live?.isAtRest === true) this.#drop(live);
    return live?.isAtRest !== false;
  }

  /** Lets go of a conversation, whatever has changed in it. */
  evict(id: string): void {
    const conversation = this.#inMemory.get(id);
    if (conversation === undefined) return;
    this.#dirty.delete(conversation);
    this.#drop(conversation);
  }

  /** Takes those back into memory that have left it with steps at or after an instant, and are wanted. */
  #takeBack(from: EpochMs, isWanted: (live: LiveConversation) => boolean): void {
    if (this.parked.until < from) return;
    let after: TailCursor | undefined;
    for (;;) {
      const page = this.#source.tailed(from, after, PARKED_PAGE);
      for (const stored of page) {
        if (stored.tenant !== this.#tenant || this.#inMemory.has(stored.id)) continue;
        const live = restoreConversation(stored).dropStale(this.horizon);
        if (isWanted(live)) this.#keep(live);
      }
      const last = page.at(-1);
      if (last === undefined || page.length < PARKED_PAGE) return;
      after = { tailUntil: last.tailUntil ?? Infinity, id: last.id };
    }
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
    if (conversation.tail.length > 0) this.#tails.add(conversation);
    this.#noteLast(conversation.tail.at(-1));
    return conversation;
  }

  #noteLast(step: TailStep | undefined): void {
    if (step === undefined || step.at < this.#lastAt) return;
    if (this.#lastStep !== undefined && !isNotBefore(step, this.#lastStep)) return;
    this.#lastStep = step;
    this.#lastAt = step.at;
  }
}

const byId = (a: LiveConversation, b: LiveConversation) =>
  a.conversation.id < b.conversation.id ? -1 : 1;
