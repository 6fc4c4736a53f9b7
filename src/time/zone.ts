import { IANAZone } from 'luxon';

/**
 * True for the name of a zone in the IANA database, `Europe/Brussels` or `UTC`.
 *
 * Offsets (`+02:00`) are no zones: they know no daylight saving time. Names are taken as the platform's time zone data knows them.
 */
export function isZone(name: unknown): name is string {
  return typeof name === 'string' && /^[A-Za-z]/.test(name) && IANAZone.isValidZone(name);
}
