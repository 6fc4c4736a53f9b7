import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { businessMs } from '../../src/time/business-time.ts';
import { parseWeeklyHours, WEEKDAYS } from '../../src/time/weekly-hours.ts';
import { at } from './zones.ts';

const PAGE = readFileSync(new URL('../../docs/business-hours.md', import.meta.url), 'utf8');
const ROW = /^\| (\S+) \| (\w{3})–(\w{3}) ([\d:]+)–([\d:]+) \| (\S+Z) \| (\S+Z) \| (\d+) \|$/gm;

describe('docs/business-hours.md', () => {
  const rows = [...PAGE.matchAll(ROW)].map((row) => row.slice(1));

  it('has its worked examples', () => {
    expect(rows).toHaveLength(9);
  });

  it.each(rows)('%s, %s–%s %s–%s: %s to %s is %s s', (...row) => {
    const [zone = '', first, last, opens = '', closes = '', from = '', to = '', seconds] = row;
    const days = WEEKDAYS.map(String);
    const week = days.slice(days.indexOf(first ?? ''), days.indexOf(last ?? '') + 1);
    const open = Object.fromEntries(week.map((day) => [day, [[opens, closes]]]));
    const hours = parseWeeklyHours({ zone, open });
    if ('expected' in hours) throw new Error(hours.expected);
    expect(businessMs(at(from), at(to), hours)).toBe(Number(seconds) * 1000);
  });
});
