// The difference between the figures that were told and those that hold.
import {
  isSameChange,
  type ChangesBySubject,
  type FigureChange,
  type StandingFigure,
} from './figure-changes.ts';

/** Figures that stand no more, and those that have come to stand. */
export interface FigureDifference {
  readonly fallen: readonly StandingFigure[];
  readonly risen: readonly StandingFigure[];
}

const NONE: readonly FigureChange[] = [];

/** What holds after `now` in place of `before`: figures that both say are no difference. In the order in which they came about. */
export function differenceOf(
  now: readonly FigureChange[],
  before: readonly FigureChange[] = NONE,
): FigureDifference {
  if (before.length === 0 && now.every(({ by }) => by === 1)) return { fallen: [], risen: now };
  const { start, nowEnd, beforeEnd } = differingPart(now, before);
  const tally = new Map<string, { readonly figure: StandingFigure; count: number }>();
  const count = (changes: readonly FigureChange[], end: number, sign: number) => {
    for (let place = start; place < end; place += 1) {
      const change = changes[place] as FigureChange;
      const { measurement, topics, by } = change;
      const name =
        topics === null ? measurement.says : `${measurement.says}${JSON.stringify(topics)}`;
      const entry = tally.get(name);
      if (entry === undefined) tally.set(name, { figure: change, count: sign * by });
      else entry.count += sign * by;
    }
  };
  count(before, beforeEnd, -1);
  count(now, nowEnd, 1);
  const fallen: StandingFigure[] = [];
  const risen: StandingFigure[] = [];
  for (const { figure, count: more } of tally.values()) {
    for (let index = 0; index < more; index += 1) risen.push(figure);
    for (let index = 0; index > more; index -= 1) fallen.push(figure);
  }
  return { fallen, risen };
}

/** As `differenceOf`, of each conversation and each agent by itself. */
export function differenceBySubject(
  now: readonly ChangesBySubject[],
  before: readonly ChangesBySubject[],
): FigureDifference {
  const fallen: StandingFigure[] = [];
  const risen: StandingFigure[] = [];
  for (const kind of ['conversations', 'agents'] as const) {
    const ids = new Set([...now, ...before].flatMap((changes) => [...changes[kind].keys()]));
    for (const id of ids) {
      const difference = differenceOf(listOf(now, kind, id), listOf(before, kind, id));
      fallen.push(...difference.fallen);
      risen.push(...difference.risen);
    }
  }
  return { fallen, risen };
}

/** Whether the same figures came and went in the same order, of everybody. */
export function areSameChanges(a: ChangesBySubject, b: ChangesBySubject): boolean {
  return (['conversations', 'agents'] as const).every((kind) => {
    if (a[kind].size !== b[kind].size) return false;
    for (const [id, changes] of a[kind]) {
      const others = b[kind].get(id);
      if (others?.length !== changes.length) return false;
      if (!changes.every((change, place) => isSameAt(others, place, change))) return false;
    }
    return true;
  });
}

function listOf(
  parts: readonly ChangesBySubject[],
  kind: keyof ChangesBySubject,
  id: string,
): readonly FigureChange[] {
  if (parts.length === 1) return parts[0]?.[kind].get(id) ?? NONE;
  return parts.flatMap((changes) => changes[kind].get(id) ?? NONE);
}

/** Most of what is folded anew comes to the same as before: only what lies between is compared by name. */
function differingPart(now: readonly FigureChange[], before: readonly FigureChange[]) {
  const most = Math.min(now.length, before.length);
  let start = 0;
  while (start < most && isSameAt(now, start, before[start])) start += 1;
  let [nowEnd, beforeEnd] = [now.length, before.length];
  while (nowEnd > start && beforeEnd > start && isSameAt(now, nowEnd - 1, before[beforeEnd - 1])) {
    nowEnd -= 1;
    beforeEnd -= 1;
  }
  return { start, nowEnd, beforeEnd };
}

const isSameAt = (
  changes: readonly FigureChange[],
  place: number,
  other: FigureChange | undefined,
): boolean => {
  const change = changes[place];
  return change !== undefined && other !== undefined && isSameChange(change, other);
};
