// What there is to see at one instant: each actor's step until then, and the state of the boxes of a chart.
import type { ChartLayout, PlacedArrow } from '../inspection/chart-layout.ts';
import type { ShownActor, ShownStep } from '../inspection/viewer-protocol.ts';
import { arrowBetween, boxesOf, boxOf, innerPath } from './chart-places.ts';
import type { BoxState } from './chart-view.tsx';
import { BIRTH } from './inspection-store.ts';
import type { ActorThen } from './session-list.tsx';

/** The last of some steps, ascending by time, that is not after an instant. */
export function stepAt(steps: readonly ShownStep[], at: number): ShownStep | undefined {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((steps[middle] as ShownStep).at <= at) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1];
}

/** Every actor as it was at an instant; null is the end. One that had not begun has no step. */
export function actorsAt(
  actors: Iterable<ShownActor>,
  histories: ReadonlyMap<string, readonly ShownStep[]>,
  at: number | null,
): readonly ActorThen[] {
  return [...actors].map((actor) => {
    const step = at === null ? actor.last : stepAt(histories.get(actor.id) ?? [], at);
    return { actor, step: step ?? null };
  });
}

/** The boxes of a chart for one actor at a step. */
export function boxStatesOf(
  layout: ChartLayout,
  step: ShownStep | undefined,
): ReadonlyMap<string, BoxState> {
  const leaves = step?.leaves ?? BIRTH;
  const lit = new Set(boxesOf(layout, leaves));
  return new Map(
    layout.boxes.map((box) => {
      const inner = leaves.filter((leaf) => boxOf(layout, leaf) === box);
      const detail = inner.flatMap((leaf) => innerPath(box, leaf).slice(-1)).join(' + ');
      return [box.path, { isLit: lit.has(box), count: undefined, detail }];
    }),
  );
}

/** The boxes of a chart with the number of actors in each. */
export function boxCountsOf(
  layout: ChartLayout,
  actors: readonly ActorThen[],
): ReadonlyMap<string, BoxState> {
  const counts = new Map<string, number>();
  for (const { step } of actors) {
    for (const { path } of boxesOf(layout, step?.leaves ?? [])) {
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
  }
  return new Map(
    layout.boxes.map(({ path }) => {
      const count = counts.get(path) ?? 0;
      return [path, { isLit: count > 0, count, detail: '' }];
    }),
  );
}

/** An arrow that was taken, and what took it. */
export interface TakenArrow {
  readonly arrow: PlacedArrow;
  /** Type of the event, or `timer.<name>`. */
  readonly cause: string;
}

/** The arrow by which an actor came to a step; undefined if nothing moved then. */
export function takenTo(
  layout: ChartLayout,
  steps: readonly ShownStep[],
  step: ShownStep | undefined,
): TakenArrow | undefined {
  if (step === undefined) return undefined;
  const before = steps[steps.indexOf(step) - 1];
  const arrow = arrowBetween(layout, before?.leaves ?? BIRTH, step.leaves);
  return arrow && { arrow, cause: step.cause };
}
