// What one measurement gives to every bucket that counts it.
import type { Measurement, OptionalInput } from './measurement.ts';
import type { MetricDefinition } from './metric-definition.ts';

/** Fractions are counted in whole millionths: then sums do not depend on the order of adding, and taking back leaves nothing behind. */
export const MICROS = 1_000_000;

/** How the buckets of one metric count. */
export interface BucketRule {
  readonly isSplit: boolean;
  readonly isSketched: boolean;
  /** The key of a measurement is a member, and members are counted. */
  readonly hasMembers: boolean;
  /** Smallest, largest and quantiles are of the milliseconds within opening hours. */
  readonly readsBusiness: boolean;
}

/** The rule of a metric. `readsBusiness` where the metric follows the clock of responses and that is the business one. */
export function bucketRule(
  { attribution, isSketched, unit, options }: MetricDefinition,
  responseClock: 'business' | 'calendar',
): BucketRule {
  return {
    isSplit: attribution === 'split',
    isSketched: isSketched === true,
    hasMembers: unit === 'members',
    readsBusiness: responseClock === 'business' && options.includes('responseClock'),
  };
}

/** One measurement as buckets add it up. Used again for the next: nobody keeps it. */
export class FigurePart {
  /** What smallest, largest and quantiles are about; null where the measurement has no value. */
  value: number | null = null;
  whole = 0;
  micros = 0;
  businessMs = 0;
  missing: OptionalInput | null = null;
  member: string | null = null;

  /** Turns to a measurement. */
  read(measurement: Measurement, rule: BucketRule): void {
    const { valueMs, businessMs } = measurement;
    const figure = valueMs ?? measurement.value;
    this.missing = measurement.missing;
    this.member = rule.hasMembers ? measurement.key : null;
    this.value = figure !== null && rule.readsBusiness ? (businessMs ?? figure) : figure;
    if (figure === null || rule.isSplit) {
      this.whole = 0;
      this.micros = 0;
      this.businessMs = 0;
      return;
    }
    this.whole = Math.trunc(figure);
    this.micros = figure === this.whole ? 0 : Math.round((figure - this.whole) * MICROS);
    this.businessMs = businessMs ?? 0;
  }
}
