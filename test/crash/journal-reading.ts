// The journal as a stranger reads it: which event is in which record, what was established, who was touched last by what.
import { conversationId } from '../../src/conversation/conversation-id.ts';
import { isEvent, readRecord } from '../../src/engine/journal-record.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import type { Verdict } from '../../src/events/verdict.ts';
import type { EventIn } from '../../src/events/vocabulary.ts';
import type { JournalRecord } from '../../src/store/store.ts';
import { ORIGIN } from '../replay/world.ts';

/** What the journal of a file says. */
export interface JournalReading {
  /** In the order of their records. */
  readonly events: readonly EventIn[];
  /** The last verdict on an event; undefined for one that plainly applied. */
  readonly verdicts: ReadonlyMap<string, Verdict>;
  /** By tenant, in order. */
  readonly facts: ReadonlyMap<string, readonly AnyFact[]>;
  /** By conversation: the last event that names it, where nothing that could reach it has happened since. */
  readonly lastEvents: ReadonlyMap<string, EventIn>;
  /** The engine's clock at the last record, epoch milliseconds; the beginning of the workload for an empty journal. */
  readonly recordedAt: number;
}

/** Reads all records. */
export function readJournal(records: Iterable<JournalRecord>): JournalReading {
  const events: EventIn[] = [];
  const verdicts = new Map<string, Verdict>();
  const facts = new Map<string, AnyFact[]>();
  const lastEvents = new Map<string, EventIn>();
  let recordedAt = ORIGIN;
  for (const record of records) {
    const read = readRecord(record);
    recordedAt = Math.max(recordedAt, read.recordedAt);
    const touched = new Map<string, EventIn | null>();
    const forgetAll = () => {
      lastEvents.clear();
      for (const id of touched.keys()) touched.set(id, null);
    };
    for (const command of read.commands) {
      if (!isEvent(command)) continue;
      events.push(command);
      const named = nameOf(command);
      // What concerns more than one conversation may have reached any.
      if (named === undefined || command.type === 'agent.opened') forgetAll();
      if (named !== undefined) touched.set(named, command);
    }
    for (const verdict of read.verdicts) verdicts.set(verdict.eventId, verdict);
    for (const fact of read.facts) {
      append(facts, fact.tenant, fact);
      if (!touched.has(fact.conversationId)) touched.set(fact.conversationId, null);
    }
    for (const [id, event] of touched) {
      if (event === null) lastEvents.delete(id);
      else lastEvents.set(id, event);
    }
  }
  return { events, verdicts, facts, lastEvents, recordedAt };
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

function nameOf(event: EventIn): string | undefined {
  const { sessionId, channelId, endUserId } = event as {
    sessionId?: string;
    channelId?: string;
    endUserId?: string;
  };
  if (sessionId !== undefined) return sessionId.slice(0, sessionId.lastIndexOf('/'));
  if (channelId === undefined || endUserId === undefined) return undefined;
  return conversationId(event.tenant, channelId, endUserId);
}

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
