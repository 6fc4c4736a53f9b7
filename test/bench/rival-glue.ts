// What teams write by hand around XState: a row for the snapshot and a row for the timer, one transaction an event.
// It is spared what Holdline does beside: no repetition is recognised, no fact, verdict or metric is kept, nothing is repaired.
import { DatabaseSync } from '@photostructure/sqlite';
import { createActor, SimulatedClock, type Snapshot } from 'xstate';
import { enhancedCustomer, type SessionContext } from '../../machines/index.ts';
import { toPath } from '../../src/statechart/state-path.ts';
import type { RivalEnd, RivalEvent, RivalWorkload } from './rival-workload.ts';

const SCHEMA = `
  PRAGMA journal_mode=WAL;
  PRAGMA synchronous=FULL;
  CREATE TABLE session (id INTEGER PRIMARY KEY, snapshot TEXT NOT NULL) STRICT;
  CREATE TABLE timer (session_id INTEGER PRIMARY KEY, due_at INTEGER NOT NULL) STRICT;
  CREATE INDEX timer_by_due ON timer (due_at);
`;

/** Notes the delays that an actor asks for: the row is the timer, nothing waits in memory. */
class NotingClock extends SimulatedClock {
  delays: number[] = [];

  override setTimeout(callback: () => void, delayMs: number): number {
    this.delays.push(delayMs);
    return super.setTimeout(callback, delayMs);
  }
}

/** Sessions of XState in an SQLite file, each restored for its event and written back. */
export class GluedSessions {
  readonly #database: InstanceType<typeof DatabaseSync>;
  readonly #settings: RivalWorkload['settings'];
  readonly #read;
  readonly #write;
  readonly #setTimer;
  readonly #dropTimer;

  constructor(file: string, settings: RivalWorkload['settings']) {
    this.#settings = settings;
    this.#database = new DatabaseSync(file);
    this.#database.exec(SCHEMA);
    const prepare = (sql: string) => this.#database.prepare(sql);
    this.#read = prepare('SELECT snapshot FROM session WHERE id = ?');
    this.#write = prepare(
      'INSERT INTO session VALUES (?, ?) ON CONFLICT DO UPDATE SET snapshot = excluded.snapshot',
    );
    this.#setTimer = prepare(
      'INSERT INTO timer VALUES (?, ?) ON CONFLICT DO UPDATE SET due_at = excluded.due_at',
    );
    this.#dropTimer = prepare('DELETE FROM timer WHERE session_id = ?');
  }

  /** One event: on disk when it returns. */
  send({ session, at, forChart }: RivalEvent): void {
    this.#database.exec('BEGIN IMMEDIATE');
    const row = this.#read.get(session) as { snapshot: string } | undefined;
    const settings = this.#settings[session];
    if (settings === undefined) throw new Error(`expected settings of session ${session}`);
    const clock = new NotingClock();
    const restored = row === undefined ? {} : { snapshot: snapshotIn(row.snapshot) };
    const actor = createActor(enhancedCustomer, { input: { settings }, clock, ...restored });
    actor.start();
    const before = toPath(actor.getSnapshot().value);
    clock.delays = [];
    actor.send(forChart);
    // A delay belongs to the state that started it: who leaves the state has no timer any more.
    if (toPath(actor.getSnapshot().value) !== before) this.#dropTimer.run(session);
    for (const delayMs of clock.delays) this.#setTimer.run(session, at + delayMs);
    this.#write.run(session, JSON.stringify(actor.getPersistedSnapshot()));
    actor.stop();
    this.#database.exec('COMMIT');
  }

  /** How the sessions ended, by session. */
  ends(): readonly RivalEnd[] {
    const rows = this.#database.prepare('SELECT snapshot FROM session ORDER BY id').all();
    return (rows as { snapshot: string }[]).map(({ snapshot }) => endOf(snapshotIn(snapshot)));
  }

  /** Instants at which timers are due, ascending; epoch milliseconds. */
  dueTimes(): readonly number[] {
    const rows = this.#database.prepare('SELECT due_at FROM timer ORDER BY due_at').all();
    return (rows as { due_at: number }[]).map((row) => row.due_at);
  }

  close(): void {
    this.#database.close();
  }
}

const snapshotIn = (text: string) => JSON.parse(text) as Snapshot<unknown>;

/** Where a persisted snapshot stands. */
export function endOf(snapshot: unknown): RivalEnd {
  const { value, context } = snapshot as { value: string | object; context: SessionContext };
  const { agentMessages, endUserMessages } = context;
  return { value: toPath(value as Parameters<typeof toPath>[0]), agentMessages, endUserMessages };
}
