// The series of one metric, by class and group.
import type { BucketRule } from './figure-part.ts';
import { FigureSeries, type Dimension } from './figure-series.ts';
import type { MetricDefinition } from './metric-definition.ts';

type GroupDimension = Exclude<Dimension, 'account'>;

/** The series of one metric and class. */
export class LabelSeries {
  readonly #metric: string;
  readonly #label: string | null;
  readonly #rule: BucketRule;
  #account: FigureSeries | null = null;
  readonly #groups: Readonly<Record<GroupDimension, Map<string, FigureSeries>>> = {
    channel: new Map(),
    queue: new Map(),
    team: new Map(),
    agent: new Map(),
    topic: new Map(),
  };

  constructor(metric: string, label: string | null, rule: BucketRule) {
    this.#metric = metric;
    this.#label = label;
    this.#rule = rule;
  }

  /** The series of the whole tenant, made where there is none. */
  account(): FigureSeries {
    return (this.#account ??= this.#series('account', ''));
  }

  /** The series of a group, made where there is none. */
  at(dimension: GroupDimension, key: string): FigureSeries {
    const groups = this.#groups[dimension];
    let series = groups.get(key);
    if (series === undefined) groups.set(key, (series = this.#series(dimension, key)));
    return series;
  }

  /** The series of a group; undefined where nothing was counted in it. */
  find(dimension: Dimension, key: string): FigureSeries | undefined {
    return dimension === 'account'
      ? (this.#account ?? undefined)
      : this.#groups[dimension].get(key);
  }

  /** Calls for each group of a dimension in which anything was counted. */
  each(dimension: Dimension, call: (series: FigureSeries, key: string) => void): void {
    if (dimension !== 'account') this.#groups[dimension].forEach(call);
    else if (this.#account !== null) call(this.#account, '');
  }

  *all(): Generator<FigureSeries> {
    if (this.#account !== null) yield this.#account;
    for (const groups of Object.values(this.#groups)) yield* groups.values();
  }

  #series(dimension: Dimension, key: string): FigureSeries {
    return new FigureSeries(
      { metric: this.#metric, label: this.#label, dimension, key },
      this.#rule,
    );
  }
}

/** The series of one metric. */
export class SeriesShelf {
  readonly definition: MetricDefinition;
  readonly rule: BucketRule;
  /** Whether members are counted by the month, whatever is asked for. */
  readonly isMonthly: boolean;
  /** Measurements with a value that stand. */
  valued = 0;
  readonly #byLabel = new Map<string | null, LabelSeries>();

  constructor(definition: MetricDefinition, rule: BucketRule) {
    this.definition = definition;
    this.rule = rule;
    this.isMonthly = definition.isMonthly === true;
  }

  /** The series of one class, made where there are none. */
  ofLabel(label: string | null): LabelSeries {
    let series = this.#byLabel.get(label);
    if (series === undefined) {
      series = new LabelSeries(this.definition.id, label, this.rule);
      this.#byLabel.set(label, series);
    }
    return series;
  }

  /** Whether the metric ever had a value. */
  get isMeasured(): boolean {
    return this.valued > 0;
  }

  /** The series of a group: that of one class, or of every class where `label` is undefined. */
  *find(
    dimension: Dimension,
    key: string,
    label: string | null | undefined,
  ): Generator<FigureSeries> {
    for (const [name, series] of this.#byLabel) {
      if (label !== undefined && name !== label) continue;
      const found = series.find(dimension, key);
      if (found !== undefined) yield found;
    }
  }

  /** Calls for each series of a dimension, class by class. */
  each(dimension: Dimension, call: (series: FigureSeries, key: string) => void): void {
    for (const series of this.#byLabel.values()) series.each(dimension, call);
  }

  *all(): Generator<FigureSeries> {
    for (const series of this.#byLabel.values()) yield* series.all();
  }
}
