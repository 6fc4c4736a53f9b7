// A conversation in a live engine: where it stands, and the inputs of the last minutes, so that a late event can take its
// place and what followed can be decided again.
import type { Conversation } from '../conversation/conversation.ts';
import type { ConversationEvent } from '../conversation/decide.ts';
import { assertInvariant } from '../events/holdline-error.ts';
import { compareEvents, type Ordered } from '../events/order.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { EpochMs } from '../time/instant.ts';
import { isOfAgent } from './agent-index.ts';
import { rearmStep } from './bulk-rearm.ts';
import {
  ambientStep,
  deadlineStep,
  dueFirst,
  ownStep,
  stepAgain,
  type StepResult,
} from './live-step.ts';
import type { RearmInput } from './rearm-input.ts';
import { inputsOf } from './repair-inputs.ts';
import type { SetupHistory } from './setup-history.ts';
import type { AmbientEvent, Standing } from './standing.ts';
import { isNews } from './ambient-reach.ts';
import { isAfter, isAfterOrSame, type TailStep } from './tail-step.ts';
import { toldSteps, type ToldPast, type ToldStep } from './told-past.ts';

/** What a repair has taken back, and what holds instead. */
export interface TwoHistories {
  /** Where the conversation stood when the two parted. */
  readonly common: Conversation;
  readonly undone: readonly ToldStep[];
  readonly redone: readonly StepResult[];
}

/** Where a conversation stood before a step of its tail. */
interface Midway {
  readonly standing: Standing;
  readonly index: number;
}

/** What has to have a conversation as it stands before anything in it changes: a checkpoint that is being put together. */
export interface Saver {
  save(conversation: LiveConversation): void;
}

/** One conversation of a tenant. */
export class LiveConversation {
  /** Where it stands now. */
  readonly now: Standing;
  /** Where it stood before the first step of the tail; null while the tail is empty. */
  base: Standing | null = null;
  tail: TailStep[] = [];
  /** The base to come: the tail goes in two pieces, so that no step has to be decided again to move the base. */
  #midway: Midway | null = null;
  /** What it had told before the set-up changed under it, until the repair that the change brings. */
  #told: ToldPast | null = null;
  /** The instant at which the due-time queue will look at it; Infinity when it will not. */
  queuedAt: EpochMs = Infinity;
  /** The engine's clock when it was touched last. */
  touchedAt: EpochMs = -Infinity;
  /** Whether the shelf will look whether its tail is over. */
  isTailWatched = false;
  /** Whether events that came late wait to take their places in it. */
  isWaitedFor = false;
  /** Whether it differs from what the store has. */
  isDirty = false;
  /** Whether the store knows it. */
  isStored = false;
  /** Until which instant of its steps the store finds it for a late event; null where it would not. */
  findableUntil: EpochMs | null = null;
  /** Whether it leaves memory with the checkpoint that is being written. */
  isLeaving = false;
  /** The checkpoint that has to have it as it stands; null where none has. */
  saver: Saver | null = null;

  constructor(now: Standing) {
    this.now = now;
  }

  get conversation(): Conversation {
    return this.now.conversation;
  }

  /** Whether an event comes before something that was decided already. */
  isLate(event: Ordered): boolean {
    const { tail } = this;
    const last = tail[tail.length - 1];
    return last !== undefined && isAfter(last, event);
  }

  /** Once nothing before this instant can come any more, its tail gets shorter, or can soon; Infinity without a tail. */
  get shortensAfter(): EpochMs {
    const index = this.#midway === null ? 0 : this.#midway.index - 1;
    return this.tail[index]?.at ?? Infinity;
  }

  /** Whether the store has all of it, and nothing in it is open, waits or may be repaired. */
  get isAtRest(): boolean {
    const { session, pending, deadlines } = this.conversation;
    if (this.isDirty || this.tail.length > 0 || session?.isOpen === true) return false;
    return pending.length === 0 && deadlines.length === 0;
  }

  /** Whether it can leave memory: nothing in it waits for an event that may be under way. */
  get isSettled(): boolean {
    return this.tail.every(({ isFinal }) => isFinal);
  }

  /** Whether anything since the base can have looked at an agent: only then does news of the past about them matter. */
  hasMet(agentId: string): boolean {
    const before = (this.base ?? this.now).conversation;
    const { session } = before;
    return (
      isOfAgent(before, agentId) ||
      session?.ownerId === agentId ||
      session?.preferredAgentId === agentId ||
      this.tail.some(({ event }) => event !== null && namesAgent(event, agentId))
    );
  }

  /** Something in it is about to change: what has to have it as it stands gets it now. */
  beforeChange(): void {
    if (this.saver !== null) this.saver.save(this);
  }

  /** Decides one event of its own, at the end of the tail. */
  takeOwn(event: ConversationEvent, setup: SetupHistory): StepResult {
    this.#beginTail();
    return this.#append(ownStep(this.now, event, setup));
  }

  /** Decides an event that reaches it, at the end of the tail; undefined if it means nothing here. */
  takeAmbient(event: AmbientEvent, setup: SetupHistory): StepResult | undefined {
    if (!this.now.isReachedBy(event)) return undefined;
    this.#beginTail();
    return this.#append(ambientStep(this.now, event, setup));
  }

  /** Gives deadlines other instants, at the end of the tail. */
  takeRearm(input: RearmInput, setup: SetupHistory): StepResult {
    this.#beginTail();
    return this.#append(rearmStep(this.now, input, setup));
  }

  /** Fires the first deadline that is due before an instant; undefined if none is. */
  fireFirst(before: EpochMs, setup: SetupHistory): StepResult | undefined {
    const deadline = dueFirst(this.conversation, before);
    if (deadline === undefined) return undefined;
    this.#beginTail();
    return this.#append(deadlineStep(this.now, deadline, setup));
  }

