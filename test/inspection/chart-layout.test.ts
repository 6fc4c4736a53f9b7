import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { charts, type ChartId } from '../../machines/index.ts';
import { layOutChart, type ChartLayout, type Place } from '../../src/inspection/chart-layout.ts';
import { pictureOf } from '../../src/inspection/chart-picture.ts';
import { LayoutThread } from '../../src/inspection/layout-thread.ts';
import { readDefinition } from '../../src/inspection/machine-definition.ts';

const thread = new LayoutThread();
const layouts = new Map<ChartId, ChartLayout>();

const definitionOf = (id: ChartId) => JSON.stringify(charts[id].config);

/** As clients of the wire send it: with all keys sorted. */
const sortedKeys = (text: string) =>
  JSON.stringify(JSON.parse(text), (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

async function layoutOf(definition: string): Promise<ChartLayout> {
  const machine = readDefinition(definition);
  if (machine === undefined) throw new Error('expected a definition');
  const layout = await layOutChart(pictureOf(machine), thread.layOut);
  if (layout === undefined) throw new Error('expected a layout');
  return layout;
}

beforeAll(async () => {
  for (const id of Object.keys(charts) as ChartId[]) {
    layouts.set(id, await layoutOf(definitionOf(id)));
  }
}, 60_000);
afterAll(() => thread.close());

const names = ({ boxes }: ChartLayout) => boxes.map(({ path }) => path).toSorted();

/** The boxes from left to right. */
const columns = ({ boxes }: ChartLayout) =>
  boxes.toSorted((a, b) => a.x - b.x || (a.path < b.path ? -1 : 1)).map(({ path }) => path);

const state = (initial: string, states: object) => ({ initial, states });

const wide = (count: number) => ({
  states: Object.fromEntries(Array.from({ length: count }, (_, n) => [`s${n}`, {}])),
});

const overlap = (a: Place, b: Place) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe.each(Object.keys(charts) as ChartId[])('the drawing of %s', (id) => {
  const layout = () => layouts.get(id) as ChartLayout;

  it('overlaps nothing: neither boxes nor words', () => {
    const { boxes, arrows } = layout();
    const places: readonly Place[] = [...boxes, ...arrows.flatMap(({ words }) => words ?? [])];
    const pairs = places.flatMap((a, index) => places.slice(index + 1).map((b) => [a, b] as const));
    expect(boxes.length).toBeGreaterThan(3);
    expect(pairs.filter(([a, b]) => overlap(a, b))).toEqual([]);
  });

  it('lets every arrow begin and end at its boxes, and stays within its bounds', () => {
    const { boxes, arrows, width, height } = layout();
    const near = (path: string, x: number, y: number) => {
      const box = boxes.find((one) => one.path === path) as Place;
      const grown = { x: box.x - 1, y: box.y - 1, width: box.width + 2, height: box.height + 2 };
      return overlap(grown, { x: x - 0.5, y: y - 0.5, width: 1, height: 1 });
    };
    for (const { way, from, to } of arrows) {
      const numbers = [...way.matchAll(/-?\d+(?:\.\d+)?/g)].map(([text]) => Number(text));
      expect(near(from, numbers[0] ?? NaN, numbers[1] ?? NaN)).toBe(true);
      expect(near(to, numbers.at(-2) ?? NaN, numbers.at(-1) ?? NaN)).toBe(true);
      expect(
        numbers.every((one, index) => one >= 0 && one <= (index % 2 === 0 ? width : height)),
      ).toBe(true);
    }
  });

  it('has one arrow between two boxes at most', () => {
    const ends = layout().arrows.map(({ from, to }) => `${from} ${to}`);
    expect(ends).toEqual([...new Set(ends)]);
  });

  it('has the same boxes where the keys of the definition were sorted on the way', async () => {
    const sorted = await layoutOf(sortedKeys(definitionOf(id)));
    expect(names(sorted)).toEqual(names(layout()));
  });
});

describe('a picture', () => {
  it.each(['enhanced-customer', 'standard-customer'] as const)(
    'of %s has the same order where the keys were sorted on the way',
    async (id) => {
      const sorted = await layoutOf(sortedKeys(definitionOf(id)));
      expect(columns(sorted)).toEqual(columns(layouts.get(id) as ChartLayout));
    },
  );

  it('shows the statuses in the order in which a session meets them', () => {
    const { boxes } = layouts.get('enhanced-customer') as ChartLayout;
    const left = (path: string) => boxes.find((box) => box.path === path)?.x ?? NaN;
    const order = [
      'unborn',
      'open.Consent',
      'open.Waiting',
      'open.Active',
      'open.Inactive',
      'Ended',
    ];
    expect(order.toSorted((a, b) => left(a) - left(b))).toEqual(order);
  });

  it('tells two boxes of the same status apart', () => {
    const { boxes } = layouts.get('enhanced-business') as ChartLayout;
    expect(
      boxes
        .filter(({ label }) => label === 'Waiting')
        .map(({ note }) => note)
        .toSorted(),
    ).toEqual(['for customer', 'for routing']);
  });

  it('draws what every open status has in common without words', () => {
    const { arrows } = layouts.get('enhanced-customer') as ChartLayout;
    const common = arrows.filter(({ isCommon }) => isCommon);
    expect(new Set(common.map(({ to }) => to))).toEqual(new Set(['Error']));
    expect(common.every(({ words }) => words === null)).toBe(true);
  });

  it('opens states of any machine as long as they fit, and keeps parallel ones closed', () => {
    const machine = readDefinition(
      JSON.stringify({
        id: 'any',
        ...state('a', {
          a: { on: { GO: { target: 'b' }, FAR: '#deep' } },
          b: state('c', { c: { after: { 1000: 'd' } }, d: { id: 'deep', always: '.x' } }),
          p: { type: 'parallel', states: { q: {}, r: {} } },
          h: { type: 'history' },
        }),
      }),
    );
    const picture = pictureOf(machine as NonNullable<typeof machine>);
    expect(picture.boxes.map(({ path }) => path)).toEqual(['a', 'b.c', 'b.d', 'p']);
    expect(
      picture.arrows.map(({ from, to, events, timers }) => ({ from, to, events, timers })),
    ).toEqual([
      { from: 'a', to: 'b.c', events: ['GO'], timers: [] },
      { from: 'a', to: 'b.d', events: ['FAR'], timers: [] },
      { from: 'b.c', to: 'b.d', events: [], timers: ['1000'] },
    ]);
  });
});

describe('a definition from anybody', () => {
  const nested = (depth: number): object =>
    depth === 0 ? {} : { states: { a: nested(depth - 1) } };

  it.each([
    ['no JSON', '{'],
    ['no machine', '[]'],
    ['no states', '{"id":"actor"}'],
    ['cut off by the sender', '{"id":"x","states":"[Object]"}'],
    ['too deep', JSON.stringify(nested(60))],
    ['too wide', JSON.stringify(wide(1000))],
    ['too busy', JSON.stringify({ states: { a: { on: { E: Array(5000).fill('b') } }, b: {} } })],
  ])('is left undrawn when it is %s', (_, text) => {
    expect(readDefinition(text)).toBeUndefined();
  });

  it('is read as far as it makes sense', () => {
    const odd = {
      id: 7,
      initial: 'nowhere',
      states: {
        a: { on: 'x', after: [1], always: [{ target: 3 }, 'b', null], invoke: [null, 'x'] },
        b: '[Object]',
        __proto__: { on: {} },
      },
    };
    const machine = readDefinition(JSON.stringify(odd));
    expect(machine?.states.map(({ path }) => path)).toEqual(['', 'a', 'b']);
    expect(machine?.transitions.map(({ to }) => to?.path)).toContain('b');
  });
});
