// Our wire events held against those of the package whose format they are: the same machine, the same run, both at once.
import { createInspector, type StatelyInspectionEvent } from '@statelyai/inspect';
import { describe, expect, it, vi } from 'vitest';
import { createActor, SimulatedClock, type AnyStateMachine } from 'xstate';
import {
  charts,
  ENHANCED_SETTINGS,
  STANDARD_SETTINGS,
  type SessionContext,
} from '../../machines/index.ts';
import { MemoryEngine } from '../../src/engine/memory-engine.ts';
import { MemoryFeed } from '../../src/inspection/memory-feed.ts';
import { redactEvent, shortId } from '../../src/inspection/redaction.ts';
import { WIRE_VERSION, type WireEvent } from '../../src/inspection/wire-event.ts';
import { WireProducer } from '../../src/inspection/wire-producer.ts';
import { CHANNEL, event, type Told } from '../engine/hosted.ts';
import { instantOf, STORY_DAY } from '../conversation/story-time.ts';

const SESSION = 'default/chat/cora/1';

/** The instant of an event; spans count from midnight. */
const atOf = (told: Told) => instantOf(told.at, STORY_DAY);

/** What the package sends of a plain actor that gets the same events at the same times. */
async function fromThePackage(
  machine: AnyStateMachine,
  input: object,
  story: readonly Told[],
): Promise<readonly StatelyInspectionEvent[]> {
  const sent: StatelyInspectionEvent[] = [];
  const inspector = createInspector(
    { send: (told) => sent.push(told) },
    {
      // By default it cuts a definition off below its tenth level.
      serializationDepthLimit: 40,
      sanitizeEvent: (told) => ({ ...redactEvent(told) }),
      sanitizeContext: (context) => ({ ...context, settings: undefined }),
    },
  );
  const clock = new SimulatedClock();
  const seen: string[] = [];
  const actor = createActor(machine, {
    id: shortId(SESSION),
    clock,
    input,
    inspect: (told) => {
      seen.push(told.type);
      inspector.inspect.next?.(told);
    },
  });
  actor.start();
  let now = atOf(CHANNEL);
  for (const told of story) {
    const at = atOf(told);
    clock.increment(at - now);
    now = at;
    if (told['type'] !== 'clock.advanced') actor.send({ ...told, type: String(told['type']) });
  }
  const whole = seen.filter((type) => /^@xstate\.(actor|event|snapshot)$/.test(type)).length;
  await vi.waitFor(() => expect(sent).toHaveLength(whole));
  return sent;
}

/** What the engine's feed sends of the same story. */
function fromTheEngine(channel: Told, story: readonly Told[]): readonly WireEvent[] {
  const feed = new MemoryFeed();
  const engine = new MemoryEngine({ sink: feed });
  const sent: WireEvent[] = [];
  const producer = new WireProducer({ send: (told) => sent.push(told) });
  feed.follow((step) => producer.take(step));
  for (const told of [channel, ...story]) engine.dispatch({ ...told, at: atOf(told) });
  engine.settle();
  return sent;
}

/**
 * Without what is known to differ (docs/inspection.md): the package's clock, its ids of actors, and the snapshot of an actor's
 * registration, which it reads late.
 */
function comparable(sent: readonly object[]): readonly object[] {
  return sent.map((told) => {
    const text = JSON.stringify(told, (key, value: unknown) =>
      typeof value === 'string' && /^(sessionId|rootId|sourceId)$/.test(key) ? 'the actor' : value,
    );
    const plain = JSON.parse(text) as Record<string, unknown>;
    const { createdAt, definition, snapshot, ...rest } = plain;
    expect(createdAt).toMatch(/^\d+$/);
    const config = typeof definition === 'string' ? (JSON.parse(definition) as object) : undefined;
    return plain['type'] === '@xstate.actor' ? { ...rest, config } : { ...rest, snapshot };
  });
}

const MIN = 60_000;

const TAB_BASED = {
  ...ENHANCED_SETTINGS,
  capacityModel: 'tabBased',
  customerIdleMs: 10 * MIN,
} as const;

const RUNS: readonly (readonly [string, AnyStateMachine, object, Told, readonly Told[]])[] = [
  [
    'a customer who falls silent, comes back and goes away',
    charts['enhanced-customer'],
    { settings: TAB_BASED },
    CHANNEL,
    [
      event('09:00', 'customer.message', 'm1', { keyword: undefined, text: 'My name is Cora' }),
      event('09:01', 'work.accepted', 'w1', { workId: 'w1' }),
      event('09:02', 'agent.message', 'a1'),
      event('09:30', 'customer.message', 'm2'),
      event('09:31', 'work.accepted', 'w2', { workId: 'w2' }),
      event('09:32', 'agent.markedInactive', 'a2'),
      event('+48h', 'clock.advanced', 'c1'),
    ],
  ],
  [
    'an agent who writes first and is never answered',
    charts['enhanced-business'],
    { settings: TAB_BASED },
    CHANNEL,
    [
      event('09:00', 'agent.opened', 'a1'),
      event('09:01', 'agent.message', 'a2', { visibility: 'note' }),
      event('09:02', 'agent.message', 'a3'),
      event('+72h', 'clock.advanced', 'c1'),
    ],
  ],
  [
    'a standard session that an agent ends',
    charts['standard-customer'],
    { settings: STANDARD_SETTINGS },
    { ...CHANNEL, channelType: 'Facebook', platform: 'standard', deployment: undefined },
    [
      event('09:00', 'customer.message', 'm1'),
      event('09:01', 'work.accepted', 'w1', { workId: 'w1' }),
      event('09:02', 'agent.message', 'a1'),
      event('09:03', 'agent.ended', 'a2'),
    ],
  ],
];

describe('the wire', () => {
  it.each(RUNS)('is that of @statelyai/inspect: %s', async (_, machine, input, channel, story) => {
    const ours = comparable(fromTheEngine(channel, story));
    const theirs = comparable(await fromThePackage(machine, input, story));
    expect(ours.length).toBeGreaterThan(9);
    expect(ours).toEqual(theirs);
  });

  it('names the version of the package that is installed', async () => {
    const [first] = await fromThePackage(charts['enhanced-customer'], {}, []);
    expect(first).toMatchObject({ _version: WIRE_VERSION });
  });

  it('carries the instants of the events, not those of the sending', () => {
    const [, , , ...story] = RUNS[0] ?? [];
    const [channel, told] = story as [Told, readonly Told[]];
    const sent = fromTheEngine(channel, told);
    expect(new Set(sent.map(({ createdAt }) => Number(createdAt) - instantOf('09:00', 0)))).toEqual(
      new Set([0, MIN, 2 * MIN, 12 * MIN, 30 * MIN, 31 * MIN, 32 * MIN, 32 * MIN + 30 * 60 * MIN]),
    );
  });

  it('names a context of the machine by its settings and counters, of which the counters are shown (control)', () => {
    const { context } = createActor(charts['enhanced-customer']).getSnapshot();
    const shown: readonly (keyof SessionContext)[] = [
      'agentType',
      'agentMessages',
      'endUserMessages',
      'humanAccepted',
      'contentHeld',
    ];
    expect(Object.keys(context).toSorted()).toEqual([...shown, 'settings'].toSorted());
  });
});
