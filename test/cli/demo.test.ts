import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoText } from '../../src/cli/demo-command.ts';
import { everyTransition } from '../../src/cli/demo-sessions.ts';
import { story } from '../../src/cli/demo-story.ts';
import { replayWeek, type DemoWeek } from '../../src/cli/demo-week.ts';
import { span } from '../../src/cli/demo-words.ts';
import type { Row, TableName } from '../../src/tables/table.ts';
import { workingWeek, WORKING_WEEK_SEED } from '../generate-working-week.ts';
import { DISORDER } from '../working-week/arrival.ts';

const ESCAPE = String.fromCodePoint(27);
const LINES_MAX = 120;
const COLUMNS_MAX = 120;

let week: DemoWeek;

beforeAll(async () => {
  week = await replayWeek();
});

const valuesOf = (table: TableName, column: string) =>
  [...new Set(week.tables[table].map((row) => String(row[column])))].toSorted();

const transitionsWhere = (part: Row) =>
  week.tables.transitions.filter((row) =>
    Object.entries(part).every(([column, value]) => row[column] === value),
  );

describe('the bundled week', () => {
  it(`is what the generator writes with seed ${WORKING_WEEK_SEED}`, () => {
    expect(readFileSync(week.file, 'utf8')).toBe(workingWeek(WORKING_WEEK_SEED).text);
  });

  it('touches all five session graphs', () => {
    expect(valuesOf('sessions', 'graph')).toEqual([
      'enhanced-business',
      'enhanced-customer',
      'notification',
      'standard-business',
      'standard-customer',
    ]);
  });

  it('touches each of the eight statuses', () => {
    expect(valuesOf('transitions', 'to_status')).toEqual([
      'Active',
      'Consent',
      'Ended',
      'Error',
      'Inactive',
      'New',
      'Paused',
      'Waiting',
    ]);
  });

  it.each([
    ['customerIdle', 'EC42', 'Active', 'Inactive'],
    ['endInactive', 'EC65', 'Inactive', 'Ended'],
    ['inactiveExpiry', 'EC64', 'Inactive', 'Ended'],
    ['noReply', 'SB05', 'Waiting', 'Ended'],
    ['noReply', 'EB11', 'New', 'Ended'],
    ['keepOpen', 'NO03', 'New', 'Ended'],
    ['consentExpiry', 'EC08', 'Consent', 'Ended'],
    ['pausedExpiry', 'PA03', 'Paused', 'Ended'],
    ['channelDisabled', 'EC90', 'Active', 'Ended'],
    ['botIdle', 'EC48', 'Active', 'Ended'],
    ['abandonment', 'EC20', 'Waiting', 'Ended'],
    ['maxWaiting', 'T-WAIT-MAX', 'Waiting', 'Ended'],
    ['maxIdle', 'cfg.standard.maxIdle', 'Active', 'Ended'],
  ])('lets the timer %s change a status by %s', (name, rule, from_status, to_status) => {
    const part = { cause: `timer.${name}`, rule, from_status, to_status };
    expect(transitionsWhere(part)).not.toHaveLength(0);
  });

  it.each(['pushTimeout', 'acw', 'customerIdleWarning'])(
    'lets the timer %s fire, which changes no session by itself',
    (name) => {
      expect(week.timersFired.get(name)).toBeGreaterThan(0);
    },
  );

  it('ends every attempt to assign work in each possible way (AW02–AW09)', () => {
    expect(valuesOf('agent_work', 'status')).toEqual([
      'Canceled',
      'Closed',
      'Declined',
      'DeclinedOnPushTimeout',
      'Transferred',
      'Unavailable',
    ]);
  });

  it.each([
    ['a transfer to a queue', 'EC32'],
    ['a transfer to an agent', 'EC33'],
    ['a transfer on a standard channel', 'SC05'],
    ['a hand-over by the bot', 'EC34'],
    ['an agent who goes offline', 'EC36'],
    ['an answer that comes back to the same agent', 'EC61'],
    ['an answer that is routed anew', 'EC60'],
    ['an opt-in that releases a held message', 'CK06'],
    ['an opt-out', 'EC46'],
    ['a notification that ends at once', 'NO02'],
    ['an answer to a notification that was kept open', 'NO04'],
    ['an answer that makes an agent active at once', 'EB06'],
    ['an inactive session that makes room for a new one', 'EC67'],
  ])('contains %s (%s)', (_, rule) => {
    expect(transitionsWhere({ rule })).not.toHaveLength(0);
  });

  it('opens one session for the same cause of failure, however often it is reported (I14)', () => {
    const errors = week.tables.sessions.filter(
      (row) => row['end_user_id'] === 'pilar' && row['status'] === 'Error',
    );
    expect(errors.map((row) => row['error_reason'])).toEqual([
      'Order number is missing',
      'Contact is locked',
    ]);
    expect(errors[0]?.['last_modified_at']).not.toBe(errors[0]?.['end_at']);
  });

  it('is rejected where it must be and nowhere else', () => {
    const refused = [...workingWeek(WORKING_WEEK_SEED).refused];
    const rejected = week.tables.rejections.map((row) => [row['event_id'], row['code']]);
    expect(rejected.filter(([id]) => id !== null)).toEqual(refused);
    expect(rejected.filter(([id]) => id === null)).toEqual([[null, 'invalid_json']]);
    const { duplicate, late } = week.counts;
    expect({ duplicate, late }).toEqual({ duplicate: DISORDER.repeated, late: DISORDER.late });
  });

  it('leaves no timer pending', () => {
    expect(week.tables.timers).toEqual([]);
  });
});

