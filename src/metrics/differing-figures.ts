// The figures that two definitions see differently, kept up to date while figures come and are taken back.
import type { EpochMs } from '../time/instant.ts';
import type { Measurement } from './measurement.ts';

/** A figure that the two definitions see differently; undefined where one of them sees none. */
export interface FigureDiffers {
  readonly tenant: string;
  readonly before: Measurement | undefined;
  readonly after: Measurement | undefined;
}

/** A figure that was told, or taken back. */
export interface ToldFigure {
  readonly measurement: Measurement;
  readonly sign: 1 | -1;
}

type Side = 'before' | 'after';

/** What the two definitions say of one figure; where they say the same, by another key or of another instant, it does not count. */
interface Pair {
  readonly tenant: string;
  before: Measurement | undefined;
  after: Measurement | undefined;
  /** The classes in which it is counted as differing. */
  names: readonly string[];
}

/** Pairs beyond those that are listed which a figure taken back may still find: the latest. */
const REMEMBERED = 100_000;

/** Collects them. */
export class DifferingFigures {
  readonly #max: number;
  /** The first that differ, to be shown one by one. */
  readonly #listed = new Set<Pair>();
  /** The latest of the others; older ones stay counted, whatever becomes of them. */
  readonly #remembered = new Set<Pair>();
  /** By the instants at which their figures count: few share one. */
  readonly #byInstant = new Map<EpochMs, Pair[]>();
  readonly #counts = new Map<string, number>();
  #count = 0;

  /** `max` is the number of differing figures that are listed; all are counted. */
  constructor(max: number) {
    this.#max = max;
  }

  /** Figures that differ, count. */
  get count(): number {
    return this.#count;
  }

  /** The first of them, in the order in which they came up. */
  get list(): readonly FigureDiffers[] {
    return [...this.#listed];
  }

  /** Figures of one class of a metric that differ, count. */
  countOf(metric: string, label: string | null): number {
    return this.#counts.get(nameOf(metric, label)) ?? 0;
  }

  /** Takes what one instant has brought under both definitions. */
  take(tenant: string, before: readonly ToldFigure[], after: readonly ToldFigure[]): void {
    const others = after.slice();
    const ones = before.filter((one) => !takeSame(one, others));
    const touched = new Set<Pair>();
    for (const { measurement, sign } of ones) {
      if (sign < 0) this.#withdraw(tenant, 'before', measurement, touched);
    }
    for (const { measurement, sign } of others) {
      if (sign < 0) this.#withdraw(tenant, 'after', measurement, touched);
    }
    for (const { measurement, sign } of ones) {
      if (sign > 0) this.#add(tenant, 'before', measurement, touched);
    }
    for (const { measurement, sign } of others) {
      if (sign > 0) this.#add(tenant, 'after', measurement, touched);
    }
    for (const pair of touched) this.#settle(pair);
  }

  /** A figure is taken back on one side: where no pair knows it both sides had it, and the other still has. */
  #withdraw(tenant: string, side: Side, figure: Measurement, touched: Set<Pair>): void {
    const known = this.#find(tenant, side, figure);
    if (known !== undefined) {
      this.#unfile(known, side);
      known[side] = undefined;
      touched.add(known);
      return;
    }
    const alone = newPair(tenant);
    this.#file(alone, otherThan(side), figure);
    touched.add(alone);
  }

