import { describe, expect, it } from 'vitest';
import type { ServerMessage, ShownActor, ShownStep } from '../../src/inspection/viewer-protocol.ts';
import { InspectionStore, type Move } from '../../src/viewer/inspection-store.ts';

let order = 0;

const step = (actorId: string, seq: number, more: Partial<ShownStep> = {}): ShownStep => ({
  order: (order += 1),
  actorId,
  seq,
  at: seq * 1000,
  event: 'customer.message',
  fields: [],
  cause: 'customer.message',
  rule: null,
  status: 'Waiting',
  leaves: [`s${seq}`],
  state: 'active',
  counters: [],
  deadlines: [],
  facts: [],
  superseded: false,
  ...more,
});

const actor = (id: string, last: ShownStep | null): ShownActor => ({
  id,
  name: id,
  machine: 'm',
  chart: 'k',
  source: 'feed',
  isConnected: true,
  since: 0,
  stepsCount: 1,
  last,
});

const moment = { now: 5000, leftOut: 0 };

const welcome = (
  actors: readonly ShownActor[],
  tail: readonly ShownStep[] = [],
): ServerMessage => ({
  type: 'welcome',
  title: '',
  kind: 'virtual',
  selectedId: null,
  charts: [],
  actors,
  tail,
  ...moment,
});

const frame = (actors: readonly ShownActor[], steps: readonly ShownStep[]): ServerMessage => ({
  type: 'frame',
  charts: [],
  forgotten: [],
  actors,
  steps,
  ...moment,
});

/** A store, and what it asked for. */
function opened(): { store: InspectionStore; asked: string[] } {
  const asked: string[] = [];
  return { store: new InspectionStore((ids) => asked.push(...ids)), asked };
}

const seqs = (steps: readonly ShownStep[]) => steps.map(({ seq }) => seq);

describe('what the viewer knows', () => {
  it('joins the history of an actor to what came live, each step once', () => {
    const { store, asked } = opened();
    const [one, two, three, four] = [1, 2, 3, 4].map((seq) => step('a', seq)) as [
      ShownStep,
      ShownStep,
      ShownStep,
      ShownStep,
    ];
    store.take(welcome([actor('a', two)], [two]));
    expect(seqs(store.stepsOf('a'))).toEqual([2]);
    expect(asked).toEqual(['a']);
    store.take(frame([actor('a', three)], [three]));
    store.take({
      type: 'history',
      actors: [{ id: 'a', steps: [one, two].map((s) => ({ ...s })) }],
    });
    expect(seqs(store.stepsOf('a'))).toEqual([1, 2, 3]);
    store.take(frame([actor('a', four)], [{ ...three }, four]));
    expect(seqs(store.stepsOf('a'))).toEqual([1, 2, 3, 4]);
    expect(asked).toEqual(['a']);
  });

  it('asks again for what a repair has changed', () => {
    const { store, asked } = opened();
    store.take(welcome([actor('a', null)]));
    store.stepsOf('a');
    store.take({ type: 'history', actors: [{ id: 'a', steps: [step('a', 1)] }] });
    const corrected = { type: 'session.corrected', fields: [] };
    store.take(frame([], [step('a', 2, { facts: [corrected] })]));
    expect(asked).toEqual(['a', 'a']);
  });

  it('begins anew with each welcome, and asks for all of a recording', () => {
    const { store, asked } = opened();
    store.take(welcome([actor('a', step('a', 1))]));
    const recorded = welcome([actor('b', null), actor('c', null)]);
    store.take({ ...recorded, kind: 'recorded' } as ServerMessage);
    expect([...store.actors.keys()]).toEqual(['b', 'c']);
    expect(asked).toEqual(['b', 'c']);
  });

  it('tells the moves of a frame in order, the first from where the actor was', () => {
    const { store } = opened();
    const moves: Move[] = [];
    store.onMoves((some) => moves.push(...some));
    store.take(welcome([actor('a', step('a', 1))]));
    const steps = [step('a', 2), step('b', 1), step('a', 3)];
    store.take(frame([actor('a', step('a', 3)), actor('b', step('b', 1))], steps));
    expect(moves.map(({ actorId, from, to }) => [actorId, ...from, ...to])).toEqual([
      ['a', 's1', 's2'],
      ['b', 'unborn', 's1'],
      ['a', 's2', 's3'],
    ]);
  });

  it('keeps the log of all actors bounded', () => {
    const { store } = opened();
    store.take(welcome([]));
    for (let n = 0; n < 20; n += 1) {
      store.take(
        frame(
          [],
          Array.from({ length: 100 }, (_, index) => step('a', n * 100 + index)),
        ),
      );
    }
    expect(store.log).toHaveLength(400);
  });
});
