// Times, spans and names as a person reads them. All times are UTC.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const two = (value: number) => String(value).padStart(2, '0');

/** `09:30:05`. */
export function timeWords(at: number): string {
  const date = new Date(at);
  return [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
}

/** `Tue 3 Mar`. */
export function dayWords(at: number): string {
  const date = new Date(at);
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** `Tue 3 Mar, 09:30:05`. */
export const momentWords = (at: number) => `${dayWords(at)}, ${timeWords(at)}`;

/** `Tue 3 Mar, 09:30`. */
export const minuteWords = (at: number) => momentWords(at).slice(0, -3);

/** A span in its two largest units: `3 d 3 h`, `4 min 5 s`, `0.3 s`. Up to two days in hours, as time-outs are spoken of: `29 h 59 min`. */
export function spanWords(ms: number): string {
  const span = Math.abs(ms);
  if (span < 10 * SECOND) return span === 0 ? '0 s' : `${(span / SECOND).toFixed(1)} s`;
  const days = span > 2 * DAY ? Math.floor(span / DAY) : 0;
  const parts = [
    [days, 'd'],
    [Math.floor((span - days * DAY) / HOUR), 'h'],
    [Math.floor((span % HOUR) / MINUTE), 'min'],
    [Math.floor((span % MINUTE) / SECOND), 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** A name in camelCase as words: `inactiveExpiry` is `inactive expiry`. */
export const nameWords = (name: string) =>
  name.replaceAll(
    /([a-z\d])([A-Z])/g,
    (_, before: string, after: string) => `${before} ${after.toLowerCase()}`,
  );

/** A value of a field. */
export function valueWords(value: string | number | boolean | null): string {
  if (value === null) return 'none';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** Fields that hold an instant: `at`, `dueAt`, `requestedAt`, and the two ends of a stretch. */
const INSTANT_NAMES = /^(?:at|from|to|until)$|At$/;

/** Instants are milliseconds of these years: smaller numbers are counts. */
const INSTANTS = { from: Date.UTC(2000), to: Date.UTC(2100) };

/** A value of a field by its name, and as it was written where that says more. */
export function fieldWords(
  name: string,
  value: string | number | boolean | null,
): { readonly words: string; readonly written: string | undefined } {
  const isInstant =
    typeof value === 'number' &&
    INSTANT_NAMES.test(name) &&
    value >= INSTANTS.from &&
    value < INSTANTS.to;
  return isInstant
    ? { words: momentWords(value), written: String(value) }
    : { words: valueWords(value), written: undefined };
}

/** What is watched, by its source: `2 sessions`, `1 actor`, `2 sessions, 1 actor`. */
export function watchedWords(actors: readonly { readonly actor: { readonly source: string } }[]) {
  const clients = actors.filter(({ actor }) => actor.source === 'client').length;
  const sessions = actors.length - clients;
  if (clients === 0) return countWords(sessions, 'session');
  const told = countWords(clients, 'actor');
  return sessions === 0 ? told : `${countWords(sessions, 'session')}, ${told}`;
}

/** `1 session`, `2 sessions`. */
export const countWords = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
