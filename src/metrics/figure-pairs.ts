// Which figure stands in the place of one that fell.
import type { StandingFigure } from './figure-changes.ts';
import type { Measurement } from './measurement.ts';

/** A figure that holds no longer, and the one that holds in its place, if one does. */
export interface FigurePair {
  readonly fallen: StandingFigure;
  readonly by: StandingFigure | undefined;
}

/** What makes a figure the successor of another of the same metric and subject, the closest first. */
const IS_SUCCESSOR: readonly ((a: Measurement, b: Measurement) => boolean)[] = [
  (a, b) => a.at === b.at && a.dims.label === b.dims.label,
  (a, b) => a.at === b.at,
  (a, b) => a.dims.label === b.dims.label,
];

/** Finds a successor for each figure that fell; one figure succeeds at most one other. */
export function pairFigures(
  fallen: readonly StandingFigure[],
  risen: readonly StandingFigure[],
): readonly FigurePair[] {
  const candidates = new Map<string, StandingFigure[]>();
  for (const one of risen) {
    const name = subjectOf(one);
    const same = candidates.get(name);
    if (same === undefined) candidates.set(name, [one]);
    else same.push(one);
  }
  const found = new Map<StandingFigure, StandingFigure>();
  // Equal figures may be one object told twice: each is paired by its place.
  const pairs = fallen.map((one): { fallen: StandingFigure } => ({ fallen: { ...one } }));
  for (const isSuccessor of IS_SUCCESSOR) {
    for (const pair of pairs) {
      if (found.has(pair.fallen)) continue;
      const among = candidates.get(subjectOf(pair.fallen)) ?? [];
      const place = among.findIndex((one) => isSuccessor(pair.fallen.measurement, one.measurement));
      const [by] = place < 0 ? [] : among.splice(place, 1);
      if (by !== undefined) found.set(pair.fallen, by);
    }
  }
  return pairs.map(({ fallen: one }) => ({ fallen: one, by: found.get(one) }));
}

const subjectOf = ({ measurement: { metric, level, key } }: StandingFigure) =>
  `${metric}\n${level}\n${key}`;
