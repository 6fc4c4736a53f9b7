// The fold of one conversation: its sessions one after the other, each with the states of the calculators.
import type { Fact } from '../events/fact.ts';
import type { EventOf } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import type { ConversationCalculator, Heard, SessionCalculator } from './calculator.ts';
import type { DerivedObservation } from './derived-observation.ts';
import type { FoldStep, FoldWorld } from './fold-step.ts';
import { FoldedSubject } from './folded-subject.ts';
import type { Hearer, Hearers } from './hearers.ts';
import { isReceipt, type Observation } from './observation.ts';
import {
  follow,
  followOn,
  newSituation,
  type KnownPerson,
  type SessionSituation,
} from './session-situation.ts';

/** The calculators that listen to conversations. */
export interface ConversationHearers {
  readonly ofSessions: Hearers<SessionCalculator<unknown>>;
  readonly ofConversations: Hearers<ConversationCalculator<unknown>>;
}

/** One session in the fold. */
interface SessionFold {
  readonly situation: SessionSituation;
  /** By calculator; null once the session has ended and the calculator does not outlive it, and none of a conversation at rest. */
  states: unknown[];
  /** Whether it has ended and been put away. */
  isPutAway: boolean;
}

/** Where a conversation is, by its parts. */
export interface ConversationAddress {
  readonly channelId: string;
  readonly endUserId: string;
}

/** One conversation in the fold. */
export class ConversationFold extends FoldedSubject {
  readonly address: ConversationAddress;
  readonly #hearers: ConversationHearers;
  #states: unknown[];
  #person: KnownPerson | undefined;
  /** The open session, or the last one. */
  #current: SessionFold | null = null;
  /** A session that stands beside an open one: a notification that ends as it begins. */
  #beside: SessionFold | null = null;
  /** The last session that is over and not the current one: receipts of its messages may still come. */
  #earlier: SessionFold | null = null;
  #isAtRest = false;
  /** Whether the fold has it among those that have gone quiet. */
  isListed = false;

  constructor(id: string, address: ConversationAddress, hearers: ConversationHearers) {
    super(id);
    this.address = address;
    this.#hearers = hearers;
    this.#states = hearers.ofConversations.start();
  }

