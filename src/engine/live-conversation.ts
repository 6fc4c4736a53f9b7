// A conversation in a live engine: where it stands, and the steps of the last minutes, so that a late event can take its
// place and what followed can be decided again.
import type { Conversation } from '../conversation/conversation.ts';
import { compareDeadlines, type Deadline } from '../conversation/deadline.ts';
import type { Decision, ConversationEvent } from '../conversation/decide.ts';
import { assertInvariant } from '../events/holdline-error.ts';
import type { Ordered } from '../events/order.ts';
import type { EpochMs } from '../time/instant.ts';
import { refused, type Refused } from '../conversation/refusals.ts';
import { formatInstant } from '../time/instant.ts';
import type { AnyFact } from '../events/fact.ts';
import type { Policy } from '../policy/policy.ts';
import type { EventIn } from '../events/vocabulary.ts';
import { agentsOf } from './agent-index.ts';
import { rearmStep } from './bulk-rearm.ts';
import type { RearmInput } from './rearm-input.ts';
import { inputsOf } from './repair-inputs.ts';
import type { SetupHistory } from './setup-history.ts';
import type { Standing } from './standing.ts';
import { type AmbientEvent } from './standing.ts';
import { isAfter, TailStep } from './tail-step.ts';

/** What a step did, for whoever keeps the records. */
export interface StepResult {
  readonly step: TailStep;
  /** Not numbered yet. */
  readonly facts: readonly AnyFact[];
  readonly decision: Decision | undefined;
  readonly policy: Policy | undefined;
}

/** What a repair has taken back, and what holds instead. */
export interface TwoHistories {
  /** Where the conversation stood when the two parted. */
  readonly common: Conversation;
  readonly undone: readonly TailStep[];
  readonly redone: readonly StepResult[];
}

/** One conversation of a tenant. */
export class LiveConversation {
  /** Where it stands now. */
  readonly now: Standing;
  /** Where it stood before the first step of the tail; null while the tail is empty. */
  base: Standing | null = null;
  tail: TailStep[] = [];
  /** The instant at which the due-time queue will look at it; Infinity when it will not. */
  queuedAt: EpochMs = Infinity;
  /** The engine's clock when it was touched last. */
  touchedAt: EpochMs = -Infinity;
  /** Whether the shelf will look whether its tail is over. */
  isTailWatched = false;
  /** Whether it differs from what the store has. */
  isDirty = false;
  /** Whether the store knows it. */
  isStored = false;

  constructor(now: Standing) {
    this.now = now;
  }

  get conversation(): Conversation {
    return this.now.conversation;
  }

  /** Whether an event comes before something that was decided already. */
  isLate(event: Ordered): boolean {
    const last = this.tail.at(-1);
    return last !== undefined && isAfter(last, event);
  }

  /** Whether anything since the base can have looked at an agent: only then does news of the past about them matter. */
  hasMet(agentId: string): boolean {
    const before = (this.base ?? this.now).conversation;
    const { session } = before;
    return (
      agentsOf(before).has(agentId) ||
      session?.ownerId === agentId ||
      session?.preferredAgentId === agentId ||
      this.tail.some(({ event }) => event !== null && namesAgent(event, agentId))
    );
  }

  /** Decides one event of its own, at the end of the tail. */
  takeOwn(event: ConversationEvent, setup: SetupHistory): StepResult {
    this.#beginTail();
    const result = ownStep(this.now, event, setup);
    this.tail.push(result.step);
    return result;
  }

  /** Decides an event that reaches it, at the end of the tail; undefined if it means nothing here. */
  takeAmbient(event: AmbientEvent, setup: SetupHistory): StepResult | undefined {
    if (!this.now.isReachedBy(event)) return undefined;
    this.#beginTail();
    const result = ambientStep(this.now, event, setup);
    this.tail.push(result.step);
    return result;
  }

  /** Gives deadlines other instants, at the end of the tail. */
  takeRearm(input: RearmInput, setup: SetupHistory): StepResult {
    this.#beginTail();
    const result = rearmStep(this.now, input, setup);
    this.tail.push(result.step);
    return result;
  }

  /** Fires the first deadline that is due before an instant; undefined if none is. */
  fireFirst(before: EpochMs, setup: SetupHistory): StepResult | undefined {
    const deadline = dueFirst(this.conversation, before);
    if (deadline === undefined) return undefined;
    this.#beginTail();
    const result = deadlineStep(this.now, deadline, setup);
    this.tail.push(result.step);
    return result;
  }

  /**
   * Takes its tail back to where an event belongs and decides all that follows again, the event included if it is new.
   *
   * @param ambients Events of the tenant that may have reached it, in order.
   * @param firedBefore Deadlines before this instant have fired in the tenant.
   */
  repair(
    from: Ordered,
    added: ConversationEvent | undefined,
    ambients: readonly AmbientEvent[],
    setup: SetupHistory,
    firedBefore: EpochMs,
  ): TwoHistories {
    this.#beginTail();
    const index = countBefore(this.tail, from);
    const undone = this.tail.slice(index);
    const standing = this.#standingBefore(index, setup);
    const common = standing.conversation;
    const inputs = inputsOf(undone, added, ambients, from);
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
    this.tail.length = index;
    for (const { step } of redone) this.tail.push(step);
    this.now.conversation = standing.conversation;
    this.now.metrics = standing.metrics;
    this.now.beside = standing.beside;
    return { common, undone, redone };
  }

