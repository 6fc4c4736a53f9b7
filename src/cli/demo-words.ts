// How the demo writes instants, lengths of time and lists for people.
import type { EpochMs } from '../time/instant.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Up to here a length is told in hours: 30 h and 48 h are what people know. */
const HOURS_MAX = 72 * HOUR;

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A length of time in its two largest units, rounded to seconds: `48 s`, `1 min 35 s`, `30 h`, `3 d 4 h`. */
export function span(ms: number): string {
  const whole = Math.round(ms / SECOND) * SECOND;
  if (whole < MINUTE) return `${whole / SECOND} s`;
  if (whole < HOUR) return units(whole, [MINUTE, 'min'], [SECOND, 's']);
  if (whole <= HOURS_MAX) return units(whole, [HOUR, 'h'], [MINUTE, 'min']);
  return units(whole, [DAY, 'd'], [HOUR, 'h']);
}

function units(ms: number, large: readonly [number, string], small: readonly [number, string]) {
  const rest = Math.floor((ms % large[0]) / small[0]);
  const first = `${Math.floor(ms / large[0])} ${large[1]}`;
  return rest === 0 ? first : `${first} ${rest} ${small[1]}`;
}

/** An instant of the week in UTC: `Tue 10:12:05`. */
export function moment(at: EpochMs): string {
  const date = new Date(at);
  return `${WEEKDAYS[date.getUTCDay()]} ${date.toISOString().slice(11, 19)}`;
}

/** Pieces in lines of at most `width` characters; a piece is never broken. */
export function inLines(pieces: readonly string[], width: number, separator = ', '): string {
  let lines = '';
  let line = '';
  for (const piece of pieces) {
    const longer = line === '' ? piece : `${line}${separator}${piece}`;
    if (longer.length <= width || line === '') line = longer;
    else {
      lines += `${line}${separator.trimEnd()}\n`;
      line = piece;
    }
  }
  return lines + line;
}

/** The middle value; of an even number of values the mean of the two. Undefined without values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

/** A length of time, or a dash for none. */
export const spanOrDash = (ms: number | undefined) => (ms === undefined ? '–' : span(ms));

/** The text with its first letter in upper case. */
export const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
