// The charts of the machines that were seen, each laid out once.
import { createHash } from 'node:crypto';
import { layOutChart, type LayOut } from './chart-layout.ts';
import { pictureOf } from './chart-picture.ts';
import { readDefinition } from './machine-definition.ts';
import type { ShownChart } from './viewer-protocol.ts';

/** Charts kept, count: who edits a machine while watching makes a new one each time. */
const CHARTS_MAX = 50;

interface Entry {
  readonly machine: string;
  readonly definition: string;
  /** Undefined until it is known whether the chart can be drawn. */
  chart: ShownChart | undefined;
}

/** The charts by the hash of their definition. */
export class ChartBook {
  readonly #layOut: LayOut;
  readonly #onReady: (key: string) => void;
  readonly #entries = new Map<string, Entry>();

  /** @param onReady Hears of each chart that has been laid out, or cannot be. */
  constructor(layOut: LayOut, onReady: (key: string) => void) {
    this.#layOut = layOut;
    this.#onReady = onReady;
  }

  /** The key of a definition's chart, and the machine's name; the layout follows. */
  take(definition: string): { readonly key: string; readonly machine: string } {
    const key = createHash('sha256').update(definition).digest('hex').slice(0, 16);
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      const machine = readDefinition(definition);
      entry = { machine: machine?.id ?? 'actor', definition, chart: undefined };
      this.#entries.set(key, entry);
      this.#forgetOldest();
      if (machine === undefined) this.#know(key, { key, layout: null });
      else {
        void layOutChart(pictureOf(machine), this.#layOut).then((layout) =>
          this.#know(key, { key, layout: layout ?? null }),
        );
      }
    }
    return { key, machine: entry.machine };
  }

  /** A chart that is ready; undefined before. */
  chart(key: string): ShownChart | undefined {
    return this.#entries.get(key)?.chart;
  }

  definitionOf(key: string | null): string | undefined {
    return key === null ? undefined : this.#entries.get(key)?.definition;
  }

  /** All charts that are ready. */
  charts(): readonly ShownChart[] {
    return [...this.#entries.values()].flatMap(({ chart }) => (chart === undefined ? [] : [chart]));
  }

  #know(key: string, chart: ShownChart): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    entry.chart = chart;
    this.#onReady(key);
  }

  #forgetOldest(): void {
    if (this.#entries.size <= CHARTS_MAX) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
