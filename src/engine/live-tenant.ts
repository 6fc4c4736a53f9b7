// One tenant of a live engine: decides what arrives when it arrives, and repairs history when something comes late.
import type { ConversationEvent } from '../conversation/decide.ts';
import type { Refused } from '../conversation/refusals.ts';
import type { DeskEvent } from '../desk/desk.ts';
import { compareEvents } from '../events/order.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { Policy } from '../policy/policy.ts';
import type { EpochMs } from '../time/instant.ts';
import { isNews } from './ambient-reach.ts';
import { addressedBy, unknownSession } from './addressing.ts';
import type { Batch } from './batch.ts';
import { DeferredEvents } from './deferred-events.ts';
import { FactTeller } from './fact-teller.ts';
import { tellFinal } from './final-verdicts.ts';
import { answerGroup, LateArrivals, WaitingTaken, type LateGroup } from './late-arrivals.ts';
import type { LiveConversation } from './live-conversation.ts';
import type { LiveShelf } from './live-shelf.ts';
import { rejected } from './rejected.ts';
import { SetupHistory, type ChannelEvent } from './setup-history.ts';
import {
  ambientsFrom,
  isAmbient,
  reachesOthers,
  withAmbient,
  type AmbientEvent,
} from './standing.ts';
import type { TailStep } from './tail-step.ts';
import { effect, effective, type Taken } from './taken.ts';

/** One tenant. Nothing crosses from one tenant to another. */
export class LiveTenant {
  readonly id: string;
  readonly setup: SetupHistory;
  readonly shelf: LiveShelf;
  readonly teller: FactTeller;
  readonly deferred = new DeferredEvents();
  readonly #late = new LateArrivals();
  /** Events that may reach conversations which they do not name, not older than the horizon, in order. */
  ambients: AmbientEvent[] = [];
  /** The latest instant seen. */
  watermark: EpochMs = -Infinity;
  /** Deadlines before this instant have fired. */
  firedBefore: EpochMs = -Infinity;

  constructor(id: string, policy: Policy, shelf: LiveShelf) {
    this.id = id;
    this.setup = new SetupHistory(policy);
    this.shelf = shelf;
    this.teller = new FactTeller(this.setup);
  }

  /** What is older is late. */
  get horizon(): EpochMs {
    return this.shelf.horizon;
  }

  /** Takes an event whose time is neither late nor too far ahead, and whose id is new. */
  take(event: EventIn, batch: Batch): Taken {
    if (reachesOthers(event)) this.settleLate(batch);
    if (event.at > this.watermark) {
      this.watermark = event.at;
      const { lateness } = this.setup.policyAt(event.at);
      // What waits shall take its place while it still has one.
      if (event.at - lateness > this.#late.earliestAt) this.settleLate(batch);
      this.shelf.horizon = Math.max(this.horizon, event.at - lateness);
    }
    this.shelf.sweepTails();
    const taken = this.#apply(event, batch);
    this.#settleBefore(this.horizon, batch);
    return taken;
  }

  /** Lets the late events that wait take their places. */
  settleLate(batch: Batch): void {
    for (const group of this.#late.takeAll()) this.#settleGroup(group, batch);
  }

  #settleGroup(group: LateGroup, batch: Batch): void {
    const { conversation, first, waiting } = group;
    const from = batch.facts.length;
    const events = waiting.map(({ event }) => event);
    const repaired = this.#repair(conversation, first, events, batch);
    answerGroup(group, repaired, batch.facts.slice(from), (step, event, refusal) =>
      this.#refusedFor(step, event, refusal, batch),
    );
    for (const { verdict } of waiting) batch.answer(this.id, verdict);
  }

  #settleBefore(at: EpochMs, batch: Batch): void {
    if (!this.deferred.hasBefore(at)) return;
    tellFinal(this, this.deferred.takeBefore(at), this.deferred.takeSetupBefore(at), batch);
  }

  /** Settles what has waited for longer than events may be late, whether or not anything has come since. */
  settleQuiet(batch: Batch): void {
    const before = batch.recordedAt - this.setup.policy.lateness;
    tellFinal(this, this.deferred.takeAddedBefore(before), [], batch);
  }

