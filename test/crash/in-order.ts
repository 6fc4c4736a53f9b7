// The strongest question of all: does the file, whatever it went through, say what an engine in memory says that heard the
// same events once and in order?
import { pendingOf, type PendingDeadline } from '../../src/engine/dispatch-outcome.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { digestsOf } from '../../src/engine/keyword-digest.ts';
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import type { EventIn } from '../../src/events/vocabulary.ts';
import { factsThatHold, type JournalReading } from './journal-reading.ts';

/** Lets time go on in a durable engine to an instant, and tells how it differs from one in memory; empty if it does not. */
export async function differenceFromInOrder(
  engine: Engine,
  until: number,
  journalNow: () => JournalReading,
): Promise<readonly string[]> {
  await engine.settle();
  await engine.advanceTo(until);
  const journal = journalNow();
  const counted = journal.events.filter(({ id }) => isCounted(journal, id));
  const told: AnyFact[] = [];
  const memory = new MemoryEngine({ sink: { fact: (fact) => told.push(fact) } });
  for (const event of counted.toSorted((a, b) => a.at - b.at)) memory.dispatch(withText(event));
  memory.settle();
  memory.advanceTo(until);
  const pending = [...memory.conversations()].flatMap((conversation) => pendingOf(conversation));
  const facts = [...journal.facts.values()].flatMap((all) => factsThatHold(all));
  return [
    ...difference('fact', facts.map(factKey), told.map(factKey)),
    ...difference('deadline', (await engine.timers()).map(deadlineKey), pending.map(deadlineKey)),
  ];
}

/** The only text of the workload. */
const TEXT = 'STOP';

/** An event as its host has sent it: of a text the journal has nothing but digests. */
function withText(event: EventIn): object {
  const { textDigests, ...rest } = event as EventIn & { readonly textDigests?: unknown };
  if (textDigests === undefined) return rest;
  if (JSON.stringify(textDigests) !== JSON.stringify(digestsOf(TEXT))) {
    throw new Error(`expected the digests of ${TEXT}, found others`);
  }
  return { ...rest, text: TEXT };
}

/** Late events and such of a clock gone wrong are recorded, and change nothing. */
function isCounted({ verdicts }: JournalReading, id: EventIn['id']): boolean {
  const verdict = verdicts.get(id);
  return verdict?.verdict !== 'late' && verdict?.code !== 'time_out_of_range';
}

function factKey({ type, at, conversationId, sessionId, causationId, data }: AnyFact): string {
  // Overload is what was seen when it was reported, by whoever saw it.
  if (type === 'work.overCapacity') return type;
  return JSON.stringify([type, at, sessionId ?? conversationId, causationId, data]);
}

const deadlineKey = ({ sessionId, name, dueAt, setBy }: PendingDeadline) =>
  JSON.stringify([sessionId, name, dueAt, setBy]);

function difference(what: string, ours: readonly string[], theirs: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const key of ours) counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const key of theirs) counts.set(key, (counts.get(key) ?? 0) - 1);
  counts.delete('work.overCapacity');
  return [...counts]
    .filter(([, count]) => count !== 0)
    .map(([key, count]) => `${what} ${count > 0 ? 'only here' : 'only in order'}: ${key}`);
}
