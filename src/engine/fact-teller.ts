// What a tenant tells: numbers its facts without gaps, reports overload, keeps the records for the next checkpoint.
import type { Conversation } from '../conversation/conversation.ts';
import { Fact, type AnyFact } from '../events/fact.ts';
import type { EventIn, EventOf } from '../events/vocabulary.ts';
import type { Policy } from '../policy/policy.ts';
import type { EpochMs } from '../time/instant.ts';
import { AgentLoads } from './agent-loads.ts';
import type { Batch } from './batch.ts';
import { ConversationRecords } from './conversation-records.ts';
import { compareHistories, correctionsOf } from './correction.ts';
import type { LiveConversation, TwoHistories } from './live-conversation.ts';
import type { StepResult } from './live-step.ts';
import { rejected } from './rejected.ts';
import { watchedRepair, watchedStep } from './watched-step.ts';
import type { SetupHistory } from './setup-history.ts';
import type { TailStep } from './tail-step.ts';
import type { ToldStep } from './told-past.ts';

/** Two histories of a conversation, and the event from which they part. */
export interface Repair extends TwoHistories {
  readonly from: EventIn;
}

/** What a repair means beyond its conversation. */
export interface RepairOutcome {
  /** Published facts that no longer hold, count. */
  readonly supersededCount: number;
  /** New conversations that agents have begun after all, and such that they have not. */
  readonly openedNow: readonly EventOf<'agent.opened'>[];
  readonly openedNoMore: readonly EventOf<'agent.opened'>[];
}

/** The teller of one tenant. */
export class FactTeller {
  readonly loads = new AgentLoads();
  /** Agents whose desk has changed since the last checkpoint. */
  readonly changedAgents = new Set<string>();
  /** What the next checkpoint writes beside the conversations, by conversation. */
  #records = new Map<string, ConversationRecords>();
  /** The same of the one that is being written; empty while none is. */
  #recordsUnderWay: ReadonlyMap<string, ConversationRecords> = NO_RECORDS;
  /** The number of the last fact; 0 before the first. */
  seq = 0;
  readonly #setup: SetupHistory;
  readonly #policyAt = (at: EpochMs) => this.#setup.policyAt(at);

  constructor(setup: SetupHistory) {
    this.#setup = setup;
  }