  /** When the engine's clock settles the first of what waits; Infinity when nothing does. */
  get settlesAt(): EpochMs {
    return this.deferred.firstAddedAt + this.setup.policy.lateness + 1;
  }

  /** Every event up to an instant is known: what is older from now on is late. */
  close(at: EpochMs, batch: Batch): void {
    if (at > this.watermark) this.watermark = at;
    this.shelf.horizon = Math.max(this.horizon, at);
    this.#settleBefore(Math.max(this.horizon, at + 1), batch);
  }

  /** Fires the deadlines of a conversation before an instant. True if any did. */
  fire(conversation: LiveConversation, before: EpochMs, batch: Batch): boolean {
    for (let any = false; ; any = true) {
      const was = conversation.conversation;
      const result = conversation.fireFirst(before, this.setup);
      if (result === undefined) return any;
      this.teller.tell(conversation, was, result, batch);
      this.shelf.touch(conversation, was, batch.recordedAt);
    }
  }

  /** Lets go of what no late event can come before any more, and no deadline that is due from an instant on will ask for. */
  forget(dueAt: EpochMs): void {
    this.setup.forgetBefore(Math.min(this.shelf.forgetSteps(), dueAt));
    this.ambients = ambientsFrom(this.ambients, this.horizon);
  }

  #apply(event: EventIn, batch: Batch): Taken {
    switch (event.type) {
      case 'clock.advanced':
        return effect(event);
      case 'policy.changed': {
        const refusal = this.#change(event, () => this.setup.changePolicy(event));
        return this.#changeSetup(event, refusal, batch);
      }
      case 'channel.configured':
      case 'channel.disabled':
      case 'channel.enabled':
        return this.#changeChannel(event, batch);
      case 'contact.merged':
        return effect(event, this.#reachAll(event, batch));
      case 'agent.presence':
      case 'agent.heartbeat':
      case 'agent.capacity':
      case 'agent.team':
      case 'agent.shift':
      case 'agent.activity':
        return this.#changeDesk(event, batch);
      default:
        return this.#takeOwn(event, batch);
    }
  }