  /** Remembers what it has told from an event on, before that event changes the set-up under which it was told. */
  rememberTold(from: Ordered, setup: SetupHistory): void {
    this.#told ??= this.#toldFrom(from, this.tail.length, setup);
  }

  /** The set-up has not changed after all. */
  forgetTold(): void {
    this.#told = null;
  }

  /**
   * Takes its tail back to where an event belongs and decides all that follows again, new events included.
   *
   * @param added New events of its own, none before `from`.
   * @param ambients Events of the tenant that may have reached it, in order.
   * @param firedBefore Deadlines before this instant have fired in the tenant.
   */
  repair(
    from: Ordered,
    added: readonly ConversationEvent[],
    ambients: readonly AmbientEvent[],
    setup: SetupHistory,
    firedBefore: EpochMs,
  ): TwoHistories {
    this.#beginTail();
    const past = this.#takeBack(from, setup);
    const undone = past.steps.map(({ step }) => step);
    const standing = past.before;
    const common = standing.conversation;
    const inputs = inputsOf(undone, added, ambients, past.from);
    const redone: StepResult[] = [];
    const fireBefore = (instant: EpochMs) => {
      for (;;) {
        const deadline = dueFirst(standing.conversation, instant);
        if (deadline === undefined) return;
        redone.push(deadlineStep(standing, deadline, setup));
      }
    };
    for (const input of inputs) {
      if (input.role === 'ambient' && !isNews(input.event, setup)) continue;
      fireBefore(input.event.at);
      if (input.role === 'own') redone.push(ownStep(standing, input.event, setup));
      else if (input.role === 'rearm') redone.push(rearmStep(standing, input.rearm, setup));
      else if (standing.isReachedBy(input.event)) {
        redone.push(ambientStep(standing, input.event, setup));
      }
    }
    const lastFired = undone.findLast(({ role }) => role === 'deadline')?.at ?? -Infinity;
    fireBefore(Math.max(firedBefore, lastFired + 1));
    this.#replaceTail(past.index, redone, standing);
    return { common, undone: past.steps, redone };
  }

  /** A tail that was read from a store may be over by now. */
  dropStale(horizon: EpochMs): this {
    const last = this.tail.at(-1);
    if (last !== undefined && last.at < horizon) this.endTail();
    return this;
  }

  /** Lets go of steps before an instant: nothing can come before them any more. Some may stay a while longer. */
  forgetBefore(horizon: EpochMs): void {
    const last = this.tail.at(-1);
    if (last === undefined || this.shortensAfter >= horizon) return;
    this.beforeChange();
    if (last.at < horizon) {
      this.endTail();
      return;
    }
    if (this.#midway !== null) {
      this.base = this.#midway.standing;
      this.tail = this.tail.slice(this.#midway.index);
      this.#midway = null;
      if (this.shortensAfter >= horizon) return;
    }
    this.#midway = { standing: this.now.copy(), index: this.tail.length };
  }

  /** What it has decided so far is certain. */
  endTail(): void {
    this.tail = [];
    this.base = null;
    this.#midway = null;
  }

  /** Each change begins with it. */
  #beginTail(): void {
    this.beforeChange();
    this.base ??= this.now.copy();
  }

  #append(result: StepResult): StepResult {
    this.tail.push(result.step);
    return result;
  }

  #replaceTail(index: number, redone: readonly StepResult[], standing: Standing): void {
    this.tail.length = index;
    for (const { step } of redone) this.tail.push(step);
    if (this.#midway !== null && this.#midway.index > index) this.#midway = null;
    this.now.conversation = standing.conversation;
    this.now.metrics = standing.metrics;
    this.now.beside = standing.beside;
  }

  /** All that was told from an event on, or from where a change of the set-up begins if that is earlier. */
  #takeBack(from: Ordered, setup: SetupHistory): ToldPast {
    const known = this.#told;
    this.#told = null;
    if (known === null) return this.#toldFrom(from, this.tail.length, setup);
    const { after, end } = known;
    // What was decided since then already saw the set-up as it is.
    const since = toldSteps(after, this.tail.slice(end), setup);
    const steps = [...known.steps, ...since];
    if (compareEvents(from, known.from) >= 0) return { ...known, steps };
    const first = this.#toldFrom(from, known.index, setup);
    return { ...first, steps: [...first.steps, ...steps] };
  }

  #toldFrom(from: Ordered, end: number, setup: SetupHistory): ToldPast {
    const index = countBefore(this.tail, from);
    const before = this.#standingBefore(index, setup);
    const after = before.copy();
    const steps = toldSteps(after, this.tail.slice(index, end), setup);
    return { from, index, end, before, after, steps };
  }

  /** Where it stood before a step of the tail. */
  #standingBefore(index: number, setup: SetupHistory): Standing {
    assertInvariant(this.base !== null, 'a tail has a base');
    const midway = this.#midway !== null && this.#midway.index <= index ? this.#midway : undefined;
    const standing = (midway?.standing ?? this.base).copy();
    for (let at = midway?.index ?? 0; at < index; at += 1) {
      stepAgain(standing, this.tail[at] as TailStep, setup);
    }
    return standing;
  }
}

const namesAgent = (event: EventIn, agentId: string) =>
  event.agentId === agentId || (event.type === 'agent.transferred' && event.to.id === agentId);

function countBefore(tail: readonly TailStep[], event: Ordered): number {
  let count = tail.length;
  while (count > 0 && isAfterOrSame(tail[count - 1] as TailStep, event)) count -= 1;
  return count;
}
