// The roll-ups of a running engine, under its definitions.
import { METRICS } from '../metrics/catalogue.ts';
import type { GrainsKept } from '../metrics/kept-grains.ts';
import { Rollups, type RawMeasurements } from '../metrics/rollups.ts';
import type { MetricOptions } from '../policy/metric-options.ts';
import { ReportingCalendar } from '../time/reporting-calendar.ts';
import { WEEKDAYS } from '../time/weekly-hours.ts';

/** Roll-ups that hold nothing yet. */
export function rollupsFor(
  { reportingZone, firstDayOfWeek, responseClock }: MetricOptions,
  kept: GrainsKept,
  rawMeasurements?: RawMeasurements,
): Rollups {
  return new Rollups({
    calendar: new ReportingCalendar(reportingZone, WEEKDAYS[firstDayOfWeek - 1]),
    metricOf: (id) => METRICS.get(id),
    responseClock,
    kept,
    ...(rawMeasurements === undefined ? {} : { rawMeasurements }),
  });
}