  #changeChannel(event: ChannelEvent, batch: Batch): Taken {
    const refusal = this.#change(event, () => this.setup.changeChannel(event));
    if (refusal !== undefined) {
      const verdict = rejected(event.id, refusal);
      // The channel may be configured by an event that is under way.
      if (event.at >= this.horizon) {
        this.deferred.addSetup(event);
        return { verdict: { ...verdict, verdict: 'deferred' }, conversation: undefined };
      }
      return { verdict, conversation: undefined };
    }
    const taken = this.#changeSetup(event, undefined, batch);
    if (event.type === 'channel.configured') {
      for (const waiting of this.deferred.takeSetup(event.channelId)) {
        const { verdict } = this.#changeChannel(waiting, batch);
        if (verdict.verdict !== 'deferred') batch.replace(this.id, verdict);
      }
    }
    return taken;
  }

  #changeSetup(event: EventIn, refusal: Refused | undefined, batch: Batch): Taken {
    if (refusal !== undefined) {
      return { verdict: rejected(event.id, refusal), conversation: undefined };
    }
    const repaired = isAmbient(event)
      ? this.#reachAll(event, batch)
      : this.#repairAfter(event, batch);
    return effect(event, repaired);
  }

  #changeDesk(event: DeskEvent, batch: Batch): Taken {
    if (event.type === 'agent.presence') {
      this.#change(event, () => this.setup.changeDesk(event));
    } else this.setup.changeDesk(event);
    this.teller.changedAgents.add(event.agentId);
    const repaired = event.type === 'agent.presence' && this.#reachAll(event, batch);
    return effect(event, repaired);
  }

  /** Changes the set-up; those for which that comes late remember what they have told under the set-up as it was. */
  #change<T extends Refused | void>(event: EventIn, change: () => T): T {
    const late = this.shelf.withStepsAfter(event);
    for (const conversation of late) conversation.rememberTold(event, this.setup);
    const refusal = change();
    if (refusal !== undefined) for (const conversation of late) conversation.forgetTold();
    return refusal;
  }

  /** Decides anew what was decided under a set-up that an event has changed for the past. True if facts were taken back. */
  #repairAfter(event: EventIn, batch: Batch): boolean {
    let repaired = false;
    for (const conversation of this.shelf.withStepsAfter(event)) {
      repaired = this.#repair(conversation, event, [], batch) || repaired;
    }
    return repaired;
  }

  /** Lets an event reach every conversation to which it matters. True if history was repaired. */
  #reachAll(event: AmbientEvent, batch: Batch): boolean {
    this.ambients = withAmbient(this.ambients, event, this.horizon);
    let repaired = this.#repairAfter(event, batch);
    if (!isNews(event, this.setup)) return repaired;
    const isLast = this.ambients.at(-1) === event;
    for (const conversation of this.shelf.reachedBy(event)) {
      // Those that it came late for have just been decided anew.
      if (conversation.isLate(event) || !conversation.now.isReachedBy(event)) continue;
      if (!isLast) {
        // What meant nothing after it may mean something now: an enabled channel is enabled, and then disabled before.
        repaired = this.#repair(conversation, event, [], batch) || repaired;
        continue;
      }
      this.fire(conversation, event.at, batch);
      const was = conversation.conversation;
      const result = conversation.takeAmbient(event, this.setup);
      if (result === undefined) continue;
      this.teller.tell(conversation, was, result, batch);
      this.shelf.touch(conversation, was, batch.recordedAt);
    }
    return repaired;
  }

  #takeOwn(event: ConversationEvent, batch: Batch): Taken {
    const conversation = addressedBy(event, this);
    if (conversation === undefined) {
      return { verdict: rejected(event.id, unknownSession(event)), conversation };
    }
    const lastAmbient = this.ambients[this.ambients.length - 1];
    const isOvertaken =
      (!this.shelf.isBehind(event.at) && conversation.isLate(event)) ||
      (lastAmbient !== undefined && compareEvents(lastAmbient, event) > 0);
    if (isOvertaken || conversation.isWaitedFor) {
      const waiting = this.#late.add(new WaitingTaken(event, conversation, isOvertaken));
      if (event.type === 'agent.opened') this.settleLate(batch);
      return waiting;
    }
    this.fire(conversation, event.at, batch);
    const was = conversation.conversation;
    const result = conversation.takeOwn(event, this.setup);
    this.shelf.touch(conversation, was, batch.recordedAt);
    const { step } = result;
    if (step.refusal !== undefined) {
      return { verdict: this.#refusedFor(step, event, step.refusal, batch), conversation };
    }
    this.teller.tell(conversation, was, result, batch);
    const repaired = event.type === 'agent.opened' && this.#reachAll(event, batch);
    return { verdict: effective(event, repaired), conversation };
  }

  /** The answer to an event that cannot apply as things stand: deferred while an earlier event may still change that. */
  #refusedFor(step: TailStep, event: EventIn, refusal: Refused, batch: Batch): Verdict {
    const verdict = rejected(event.id, refusal);
    if (this.setup.policyAt(event.at).lateness === 0) return verdict;
    step.isFinal = false;
    step.deferredAt = Math.max(1, batch.recordedAt);
    this.deferred.add(step);
    return { ...verdict, verdict: 'deferred' };
  }

  /** Takes a conversation back to an event and decides it anew. True if published facts no longer hold. */
  #repair(
    conversation: LiveConversation,
    from: EventIn,
    added: readonly ConversationEvent[],
    batch: Batch,
  ): boolean {
    const was = conversation.conversation;
    const until = Math.max(this.firedBefore, from.at);
    const histories = conversation.repair(from, added, this.ambients, this.setup, until);
    const difference = this.teller.tellRepair(conversation, was, { ...histories, from }, batch);
    this.shelf.touch(conversation, was, batch.recordedAt);
    for (const { step } of histories.redone) {
      if (!step.isFinal) this.deferred.add(step);
    }
    let repaired = difference.supersededCount > 0;
    for (const event of difference.openedNow) repaired = this.#reachAll(event, batch) || repaired;
    for (const event of difference.openedNoMore) {
      this.ambients = this.ambients.filter((other) => other !== event && other.id !== event.id);
      for (const other of this.shelf.withAmbientStep(event)) {
        repaired = this.#repair(other, event, [], batch) || repaired;
      }
    }
    return repaired;
  }
}