  /** A copy that may go another way. */
  copy(): ConversationFold {
    const copy = new ConversationFold(this.id, this.address, this.#hearers);
    copy.#states = structuredClone(this.#states);
    copy.#person = this.#person === undefined ? undefined : { ...this.#person };
    copy.#current = structuredClone(this.#current);
    copy.#beside = structuredClone(this.#beside);
    copy.#earlier = structuredClone(this.#earlier);
    copy.#isAtRest = this.#isAtRest;
    copy.takeFiguresOf(this);
    return copy;
  }

  /** Whether its last session has ended, and it is not at rest yet. */
  get isQuiet(): boolean {
    return this.#current !== null && this.#current.situation.endAt !== null && !this.#isAtRest;
  }

  /** Nothing but another session is expected: what only receipts and reopenings could change is let go. */
  rest(step: FoldStep): void {
    this.#isAtRest = true;
    this.#earlier = null;
    if (this.#current !== null) this.#current.states = NO_STATES;
    const { calculators } = this.#hearers.ofConversations;
    step.turnTo(this, this.#current?.situation ?? null, null, 0);
    for (let index = 0; index < calculators.length; index += 1) {
      const calculator = calculators[index];
      if (calculator?.rest === undefined) continue;
      this.#states[index] = calculator.rest(this.#states[index], step);
    }
    this.forget(null);
  }

  get session(): SessionSituation | undefined {
    return this.#current?.situation;
  }

  /** Folds one observation in. */
  hear(seen: Observation, step: FoldStep): void {
    if (seen.type === 'session.created') this.#begin(seen, step);
    else if (seen.type === 'endUser.updated') this.#know(seen);
    const fold = this.#foldOf(seen);
    if (fold !== null) follow(fold.situation, seen);
    const earlier = isReceipt(seen) ? this.#earlier : null;
    if (earlier !== null) {
      follow(earlier.situation, seen);
      const { situation } = earlier;
      if (fold?.situation.afterId === situation.sessionId)
        followOn(fold.situation, situation, step.options);
    }
    this.#tell(seen, fold, seen.at, step);
    if (earlier !== null) this.#tellSession(seen, earlier, seen.at, step);
  }

  /** Folds what was derived of an observation in. */
  hearDerived(derived: Heard, step: FoldStep): void {
    const sessionId = 'sessionId' in derived ? derived.sessionId : null;
    if (sessionId !== null && this.#earlier?.situation.sessionId === sessionId) {
      if (derived.type.startsWith('wait.')) {
        // Calculators of the conversation have gone on to the waits of the current session.
        this.#tellSession(derived, this.#earlier, derived.at, step);
      } else this.#tell(derived, this.#earlier, derived.at, step);
      return;
    }
    this.#tell(derived, this.#byId(sessionId), derived.at, step);
  }

  /** All that one event has brought has been heard: sessions that it ended are put away. */
  settle(world: FoldWorld): void {
    if (this.#earlier !== null) this.#end(this.#earlier, world);
    if (this.#beside !== null && this.#beside.situation.endAt !== null) {
      this.#end(this.#beside, world);
      this.#earlier = this.#beside;
      this.#beside = null;
    }
    const current = this.#current;
    if (current !== null && current.situation.endAt !== null) this.#end(current, world);
  }

  /** Records what is still running, as of an instant; `told` is what agents derive of it. */
  asOf(at: EpochMs, step: FoldStep, told: readonly DerivedObservation[]): void {
    const fold = this.#current;
    const kept = this.#states;
    const { ofSessions, ofConversations } = this.#hearers;
    this.#states = ofConversations.copy(kept, told.length > 0);
    this.#current = fold && {
      ...fold,
      states: ofSessions.copy(fold.states, told.length > 0),
    };
    this.provisionally(() => {
      for (const derived of told) this.hearDerived(derived, step);
      if (fold !== null) this.#recordAsOf(ofSessions, this.#current?.states ?? [], at, step);
      this.#recordAsOf(ofConversations, this.#states, at, step);
    });
    this.#states = kept;
    this.#current = fold;
  }

  #recordAsOf(
    { calculators }: Hearers<SessionCalculator<unknown> | ConversationCalculator<unknown>>,
    states: readonly unknown[],
    at: EpochMs,
    step: FoldStep,
  ): void {
    for (let index = 0; index < calculators.length; index += 1) {
      const calculator = calculators[index];
      const state = states[index];
      if (calculator?.asOf === undefined || state === null || state === undefined) continue;
      step.turnTo(this, this.#current?.situation ?? null, null, at);
      calculator.asOf(state, at, step);
    }
  }

  #begin(fact: Fact<'session.created'>, { options }: FoldStep): void {
    const { sessionId } = fact;
    if (sessionId === null) return;
    const before = this.#current?.situation;
    const situation = newSituation(fact, this.address, this.#person, sessionId);
    if (before !== undefined) followOn(situation, before, options);
    const states = this.#hearers.ofSessions.start();
    this.#isAtRest = false;
    const fold: SessionFold = { situation, states, isPutAway: false };
    if (before !== undefined && before.endAt === null) this.#beside = fold;
    else {
      this.forget(before?.sessionId ?? null);
      this.#earlier = this.#current;
      this.#current = fold;
    }
  }

  #know({ accountId, contactId }: EventOf<'endUser.updated'>): void {
    const person = this.#person ?? { accountId: null, contactId: null };
    if (accountId !== undefined) person.accountId = accountId;
    if (contactId !== undefined) person.contactId = contactId;
    this.#person = person;
    const situation = this.#current?.situation;
    if (situation === undefined || situation.endAt !== null) return;
    situation.accountId = person.accountId;
    situation.contactId = person.contactId;
  }

  #foldOf(seen: Observation): SessionFold | null {
    const { sessionId } = seen as { sessionId?: string | null };
    return this.#byId(sessionId ?? null);
  }

  #byId(sessionId: string | null): SessionFold | null {
    if (sessionId === null) return this.#current;
    if (this.#current?.situation.sessionId === sessionId) return this.#current;
    return this.#beside?.situation.sessionId === sessionId ? this.#beside : null;
  }

  #tell(heard: Heard, fold: SessionFold | null, at: EpochMs, step: FoldStep): void {
    if (fold !== null) this.#tellSession(heard, fold, at, step);
    const hearers = this.#hearers.ofConversations.of(heard);
    if (hearers.length === 0) return;
    step.turnTo(this, fold === null ? null : fold.situation, heard, at);
    this.isFinalAtEnd = false;
    for (let place = 0; place < hearers.length; place += 1) {
      const { index, hear } = hearers[place] as Hearer;
      hear(this.#states[index], heard, step);
    }
  }

  #tellSession(heard: Heard, { situation, states }: SessionFold, at: EpochMs, step: FoldStep) {
    const hearers = this.#hearers.ofSessions.of(heard);
    if (hearers.length === 0) return;
    step.turnTo(this, situation, heard, at);
    for (let place = 0; place < hearers.length; place += 1) {
      const { index, hear, outlivesEnd } = hearers[place] as Hearer;
      const state = states[index];
      if (state === null || state === undefined) continue;
      this.isFinalAtEnd = !outlivesEnd;
      hear(state, heard, step);
    }
  }

  #end(fold: SessionFold, world: FoldWorld): void {
    if (fold.isPutAway) return;
    fold.isPutAway = true;
    const { ending } = this.#hearers.ofSessions;
    for (let place = 0; place < ending.length; place += 1) {
      fold.states[ending[place] as number] = null;
    }
    this.closeSession(fold.situation, world.sink);
  }
}

const NO_STATES: unknown[] = [];
