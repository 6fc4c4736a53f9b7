/*
 * What a schema cannot say about channel.configured: that durations, zones and hours mean something.
 */
import { DURATION_EXPECTED, parseDuration } from '../time/duration.ts';
import { parseWeeklyHours } from '../time/weekly-hours.ts';
import type { FieldFault } from './expectation.ts';
import type { EventOf } from './vocabulary.ts';

/** The first duration, zone or opening of a channel's configuration that means nothing, or undefined. */
export function channelFault(event: EventOf<'channel.configured'>): FieldFault | undefined {
  return (
    durationFault('sendWindow', event.sendWindow) ??
    durationFault('sla.firstResponse', event.sla?.firstResponse) ??
    durationFault('sla.response', event.sla?.response) ??
    hoursFault(event.businessHours)
  );
}

function durationFault(path: string, written: string | undefined): FieldFault | undefined {
  if (written === undefined) return undefined;
  const duration = parseDuration(written);
  return typeof duration === 'number'
    ? undefined
    : { path, expected: DURATION_EXPECTED[duration], found: JSON.stringify(written) };
}

function hoursFault(
  written: EventOf<'channel.configured'>['businessHours'],
): FieldFault | undefined {
  if (written === undefined) return undefined;
  const hours = parseWeeklyHours(written);
  return 'expected' in hours
    ? { path: `businessHours.${hours.path}`, expected: hours.expected, found: 'something else' }
    : undefined;
}