describe('the demo', () => {
  it(`fits ${LINES_MAX} lines of ${COLUMNS_MAX} columns, without escape sequences in a pipe`, () => {
    const text = demoText(week, false);
    const lines = text.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(LINES_MAX);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(COLUMNS_MAX);
    expect(text).not.toContain(ESCAPE);
    expect(demoText(week, true)).toContain(ESCAPE);
  });

  it('says of each figure by channel what is counted, of what, and whether it is a median or an average', () => {
    const [, part = ''] = demoText(week, false).split(/^5\. /m);
    const [heading = '', legend = ''] = part.split('\n');
    expect(heading).toMatch(/Ended sessions .*messages in each on average.*waited/);
    expect(legend).toMatch(/first response: median.*response, customer response: average.*longest/);
  });

  it('counts every transition once', () => {
    const [, part = ''] = demoText(week, false).split(/^2\. /m);
    const counts = [...part.split(/^3\. /m)[0]!.matchAll(/×(\d+)/g)].map(([, count]) =>
      Number(count),
    );
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(week.tables.transitions.length);
  });

  it('prints each transition on a line of its own where that is asked for', () => {
    const rows = everyTransition(week)
      .split('\n')
      .filter((line) => / \d\d:\d\d:\d\d /.test(line));
    expect(rows).toHaveLength(week.tables.transitions.length);
  });

  it('tells how Nora is served, falls silent and is ended 30 hours later (EC42, EC64)', () => {
    expect(story(week, 'default/web-chat/nora/1').match(/(?:Silent|Inactive) for [^:]+/g)).toEqual([
      'Silent for 6 min',
      'Silent for 10 min',
      'Inactive for 30 h',
    ]);
  });

  it('tells how Tomas never answers, 48 hours after the last message to him (EB11)', () => {
    expect(story(week, 'default/whatsapp/tomas/1')).toMatch(/No reply for 48 h: .*→ Ended.*EB11/);
  });

  it('says which session a story could be about when it knows none of that id', () => {
    expect(() => story(week, 'nora')).toThrow(/such as default\/.*found "nora"/);
  });

  it('tells the story of every session of the week', () => {
    for (const row of week.tables.sessions) {
      const text = story(week, String(row['session_id']));
      expect(text).toContain(`→ ${row['status']}`);
      expect(text).not.toContain('undefined');
    }
  });

  it.each([
    [0, '0 s'],
    [59_400, '59 s'],
    [59_600, '1 min'],
    [95_000, '1 min 35 s'],
    [3_600_000, '1 h'],
    [30 * 3_600_000, '30 h'],
    [72 * 3_600_000, '72 h'],
    [76 * 3_600_000, '3 d 4 h'],
  ])('writes %i ms as %s', (ms, words) => {
    expect(span(ms)).toBe(words);
  });
});
