// What one idle session costs the host, in bytes of heap: everything that is kept for it but the string that is its key.
import { IdSet } from '../../src/engine/id-set.ts';
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import type { ReportRow } from './report.ts';

const BYTES_MAX = 400;
const SESSIONS = 200_000;
const START = Date.UTC(2026, 2, 2, 6);
const HOUR = 60 * 60 * 1000;
/** All sessions begin within an hour; two hours later every one is idle, and none has run out. */
const STEP_MS = HOUR / SESSIONS;
const AGENTS = 200;

interface Kind {
  readonly title: string;
  readonly channel: object;
  readonly status: string;
  /** What brings a session to rest, in order. */
  readonly events: readonly (readonly [type: string, fields?: object])[];
}

const TAB = {
  channelId: 'web',
  channelType: 'Custom',
  platform: 'enhanced',
  capacityModel: 'tabBased',
  queueId: 'q-1',
};
const STATUS = { ...TAB, capacityModel: 'statusBased' };
const SERVED = [
  ['customer.message'],
  ['work.offered'],
  ['work.accepted'],
  ['agent.message'],
  ['agent.markedInactive'],
] as const;

const KINDS: readonly Kind[] = [
  { title: 'Inactive, tab-based', channel: TAB, status: 'Inactive', events: SERVED },
  {
    title: 'Inactive, status-based, work paused',
    channel: STATUS,
    status: 'Inactive',
    events: SERVED,
  },
  { title: 'New, agent wrote first', channel: TAB, status: 'New', events: [['agent.opened']] },
  {
    title: 'Consent, one keyword',
    channel: TAB,
    status: 'Consent',
    events: [['customer.message', { keyword: 'help' }]],
  },
];

/** The rows of the report; each kind in an engine of its own. */
export function idleHeap(): readonly ReportRow[] {
  return KINDS.flatMap((kind) => {
    const { bytes, idBytes } = measured(kind);
    const ids = Math.round(idBytes);
    return [
      {
        what: kind.title,
        found: `${Math.round(bytes)} bytes`,
        wanted: `<= ${BYTES_MAX} bytes`,
        holds: bytes <= BYTES_MAX,
      },
      {
        what: `  with the ids of its ${kind.events.length} events, against repetition`,
        found: `${Math.round(bytes + idBytes)} bytes`,
        wanted: `${Math.round(ids / kind.events.length)} an id`,
      },
    ];
  });
}

function measured(kind: Kind): { readonly bytes: number; readonly idBytes: number } {
  const before = heapUsed();
  const ids = new IdSet();
  for (const id of eventIds(kind)) ids.add(id);
  const idHeap = heapUsed() - before;
  if (ids.size !== SESSIONS * kind.events.length) throw new Error('expected every id once');

  const beforeKeys = heapUsed();
  const keys = Array.from({ length: SESSIONS }, (_, index) =>
    flat(`default/web/${endUserOf(index)}`),
  );
  const keyHeap = heapUsed() - beforeKeys - 8 * SESSIONS;
  keys.length = 0;

  const beforeEngine = heapUsed();
  const engine = new MemoryEngine();
  bringToRest(engine, kind);
  const engineHeap = heapUsed() - beforeEngine;
  assertAtRest(engine, kind);
  const bytes = (engineHeap - keyHeap - idHeap) / SESSIONS;
  return { bytes, idBytes: idHeap / SESSIONS };
}

function bringToRest(engine: MemoryEngine, { channel, events }: Kind): void {
  engine.dispatch({ id: 'channel', type: 'channel.configured', at: START, ...channel });
  for (let index = 0; index < SESSIONS; index += 1) {
    let at = START + Math.floor(index * STEP_MS);
    for (const [position, [type, fields]] of events.entries()) {
      at += 1000;
      engine.dispatch(
        {
          id: flat(eventId(index, position)),
          type,
          at,
          channelId: 'web',
          endUserId: endUserOf(index),
          agentId: type.startsWith('customer') ? undefined : `agent-${index % AGENTS}`,
          messageId: `m-${index}-${position}`,
          workId: `w-${index}`,
          ...fields,
        },
        true,
      );
    }
  }
  // The clock says that time has gone by; what comes after it finds everything at rest and packs it.
  for (const hours of [3, 3.5]) {
    engine.dispatch({ id: `clock-${hours}`, type: 'clock.advanced', at: START + hours * HOUR });
    engine.settle();
  }
}

function assertAtRest(engine: MemoryEngine, { status }: Kind): void {
  let found = 0;
  for (const { session } of engine.conversations()) if (session?.status === status) found += 1;
  if (found !== SESSIONS)
    throw new Error(`expected ${SESSIONS} sessions ${status}, found ${found}`);
}

const endUserOf = (index: number) => `user-${1_000_000 + index}`;

const eventId = (index: number, position: number) => `event-${1_000_000 + index}-${position}`;

function* eventIds({ events }: Kind): Generator<string> {
  for (let index = 0; index < SESSIONS; index += 1) {
    for (const position of events.keys()) yield flat(eventId(index, position));
  }
}

/** One string in one piece: what is joined is a tree of pieces in V8 until somebody reads it as a property name. */
function flat(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

function heapUsed(): number {
  if (globalThis.gc === undefined)
    throw new Error('run node with --expose-gc, as npm run bench does');
  globalThis.gc();
  globalThis.gc();
  const { heapUsed: inHeap, arrayBuffers } = process.memoryUsage();
  return inHeap + arrayBuffers;
}
