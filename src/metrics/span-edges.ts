/*
 * Spans whose time belongs to every bucket that they touch, such as presence. Only their two edges are put down: a span of eight hours costs
 * as much as one of a second. How long spans lasted within a bucket follows from the edges in it and from how many were open at its start.
 */

/** The edges that fall into one bucket, as sums. Instants count from the bucket's start, milliseconds. */
export class SpanEdges {
  /** Starts less ends, each as often as its span counts. */
  net = 0;
  /** Instants of the starts less those of the ends. */
  offsetMs = 0;
  /** The same of the pieces of the spans that lie within opening hours. */
  netBusiness = 0;
  offsetBusinessMs = 0;

  /** Adds another's edges; `shiftMs` is how much later the other bucket starts. */
  merge(other: SpanEdges, shiftMs: number): void {
    this.net += other.net;
    this.offsetMs += other.offsetMs + other.net * shiftMs;
    this.netBusiness += other.netBusiness;
    this.offsetBusinessMs += other.offsetBusinessMs + other.netBusiness * shiftMs;
  }

  /** Whether all that was put down was taken back; what weights that are no whole numbers leave behind is nothing. */
  get isEmpty(): boolean {
    const { net, offsetMs, netBusiness, offsetBusinessMs } = this;
    return [net, offsetMs, netBusiness, offsetBusinessMs].every((sum) => Math.abs(sum) < NOTHING);
  }
}

/** Smaller than any edge that stands. */
const NOTHING = 1e-6;

/** Sums of whole weights are exact; those of others are true to the thousandth of a millisecond. */
const rounded = (ms: number) => (Number.isInteger(ms) ? ms : Math.round(ms * 1000) / 1000);

/** Walks through the edges of ascending buckets and measures how long spans lasted. */
export class SpanMeter {
  /** Spans that are open where the walk stands. */
  #open: number;
  #openBusiness: number;
  #ms = 0;
  #businessMs = 0;

  /** Begins where so many spans are open. */
  constructor(open = 0, openBusiness = 0) {
    this.#open = open;
    this.#openBusiness = openBusiness;
  }

  /** Goes over a stretch in which no edge falls. */
  pass(ms: number): void {
    this.#ms += this.#open * ms;
    this.#businessMs += this.#openBusiness * ms;
  }

  /** Goes over a stretch of `ms` with edges in it. */
  passOver(edges: SpanEdges, ms: number): void {
    this.#ms += (this.#open + edges.net) * ms - edges.offsetMs;
    this.#businessMs += (this.#openBusiness + edges.netBusiness) * ms - edges.offsetBusinessMs;
    this.skip(edges);
  }

  /** Takes edges into account without measuring: the walk has not yet reached what is asked for. */
  skip(edges: SpanEdges): void {
    this.#open += edges.net;
    this.#openBusiness += edges.netBusiness;
  }

  /** What was measured since this was asked last: calendar and business milliseconds. */
  take(): { readonly ms: number; readonly businessMs: number } {
    const taken = { ms: rounded(this.#ms), businessMs: rounded(this.#businessMs) };
    this.#ms = 0;
    this.#businessMs = 0;
    return taken;
  }
}

/** Milliseconds of `[from, to)` within opening hours. Additive. */
export type BusinessMs = (from: number, to: number) => number;

const MINUTE_MS = 60_000;

/**
 * The pieces of `[from, to)` within opening hours, ascending and apart from each other, given as pairs of edges to `piece`.
 *
 * Found by halving, since the opening hours of a channel only tell how much of a span is open.
 */
export function businessPieces(
  from: number,
  to: number,
  businessMs: BusinessMs,
  piece: (from: number, to: number) => void,
): void {
  let start = -1;
  let end = -1;
  const visit = (low: number, high: number): void => {
    const open = businessMs(low, high);
    if (open === 0) return;
    if (open < high - low) {
      const middle = middleOf(low, high);
      visit(low, middle);
      visit(middle, high);
      return;
    }
    if (low !== end) {
      if (start >= 0) piece(start, end);
      start = low;
    }
    end = high;
  };
  if (from < to) visit(from, to);
  if (start >= 0) piece(start, end);
}

/** Between two instants, at a whole minute where there is one: opening hours begin and end there. */
function middleOf(low: number, high: number): number {
  const middle = low + Math.floor((high - low) / 2);
  const minute = middle - (middle % MINUTE_MS);
  if (minute > low) return minute;
  return minute + MINUTE_MS < high ? minute + MINUTE_MS : middle;
}
