// Where the leaves of a state value lie on a chart that draws only the outer boxes.
import type { ChartLayout, PlacedArrow, PlacedBox } from '../inspection/chart-layout.ts';

/** The box in which a leaf lies; undefined if the chart draws none around it. */
export function boxOf(layout: ChartLayout, leaf: string): PlacedBox | undefined {
  let found: PlacedBox | undefined;
  for (const box of layout.boxes) {
    const isAround = leaf === box.path || leaf.startsWith(`${box.path}.`);
    if (isAround && box.path.length >= (found?.path.length ?? 0)) found = box;
  }
  return found;
}

/** The boxes in which the leaves of a state value lie, each once. */
export function boxesOf(layout: ChartLayout, leaves: readonly string[]): readonly PlacedBox[] {
  return [...new Set(leaves.flatMap((leaf) => boxOf(layout, leaf) ?? []))];
}

/** What a leaf's path says beyond its box, `withAgent › awaitingAgent`; empty where it is the box itself. */
export function innerPath(box: PlacedBox, leaf: string): readonly string[] {
  return leaf === box.path ? [] : leaf.slice(box.path.length + 1).split('.');
}

/** The arrow between two state values; undefined if nothing moved, or no arrow is drawn. */
export function arrowBetween(
  layout: ChartLayout,
  from: readonly string[],
  to: readonly string[],
): PlacedArrow | undefined {
  const [before, after] = [boxesOf(layout, from), boxesOf(layout, to)];
  return layout.arrows.find(
    (arrow) =>
      before.some(({ path }) => path === arrow.from) &&
      after.some(({ path }) => path === arrow.to) &&
      !after.some(({ path }) => path === arrow.from),
  );
}

/** The tone of a box: that of a messaging status where it is one, else one of eight by its place. */
export function toneOf(layout: ChartLayout, box: PlacedBox): string {
  if (STATUSES.has(box.label)) return `tone-${box.label.toLowerCase()}`;
  if (box.kind !== 'state') return 'tone-ended';
  return `tone-${layout.boxes.indexOf(box) % TONES}`;
}

/** The tone of a status by its name. */
export const toneOfStatus = (status: string) =>
  STATUSES.has(status) ? `tone-${status.toLowerCase()}` : 'tone-plain';

const STATUSES: ReadonlySet<string> = new Set([
  'New',
  'Waiting',
  'Active',
  'Consent',
  'Inactive',
  'Paused',
  'Error',
  'Ended',
]);

/** Tones for boxes that are no messaging status, count. */
const TONES = 6;