  /** Tells what one step at the end of a tail has established. */
  tell(conversation: LiveConversation, was: Conversation, result: StepResult, batch: Batch): void {
    const { facts, policy, step } = result;
    for (let index = 0; index < facts.length; index += 1) {
      this.#publish(facts[index] as AnyFact, batch);
    }
    step.note(facts);
    this.#note(conversation, result);
    batch.decided?.push(watchedStep(conversation.conversation, step, facts));
    if (policy === undefined) return;
    this.loads.follow(was, conversation.conversation, this.#policyAt);
    for (let index = 0; index < facts.length; index += 1) {
      const fact = facts[index] as AnyFact;
      if (fact.type === 'work.accepted') this.#weigh(fact, policy, batch);
    }
  }

  /** Tells what a repair has changed: what no longer holds first, then what holds instead. */
  tellRepair(
    conversation: LiveConversation,
    was: Conversation,
    { common, undone, redone, from }: Repair,
    batch: Batch,
  ): RepairOutcome {
    const { superseded, fresh, holding } = compareHistories(undone, redone);
    const { id, tenant } = conversation.conversation;
    const place = { tenant, conversationId: id, causationId: from.id };
    const corrections = correctionsOf(superseded, from.at, place);
    for (const fact of corrections) this.#publish(fact, batch);
    for (const fact of fresh) this.#publish(fact, batch);
    holding.forEach((facts, index) => redone[index]?.step.note(facts));
    if (batch.decided !== undefined) {
      batch.decided.push(...watchedRepair(conversation, redone, corrections, new Set(fresh), from));
    }
    this.#tellVerdicts(tenant, undone, redone, batch);
    this.recordsOf(id).goBackTo(common);
    for (const result of redone) this.#note(conversation, result);
    const after = conversation.conversation;
    if (was.sessionsCount > after.sessionsCount || was.attemptsCount > after.attemptsCount) {
      const records = this.recordsOf(id);
      records.shrink('sessions', was.sessionsCount, after.sessionsCount);
      records.shrink('works', was.attemptsCount, after.attemptsCount);
    }
    this.loads.follow(was, after, this.#policyAt);
    const before = openedIn(undone);
    const now = openedIn(redone);
    const supersededCount = superseded.length;
    return {
      supersededCount,
      openedNow: now.filter((event) => !before.includes(event)),
      openedNoMore: before.filter((event) => !now.includes(event)),
    };
  }

  /** The records of a conversation since the last checkpoint was begun. */
  recordsOf(conversationId: string): ConversationRecords {
    let records = this.#records.get(conversationId);
    if (records === undefined) {
      records = new ConversationRecords();
      this.#records.set(conversationId, records);
    }
    return records;
  }

  /** The records of a conversation that the store may not have yet, the latest first. */
  *unstoredRecordsOf(conversationId: string): Generator<ConversationRecords, undefined> {
    for (const each of [this.#records, this.#recordsUnderWay]) {
      const records = each.get(conversationId);
      if (records !== undefined) yield records;
    }
  }

  /** What a checkpoint that begins writes beside the conversations. */
  takeRecords(): ReadonlyMap<string, ConversationRecords> {
    this.#recordsUnderWay = this.#records;
    this.#records = new Map();
    return this.#recordsUnderWay;
  }

  /** The store has what was taken. */
  settleRecords(): void {
    this.#recordsUnderWay = NO_RECORDS;
  }

  /** A conversation leaves no records. */
  forgetRecords(conversationId: string): void {
    this.#records.delete(conversationId);
  }

  #note(conversation: LiveConversation, result: StepResult): void {
    const { decision } = result;
    if (decision === undefined) return;
    if (decision.endedSessions.length === 0 && decision.finishedWorks.length === 0) return;
    this.recordsOf(conversation.conversation.id).note(result);
  }

  #publish(fact: AnyFact, batch: Batch): void {
    this.seq += 1;
    fact.seq = this.seq;
    fact.recordedAt = batch.isEventTime ? fact.at : batch.recordedAt;
    batch.facts.push(fact);
  }

  /** Verdicts that a repair has changed: of events that apply after all, and of such that never did. */
  #tellVerdicts(
    tenant: string,
    undone: readonly ToldStep[],
    redone: readonly StepResult[],
    batch: Batch,
  ): void {
    const again = new Map<string, TailStep>();
    for (const { step } of redone) if (step.role === 'own') again.set(step.id, step);
    for (const { step: old } of undone) {
      if (old.role !== 'own' || old.event === null) continue;
      const step = again.get(old.id);
      const refusal = step?.refusal;
      const wasFinal = old.isFinal;
      // The step that stood here is no more: nobody shall settle it.
      old.isFinal = true;
      if (step === undefined) continue;
      const eventId = old.id;
      if (refusal === undefined) {
        if (old.refusal !== undefined) batch.replace(tenant, { eventId, verdict: 'applied' });
      } else if (old.refusal !== undefined) {
        step.isFinal = wasFinal;
        step.deferredAt = old.deferredAt;
        const isSame = refusal.code === old.refusal.code && refusal.rule === old.refusal.rule;
        if (wasFinal && !isSame) batch.replace(tenant, rejected(eventId, refusal));
      } else batch.replace(tenant, rejected(eventId, refusal));
    }
  }

  /** Work beyond what an agent may have is reported, never prevented (I10). */
  #weigh(fact: Fact<'work.accepted'>, policy: Policy, batch: Batch): void {
    const { agentId, workId } = fact.data;
    if (agentId === undefined) return;
    const { items, paused } = this.loads.of(agentId);
    const { maxItems } = policy.capacity;
    const report = (load: number, capacity: number) => {
      const data = { workId, agentId, load, capacity };
      const over = new Fact('work.overCapacity', fact.at, fact, fact.sessionId, data);
      this.#publish(over, batch);
    };
    if (items + paused > maxItems) report(items + paused, maxItems);
    const desk = this.#setup.deskOf(agentId);
    if (desk === undefined || desk.capacity === null) return;
    const load = items * desk.weight;
    if (load > desk.capacity) report(load, desk.capacity);
  }
}

const NO_RECORDS: ReadonlyMap<string, ConversationRecords> = new Map();

/** Applied events by which agents began new conversations. */
function openedIn(
  steps: readonly { readonly step: TailStep }[],
): readonly EventOf<'agent.opened'>[] {
  const opened: EventOf<'agent.opened'>[] = [];
  for (const { step } of steps) {
    const { role, event, refusal } = step;
    if (role !== 'own' || refusal !== undefined) continue;
    if (event?.type === 'agent.opened') opened.push(event);
  }
  return opened;
}
