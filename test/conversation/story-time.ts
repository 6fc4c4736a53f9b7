// The short times of stories: '09:00' on the day of the story, '+30h' after the step before.

/** The day on which stories begin: Tuesday, 3 March 2026, UTC. */
export const STORY_DAY = Date.UTC(2026, 2, 3);

const UNIT_MS: Readonly<Record<string, number>> = {
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

const WALL = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{3}))?)?$/;
const SPAN = /^([+-])((?:\d+(?:ms|[dhms]))+)$/;

/** The instant that a short time means; spans count from `before`. */
export function instantOf(written: string, before: number): number {
  const wall = WALL.exec(written);
  if (wall !== null) {
    const [, hours, minutes, seconds = '0', ms = '0'] = wall;
    return (
      STORY_DAY +
      ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 +
      Number(ms)
    );
  }
  const span = SPAN.exec(written);
  if (span === null) throw new Error(`expected a time such as 09:00 or +30h, found ${written}`);
  return before + (span[1] === '-' ? -1 : 1) * spanMs(span[2] ?? '');
}

/** The milliseconds of a span such as `1h30m`. */
export function spanMs(written: string): number {
  let sum = 0;
  for (const [, count, unit = ''] of written.matchAll(/(\d+)(ms|[dhms])/g)) {
    sum += Number(count) * (UNIT_MS[unit] ?? Number.NaN);
  }
  return sum;
}

/** A span as stories write it: `30h`, `1h30m`; `0s` for none. */
export function writeSpan(ms: number): string {
  let rest = Math.abs(ms);
  let text = '';
  for (const unit of ['h', 'm', 's', 'ms']) {
    const size = UNIT_MS[unit] ?? 1;
    const count = Math.floor(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return `${ms < 0 ? '-' : ''}${text === '' ? '0s' : text}`;
}
