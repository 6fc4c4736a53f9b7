// What the journal of a run says, read as a stranger would: every event, every final verdict, every fact.
import { isEvent, readRecord } from '../../src/engine/journal-record.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import type { Verdict } from '../../src/events/verdict.ts';
import type { JournalRecord } from '../../src/store/store.ts';

/** The journal of one run. */
export interface Journal {
  /** How often each event is in it, by tenant and id. */
  readonly events: ReadonlyMap<string, number>;
  /** The last verdict on each event. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** By tenant, in the order in which they were told. */
  readonly facts: ReadonlyMap<string, readonly AnyFact[]>;
}

/** The key of an event: ids are unique within a tenant. */
export const eventKey = ({ tenant, id }: { readonly tenant: string; readonly id: string }) =>
  `${tenant} ${id}`;

/** Reads a journal. */
export function readJournal(records: Iterable<JournalRecord>): Journal {
  const events = new Map<string, number>();
  const verdicts = new Map<string, Verdict>();
  const facts = new Map<string, AnyFact[]>();
  for (const record of records) {
    const read = readRecord(record);
    for (const command of read.commands) {
      if (!isEvent(command)) continue;
      const key = eventKey(command);
      events.set(key, (events.get(key) ?? 0) + 1);
      // That an event simply applied goes without saying.
      verdicts.set(command.id, { eventId: command.id, verdict: 'applied' });
    }
    for (const verdict of read.verdicts) verdicts.set(verdict.eventId, verdict);
    for (const fact of read.facts) {
      const told = facts.get(fact.tenant);
      if (told === undefined) facts.set(fact.tenant, [fact]);
      else told.push(fact);
    }
  }
  return { events, verdicts, facts };
}

/** The facts that hold: without those that a correction names, and without the corrections. */
export function factsThatHold(facts: readonly AnyFact[]): readonly AnyFact[] {
  const holding = new Map<number, AnyFact>();
  for (const fact of facts) {
    if (fact.type === 'session.corrected' || fact.type === 'metric.corrected') {
      for (const seq of fact.data.supersedes) holding.delete(seq);
    } else holding.set(fact.seq, fact);
  }
  return [...holding.values()];
}

/** What is wrong with the corrections of a feed: each names facts of its session that were told and still held. */
export function correctionFaults(facts: readonly AnyFact[]): string[] {
  const holding = new Map<number, AnyFact>();
  const found: string[] = [];
  for (const fact of facts) {
    if (fact.type !== 'session.corrected' && fact.type !== 'metric.corrected') {
      holding.set(fact.seq, fact);
      continue;
    }
    for (const seq of fact.data.supersedes) {
      const old = holding.get(seq);
      if (old === undefined) found.push(`${fact.type} ${fact.seq} supersedes ${seq}, not held`);
      else if (old.sessionId !== fact.sessionId) {
        found.push(`${fact.type} ${fact.seq} of ${fact.sessionId} supersedes one of another`);
      }
      holding.delete(seq);
    }
  }
  return found;
}