  /** A tail that was read from a store may be over by now. */
  dropStale(horizon: EpochMs): this {
    const last = this.tail.at(-1);
    if (last !== undefined && last.at < horizon) {
      this.tail = [];
      this.base = null;
    }
    return this;
  }

  /** Lets go of the steps before an instant: nothing can come before them any more. */
  forgetBefore(horizon: EpochMs, setup: SetupHistory): void {
    const last = this.tail.at(-1);
    if (last === undefined || (this.tail[0] as TailStep).at >= horizon) return;
    if (last.at < horizon) {
      this.tail = [];
      this.base = null;
      return;
    }
    const index = this.tail.findIndex((step) => step.at >= horizon);
    this.base = this.#standingBefore(index, setup);
    this.tail = this.tail.slice(index);
  }

  #beginTail(): void {
    this.base ??= this.now.copy();
  }

  /** Where it stood before a step of the tail. */
  #standingBefore(index: number, setup: SetupHistory): Standing {
    assertInvariant(this.base !== null, 'a tail has a base');
    const standing = this.base.copy();
    for (const step of this.tail.slice(0, index)) {
      // What a store has kept of a step is not all that it did: it is decided again.
      if (step.after !== null && isWhole(step.facts)) {
        standing.conversation = step.after;
        standing.follow(step.facts, setup.policyAt(step.at));
      } else if (step.role === 'own') ownStep(standing, step.event as ConversationEvent, setup);
      else if (step.role === 'ambient') ambientStep(standing, step.event as AmbientEvent, setup);
      else if (step.rearm !== null) rearmStep(standing, step.rearm, setup);
      else {
        const deadline = dueFirst(standing.conversation, step.at + 1);
        if (deadline !== undefined) deadlineStep(standing, deadline, setup);
      }
    }
    return standing;
  }
}

const namesAgent = (event: EventIn, agentId: string) =>
  event.agentId === agentId || (event.type === 'agent.transferred' && event.to.id === agentId);

/** Whether an event that may reach others still says anything new, with all that is known now. */
export function isNews(event: AmbientEvent, setup: SetupHistory): boolean {
  switch (event.type) {
    case 'agent.presence':
      return setup.isPresenceNews(event);
    case 'channel.disabled':
    case 'channel.enabled':
      return setup.hasSwitched(event);
    case 'contact.merged':
    case 'agent.opened':
      return true;
  }
}

function ownStep(standing: Standing, event: ConversationEvent, setup: SetupHistory): StepResult {
  const step = new TailStep('own', event.at, event);
  const context = setup.contextAt(event, standing.conversation.channelId);
  if (context === undefined) {
    step.refusal = unknownChannel(standing.conversation.channelId, event.at);
    step.after = standing.conversation;
    return { step, facts: [], decision: undefined, policy: undefined };
  }
  const decision = standing.decide(event, context);
  step.refusal = decision.refusal;
  step.after = standing.conversation;
  const facts =
    decision.refusal === undefined ? standing.measured(decision.facts, context.policy) : [];
  return { step, facts, decision, policy: context.policy };
}

function ambientStep(standing: Standing, event: AmbientEvent, setup: SetupHistory): StepResult {
  const step = new TailStep('ambient', event.at, event);
  const context = setup.contextAt(event, standing.conversation.channelId);
  const decision = context === undefined ? undefined : standing.reach(event, context);
  const policy = context?.policy;
  step.after = standing.conversation;
  const facts =
    decision === undefined || policy === undefined ? [] : standing.measured(decision.facts, policy);
  return { step, facts, decision, policy };
}

function deadlineStep(standing: Standing, deadline: Deadline, setup: SetupHistory): StepResult {
  const step = new TailStep('deadline', deadline.dueAt, null);
  const context = setup.contextAt({ at: deadline.dueAt }, standing.conversation.channelId);
  assertInvariant(context !== undefined, 'a conversation with a deadline has a configured channel');
  const decision = standing.fire(deadline, context);
  step.after = standing.conversation;
  const facts = standing.measured(decision.facts, context.policy);
  return { step, facts, decision, policy: context.policy };
}

const isWhole = (facts: TailStep['facts']): facts is readonly AnyFact[] =>
  !facts.some((fact) => 'signature' in fact);

function countBefore(tail: readonly TailStep[], event: Ordered): number {
  let count = tail.length;
  while (count > 0 && isAfterOrSame(tail[count - 1] as TailStep, event)) count -= 1;
  return count;
}

const isAfterOrSame = (step: TailStep, event: Ordered) =>
  isAfter(step, event) || (step.at === event.at && step.id === event.id);

/** The deadline of a conversation that fires first of those due before an instant. */
function dueFirst({ deadlines }: Conversation, before: EpochMs): Deadline | undefined {
  let first: Deadline | undefined;
  for (let index = 0; index < deadlines.length; index += 1) {
    const deadline = deadlines[index] as Deadline;
    if (deadline.dueAt >= before) continue;
    if (first === undefined || compareDeadlines(deadline, first) < 0) first = deadline;
  }
  return first;
}

/** The refusal of an event on a channel that nobody has configured by then. */
export const unknownChannel = (channelId: string, at: EpochMs): Refused =>
  refused(
    'unknown_channel',
    `channel ${channelId} is not configured at ${formatInstant(at)}: send channel.configured first`,
  );
