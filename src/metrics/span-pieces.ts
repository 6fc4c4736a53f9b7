// The edges of one span that is split: where it begins and ends, and where its pieces within opening hours do.
import type { KeptGrains } from './kept-grains.ts';
import type { SpanEdge } from './figure-series.ts';
import type { Measurement } from './measurement.ts';
import { businessPieces, type BusinessMs } from './span-edges.ts';

const MINUTE_MS = 60_000;

/** Milliseconds of `[from, to)` within the opening hours that hold for a measurement: additive, and never of another schedule than its own. */
export type OpenTimeOf = (measurement: Measurement, from: number, to: number) => number;

/** Instants in pairs: the start and end of each piece. */
type Pieces = readonly number[];

const NO_PIECES: Pieces = [];

/** Turns spans into edges. A span that is taken back has the edges with which it came, whatever became of the opening hours. */
export class SpanPieces {
  readonly #openTimeOf: OpenTimeOf;
  readonly #known = new WeakMap<Measurement, Pieces>();
  readonly #edges: SpanEdge[] = [];
  #count = 0;
  #times = 1;

  constructor(openTimeOf: OpenTimeOf) {
    this.#openTimeOf = openTimeOf;
  }

  /** The edges of a measurement; valid until the next call. */
  of(measurement: Measurement, kept: KeptGrains): readonly SpanEdge[] {
    const { from, at, times } = measurement;
    this.#count = 0;
    this.#times = times;
    if (from !== null && from < at) {
      this.#put(from, at, false, kept);
      const pieces = this.#piecesOf(measurement, from);
      for (let index = 0; index < pieces.length; index += 2) {
        this.#put(pieces[index] as number, pieces[index + 1] as number, true, kept);
      }
    }
    this.#edges.length = this.#count;
    return this.#edges;
  }

  #piecesOf(measurement: Measurement, from: number): Pieces {
    const { at, valueMs, businessMs } = measurement;
    if (businessMs === null || businessMs === 0) return NO_PIECES;
    if (businessMs === valueMs) return [from, at];
    if (measurement.openPieces !== null) return measurement.openPieces;
    let pieces = this.#known.get(measurement);
    if (pieces === undefined) {
      const openMs = (low: number, high: number) => this.#openTimeOf(measurement, low, high);
      pieces = piecesOf(from, at, openMs);
      this.#known.set(measurement, pieces);
    }
    return pieces;
  }

  #put(from: number, to: number, isBusiness: boolean, kept: KeptGrains): void {
    this.#edge(from, this.#times, isBusiness, kept);
    this.#edge(to, -this.#times, isBusiness, kept);
  }

  #edge(at: number, net: number, isBusiness: boolean, kept: KeptGrains): void {
    const edge = (this.#edges[this.#count] ??= {
      grain: 'minute',
      startMinute: 0,
      offsetMs: 0,
      net,
      isBusiness,
    });
    this.#count += 1;
    kept.place(at, edge);
    edge.offsetMs = at - edge.startMinute * MINUTE_MS;
    edge.net = net;
    edge.isBusiness = isBusiness;
  }
}

/** Sets the pieces of a figure that is split and that opening hours cut; of any other there is nothing to know. */
export function knowOpenPieces(measurement: Measurement, openTimeOf: OpenTimeOf): void {
  const { from, at, valueMs, businessMs } = measurement;
  if (from === null || businessMs === null || businessMs === 0 || businessMs === valueMs) return;
  const openMs = (low: number, high: number) => openTimeOf(measurement, low, high);
  measurement.openPieces = piecesOf(from, at, openMs);
}

function piecesOf(from: number, to: number, openMs: BusinessMs): Pieces {
  const pieces: number[] = [];
  businessPieces(from, to, openMs, (low, high) => pieces.push(low, high));
  return pieces;
}
