// Figures as a tired reader takes them in: grouped digits, sizes, spans of time in two units.

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** A span of time in its two largest units: `2 h 5 min`; below a second in milliseconds. */
export function spanInWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const index = UNITS.findIndex(([, unitMs]) => ms >= unitMs);
  const [name, unitMs] = UNITS[index] ?? ['s', 1000];
  const count = Math.floor(ms / unitMs);
  const next = UNITS[index + 1];
  const rest = next === undefined ? 0 : Math.floor((ms - count * unitMs) / next[1]);
  return rest === 0 ? `${count} ${name}` : `${count} ${name} ${rest} ${next?.[0] ?? ''}`;
}

/** Bytes in a unit that leaves at most four digits: `12.3 MB`. */
export function sizeInWords(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < SIZES.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${SIZES[unit] ?? ''}`;
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A count with its digits in groups of three: `1,234,567`. */
export const countInWords = (count: number): string =>
  String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** `1 session`, `3 sessions`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${countInWords(count)} ${count === 1 ? one : many}`;

/** Text that a terminal shows as it is: ids of a host may hold what would move its cursor. */
export const printable = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (mark) => `\\u{${(mark.codePointAt(0) ?? 0).toString(16)}}`,
  );