  #add(tenant: string, side: Side, figure: Measurement, touched: Set<Pair>): void {
    const other = otherThan(side);
    const same = this.#find(tenant, other, figure);
    if (same !== undefined) {
      // The other side has had it for some time: what stood against it there is left alone.
      this.#unfile(same, other);
      same[other] = undefined;
      touched.add(same);
      return;
    }
    const replaced = predecessorOf(figure, side, touched);
    const pair = replaced ?? newPair(tenant);
    this.#file(pair, side, figure);
    touched.add(pair);
  }

  /** Counts a pair anew once an instant is over. */
  #settle(pair: Pair): void {
    for (const name of pair.names) this.#counts.set(name, (this.#counts.get(name) ?? 0) - 1);
    if (pair.names.length > 0) this.#count -= 1;
    const { before, after } = pair;
    pair.names = namesOf(before, after);
    if (pair.names.length > 0) this.#count += 1;
    for (const name of pair.names) this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    if (before === undefined && after === undefined) {
      this.#listed.delete(pair);
      this.#remembered.delete(pair);
      return;
    }
    if (this.#listed.has(pair) && pair.names.length > 0) return;
    this.#listed.delete(pair);
    if (pair.names.length > 0 && this.#listed.size < this.#max) {
      this.#remembered.delete(pair);
      this.#listed.add(pair);
      return;
    }
    this.#remembered.add(pair);
    if (this.#remembered.size <= REMEMBERED) return;
    for (const oldest of this.#remembered) {
      this.#remembered.delete(oldest);
      this.#unfile(oldest, 'before');
      this.#unfile(oldest, 'after');
      return;
    }
  }

  #file(pair: Pair, side: Side, figure: Measurement): void {
    pair[side] = figure;
    const filed = this.#byInstant.get(figure.at);
    if (filed === undefined) this.#byInstant.set(figure.at, [pair]);
    else filed.push(pair);
  }

  #unfile(pair: Pair, side: Side): void {
    const figure = pair[side];
    if (figure === undefined) return;
    const filed = this.#byInstant.get(figure.at) ?? [];
    if (filed.length > 1) filed.splice(filed.indexOf(pair), 1);
    else this.#byInstant.delete(figure.at);
  }

  #find(tenant: string, side: Side, figure: Measurement): Pair | undefined {
    const filed = this.#byInstant.get(figure.at);
    return filed?.find((pair) => {
      const said = pair[side];
      return said !== undefined && pair.tenant === tenant && saysSame(said, figure);
    });
  }
}

const newPair = (tenant: string): Pair => ({
  tenant,
  before: undefined,
  after: undefined,
  names: [],
});

const otherThan = (side: Side): Side => (side === 'before' ? 'after' : 'before');

const nameOf = (metric: string, label: string | null) => `${metric}\n${label ?? ''}`;

const nameIn = ({ metric, dims }: Measurement) => nameOf(metric, dims.label);

/** The classes in which a pair differs: none where both sides say the same, known by a ticket's key or a session's. */
function namesOf(
  before: Measurement | undefined,
  after: Measurement | undefined,
): readonly string[] {
  if (before === undefined) return after === undefined ? [] : [nameIn(after)];
  if (after === undefined) return [nameIn(before)];
  if (hasSameValue(before, after)) return [];
  const [first, second] = [nameIn(before), nameIn(after)];
  return first === second ? [first] : [first, second];
}

const isSame = (one: ToldFigure, other: ToldFigure) =>
  one.sign === other.sign && saysSame(one.measurement, other.measurement);

/** Whether two lists of an instant say the same in the same order, as they do most often. */
export function areSame(before: readonly ToldFigure[], after: readonly ToldFigure[]): boolean {
  if (before.length !== after.length) return false;
  for (let place = 0; place < before.length; place += 1) {
    if (!isSame(before[place] as ToldFigure, after[place] as ToldFigure)) return false;
  }
  return true;
}

const saysSame = (a: Measurement, b: Measurement) => hasSameValue(a, b) && isAboutTheSame(a, b);

const hasSameValue = (a: Measurement, b: Measurement) =>
  a.valueMs === b.valueMs &&
  a.value === b.value &&
  a.businessMs === b.businessMs &&
  a.at === b.at &&
  a.from === b.from &&
  a.missing === b.missing;

/** The pair in which a figure stands in place of one: of the same subject, else one that counts at the same instant. */
function predecessorOf(figure: Measurement, side: Side, touched: Set<Pair>): Pair | undefined {
  const other = otherThan(side);
  let ofInstant: Pair | undefined;
  for (const pair of touched) {
    const stands = pair[other];
    if (pair[side] !== undefined || stands === undefined) continue;
    if (isAboutTheSame(figure, stands)) return pair;
    if (
      stands.metric === figure.metric &&
      stands.at === figure.at &&
      stands.dims.label === figure.dims.label
    )
      ofInstant ??= pair;
  }
  return ofInstant;
}

const isAboutTheSame = (a: Measurement, b: Measurement) =>
  a.metric === b.metric && a.level === b.level && a.key === b.key && a.dims.label === b.dims.label;

function takeSame(one: ToldFigure, others: ToldFigure[]): boolean {
  const index = others.findIndex((other) => isSame(one, other));
  if (index < 0) return false;
  others.splice(index, 1);
  return true;
}
