// What a kill has left on the disk, opened as the next start would open it, and held against what the parent knows.
import { copyFileSync, existsSync } from 'node:fs';
import type { Engine } from '../../src/engine/engine.ts';
import { openEngine } from '../../src/engine/open-engine.ts';
import type { AnyFact } from '../../src/events/fact.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { openSqliteStore, type SqliteStore } from '../../src/store/sqlite-store.ts';
import type { HostEvent } from './host-protocol.ts';
import { differenceFromInOrder } from './in-order.ts';
import { readJournal, type JournalReading } from './journal-reading.ts';
import type { ParentModel } from './parent-model.ts';

/** How long after the last record time goes on at the end, milliseconds: deadlines fire that were set before the kill. */
const AFTERWARDS_MS = 50 * 3_600_000;

/** Copies a file with its write-ahead log, so that looking at it leaves the original as the kill left it. */
export function copyStore(file: string, copy: string): void {
  for (const suffix of ['', '-wal']) {
    if (existsSync(`${file}${suffix}`)) copyFileSync(`${file}${suffix}`, `${copy}${suffix}`);
  }
}

/** Everything that is wrong with a copy of a file; empty when nothing acknowledged is lost and nothing is there twice. */
export async function judgeRemains(copy: string, model: ParentModel): Promise<readonly string[]> {
  const store = openSqliteStore({ file: copy });
  const journal = readJournal(store.records(0));
  const clock = new VirtualClock(journal.recordedAt);
  const engine = openEngine({ store, clock, ticksByClock: false });
  try {
    return [
      ...first(store.check()),
      ...first(eventsLost(journal, model)),
      ...first(deadlinesMoved(engine, journal, model)),
      ...first(await feedFaults(engine, journal, model)),
      ...first(await eventsForgotten(engine, model)),
      ...first(
        await differenceFromInOrder(engine, endOf(journal), () => readJournal(store.records(0))),
      ),
      ...first(checkAgain(store)),
    ];
  } finally {
    await engine.close();
  }
}

/** Each acknowledged event is in the journal, once, with the facts that its answer named. */
function eventsLost({ events, facts }: JournalReading, model: ParentModel): string[] {
  const found: string[] = [];
  const counts = new Map<string, number>();
  for (const { id } of events) counts.set(id, (counts.get(id) ?? 0) + 1);
  for (const [id, count] of counts) {
    if (count > 1) found.push(`${id} is ${count} times in the journal`);
    if (!model.sent.has(id)) found.push(`${id} was never sent`);
  }
  for (const [id, answer] of model.acknowledged) {
    if (!counts.has(id)) found.push(`${id} was acknowledged and is lost`);
    const { tenant } = model.sent.get(id) as HostEvent;
    for (const seq of answer?.facts ?? []) {
      const fact = facts.get(tenant)?.[seq - 1];
      if (fact?.seq !== seq) found.push(`fact ${seq} was acknowledged with ${id} and is lost`);
    }
  }
  return found;
}

/** Where nothing has happened since the last answer, the conversation waits for the very instants that the answer named. */
function deadlinesMoved(engine: Engine, journal: JournalReading, model: ParentModel): string[] {
  const found: string[] = [];
  for (const [id, event] of journal.lastEvents) {
    const answer = model.acknowledged.get(event.id);
    // What concerned no conversation was answered without one.
    if (answer === undefined || answer === null || answer.verdict === 'late') continue;
    if (answer.verdict === 'rejected' && answer.sessionId === null) continue;
    const conversation = engine.conversation(id);
    const session = conversation?.session ?? null;
    const now = {
      sessionId: session?.id ?? null,
      status: session?.status ?? null,
      deadlines: (conversation?.deadlines ?? [])
        .map(({ sessionId, name, dueAt, setBy }) => ({ sessionId, name, dueAt, setBy }))
        .toSorted((a, b) => a.dueAt - b.dueAt),
    };
    const { sessionId, status, deadlines } = answer;
    const then = JSON.stringify({ sessionId, status, deadlines });
    if (JSON.stringify(now) !== then) {
      found.push(`${id} was answered ${then} for ${event.id}, and is ${JSON.stringify(now)}`);
    }
  }
  return found;
}

/** The feed has no gap, says what was read after earlier kills and more, and what listeners heard. */
async function feedFaults(
  engine: Engine,
  journal: JournalReading,
  model: ParentModel,
): Promise<string[]> {
  const found: string[] = [];
  for (const [tenant, written] of journal.facts) {
    // oxlint-disable-next-line no-await-in-loop
    const facts = await factsOf(engine, tenant, 0, written.length);
    const gap = facts.findIndex(({ seq }, index) => seq !== index + 1);
    if (gap >= 0) found.push(`the feed of ${tenant} has a gap before ${facts[gap]?.seq}`);
    const read = facts.map((fact) => JSON.stringify(fact));
    const before = model.read.get(tenant) ?? [];
    const changed = before.findIndex((text, index) => read[index] !== text);
    if (changed >= 0) {
      found.push(`fact ${changed + 1} of ${tenant} was ${before[changed]}, is ${read[changed]}`);
    }
    model.read.set(tenant, read);
    const half = Math.floor(written.length / 2);
    // oxlint-disable-next-line no-await-in-loop
    const rest = await factsOf(engine, tenant, half, written.length);
    if (rest.length !== facts.length - half) found.push(`the feed of ${tenant} does not go on`);
  }
  for (const { tenant, seq, type } of model.heard) {
    const fact = journal.facts.get(tenant)?.[seq - 1];
    if (fact?.type !== type) found.push(`a listener heard ${type} ${seq}, which was not kept`);
  }
  return found;
}

async function factsOf(engine: Engine, tenant: string, from: number, to: number) {
  const facts: AnyFact[] = [];
  if (from === to) return facts;
  for await (const fact of engine.subscribe({ tenant, from })) {
    facts.push(fact);
    if (fact.seq >= to) break;
  }
  return facts;
}

/** Each acknowledged event is known: sent again, it is a duplicate. */
async function eventsForgotten(engine: Engine, model: ParentModel): Promise<string[]> {
  const again = [...model.acknowledged.keys()].map((id) => model.sent.get(id) as HostEvent);
  const outcomes = await engine.dispatchMany(again);
  return outcomes
    .filter(({ verdict }) => verdict !== 'duplicate')
    .map(({ eventId, verdict }) => `${eventId} was acknowledged, and is ${verdict} again`);
}

const endOf = ({ recordedAt, events }: JournalReading) =>
  events.reduce((latest, { at }) => Math.max(latest, at), recordedAt) + AFTERWARDS_MS;

const checkAgain = (store: SqliteStore) => store.check();

/** At most so many findings of one kind are told. */
const FINDINGS_MAX = 5;

const first = (found: readonly string[]) =>
  found.length <= FINDINGS_MAX
    ? found
    : [...found.slice(0, FINDINGS_MAX), `… and ${found.length - FINDINGS_MAX} more`];
