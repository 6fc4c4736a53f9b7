/*
 * The figures of one metric as raw values, for the extremes of a bucket that lost one: the journal folded once more with the calculators of
 * that metric alone. What was folded last is remembered until the journal has grown.
 */
import { calculatorsOf } from '../metrics/calculators-of.ts';
import type { SeriesAddress } from '../metrics/figure-series.ts';
import type { Measurement } from '../metrics/measurement.ts';
import { MetricFold } from '../metrics/metric-fold.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import type { JournalRecord, Store } from '../store/store.ts';
import type { EpochMs } from '../time/instant.ts';
import { journalMoments } from './journal-moments.ts';
import { addressOf } from './moments.ts';

/** What raw figures are read with. */
export interface RawFiguresParts {
  readonly store: Store;
  readonly tenant: string;
  readonly options: MetricOptions;
}

/** Reads raw figures of one tenant. */
export class RawFigures {
  readonly #parts: RawFiguresParts;
  #metric = '';
  #position = -1;
  #figures: ReadonlySet<Measurement> = new Set();

  constructor(parts: RawFiguresParts) {
    this.#parts = parts;
  }

  /** The figures of a series within `[from, to)`, as of a place in the journal. */
  *of(
    address: SeriesAddress,
    from: EpochMs,
    to: EpochMs,
    position: number,
    settledMs: number,
  ): Generator<Measurement> {
    if (this.#metric !== address.metric || this.#position !== position) {
      this.#figures = this.#fold(address.metric, position, settledMs);
      this.#metric = address.metric;
      this.#position = position;
    }
    for (const one of this.#figures) {
      if (one.at >= from && one.at < to && isOf(one, address)) yield one;
    }
  }

  #fold(metric: string, position: number, settledMs: number): ReadonlySet<Measurement> {
    const { store, tenant, options } = this.#parts;
    const figures = new Set<Measurement>();
    const fold = new MetricFold({
      tenant,
      options,
      addressOf,
      calculators: calculatorsOf(new Set([metric])),
      sink: {
        recorded: (one) => {
          if (one.metric === metric) figures.add(one);
        },
        retracted: (one) => figures.delete(one),
        // Figures are looked for by their topics, too.
        topicsKnown: () => undefined,
      },
    });
    for (const { tenant: whose, moment } of journalMoments(
      (after) => upTo(store.records(after), position),
      settledMs,
    )) {
      if (whose === tenant) fold.observe(moment);
    }
    return figures;
  }
}

function* upTo(records: Iterable<JournalRecord>, position: number): Generator<JournalRecord> {
  for (const record of records) {
    if (record.position > position) return;
    yield record;
  }
}

function isOf({ dims, topics }: Measurement, { label, dimension, key }: SeriesAddress): boolean {
  if (dims.label !== label) return false;
  switch (dimension) {
    case 'account':
      return true;
    case 'channel':
      return dims.channelId === key;
    case 'queue':
      return dims.queueId === key;
    case 'agent':
      return dims.agentId === key;
    case 'team':
      return dims.teamIds.includes(key);
    case 'topic':
      return topics?.includes(key) === true;
  }
}
