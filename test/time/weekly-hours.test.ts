import { describe, expect, it } from 'vitest';
import { parseWeeklyHours, type WrittenHours } from '../../src/time/weekly-hours.ts';
import { isZone } from '../../src/time/zone.ts';

describe('isZone', () => {
  it.each(['UTC', 'Europe/Brussels', 'Pacific/Apia', 'America/Argentina/Buenos_Aires'])(
    'knows %s',
    (name) => {
      expect(isZone(name)).toBe(true);
    },
  );

  it.each(['Europe/Atlantis', '+02:00', '', ' UTC', 'local', 5, null, undefined])(
    'refuses %s',
    (name) => {
      expect(isZone(name)).toBe(false);
    },
  );
});

const hours = (written: Partial<WrittenHours>) =>
  parseWeeklyHours({ zone: 'UTC', open: {}, ...written });

describe('parseWeeklyHours (events.md §1, businessHours)', () => {
  it('reads openings as minutes, ascending, and leaves other days closed', () => {
    const parsed = hours({
      open: {
        mon: [
          ['13:00', '24:00'],
          ['09:00', '12:30'],
        ],
      },
      holidays: ['2026-12-25', '2028-02-29'],
    });
    expect(parsed).toMatchObject({
      zone: 'UTC',
      open: {
        mon: [
          { start: 540, end: 750 },
          { start: 780, end: 1440 },
        ],
        sun: [],
      },
      holidays: new Set(['2026-12-25', '2028-02-29']),
    });
  });

  it('lets one opening begin when another ends', () => {
    const open = { tue: [['09:00', '12:00'] as const, ['12:00', '13:00'] as const] };
    expect(hours({ open })).toHaveProperty('holidays');
  });

  it.each([
    ['zone', { zone: 'Europe/Atlantis' }],
    ['open.mon[0]', { open: { mon: [['17:00', '09:00']] } }],
    ['open.mon[0]', { open: { mon: [['09:00', '09:00']] } }],
    ['open.mon[0]', { open: { mon: [['9:00', '17:00']] } }],
    ['open.mon[0]', { open: { mon: [['09:00', '24:01']] } }],
    ['open.mon[0]', { open: { mon: [['25:00', '26:00']] } }],
    ['open.mon[1]', { open: { mon: [['09:00', '10:00'], ['11:00']] } }],
    ['open.mon[0]', { open: { mon: [['09:00', '10:00', '11:00']] } }],
    [
      'open.fri',
      {
        open: {
          fri: [
            ['09:00', '12:00'],
            ['11:59', '13:00'],
          ],
        },
      },
    ],
    ['holidays[1]', { holidays: ['2026-12-25', '2026-02-30'] }],
  ])('names %s as the place of a fault', (path, written) => {
    expect(hours(written)).toMatchObject({ path });
  });
});
