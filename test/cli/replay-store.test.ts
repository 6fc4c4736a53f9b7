// `replay --store`: what comes of an input is the same with a store as without one (events.md §2, §5).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { StoreRun } from '../../src/cli/replay-store.ts';
import { newRun } from '../replay/replayed.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdline-replay-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

const channel = { channelType: 'Text', platform: 'enhanced', capacityModel: 'tabBased' };
const event = (id: string, type: string, at: string, fields: object = {}) =>
  JSON.stringify({ id, type, at, channelId: 'c', endUserId: 'u', messageId: id, ...fields });

const CONFIGURED = event('1', 'channel.configured', '2026-03-02T08:00:00Z', channel);
const OPENED = event('2', 'customer.message', '2026-03-02T09:00:00Z');
const FAR_AHEAD = event('3', 'customer.message', '2026-08-02T09:00:00Z');
const ENDED = event('4', 'customer.ended', '2026-03-02T09:05:00Z');

/** Every verdict that a line can come to. */
const MIXED = [
  CONFIGURED,
  OPENED,
  'no JSON',
  event('a', 'customer.massage', '2026-03-02T09:00:10Z'),
  event('b', 'customer.message', '2026-03-02T09:00:10Z', { keyword: 'maybe' }),
  event('c', 'customer.message', '1999-12-31T23:59:59Z'),
  FAR_AHEAD,
  event('2', 'customer.ended', '2026-03-02T09:00:20Z'),
  event('d', 'customer.message', '2026-03-02T08:30:00Z'),
  event('e', 'agent.message', '2026-03-02T09:01:00Z', { agentId: 'ann' }),
  event('f', 'customer.message', '2026-03-02T09:02:00Z', { channelId: 'unknown' }),
  event('g', 'customer.message', '2027-03-02T09:02:00Z', { tenant: 'later' }),
  ENDED,
];

type Table = 'verdicts' | 'rejections' | 'transitions';

/** The tables of a run into a store. */
async function stored(name: string, lines: readonly string[]) {
  const run = new StoreRun(join(folder, name), undefined, 'drain');
  for (const [index, line] of lines.entries()) run.line(line, index + 1);
  await run.finish();
  const rowsOf = (table: Table) => [...run.rows(table)];
  const tables = {
    verdicts: rowsOf('verdicts'),
    rejections: rowsOf('rejections'),
    transitions: rowsOf('transitions'),
  };
  await run.close();
  return { ...tables, counts: run.counts };
}

/** The same without a store. */
function plain(lines: readonly string[]) {
  const run = newRun({ end: 'drain' });
  for (const [index, line] of lines.entries()) run.line(line, index + 1);
  run.finish();
  const rowsOf = (table: Table) => [...run.rows(table)];
  return { verdicts: rowsOf('verdicts'), rejections: rowsOf('rejections'), counts: run.counts };
}

const inAnyOrder = (rows: readonly object[]) => rows.map((row) => JSON.stringify(row)).toSorted();
/** What is to be done about a time is said in other words, for there is no clock in a replay. */
const withoutWords = (rows: readonly object[]) => rows.map((row) => ({ ...row, message: null }));

describe('a replay into a store', () => {
  it('gives every line its verdict, and every bad one its row with its number', async () => {
    const [kept, gone] = [await stored('mixed.db', MIXED), plain(MIXED)];
    expect(inAnyOrder(kept.verdicts)).toEqual(inAnyOrder(gone.verdicts));
    expect(withoutWords(kept.rejections)).toEqual(withoutWords(gone.rejections));
    expect(kept.counts).toEqual(gone.counts);
    expect(kept.rejections.map(({ line, code }) => [line, code])).toEqual([
      [3, 'invalid_json'],
      [4, 'unknown_type'],
      [5, 'invalid_event'],
      [6, 'time_out_of_range'],
      [7, 'time_out_of_range'],
      [10, 'status_not_available'],
      [11, 'unknown_channel'],
      [12, 'unknown_channel'],
    ]);
  });

  it('rejects a time more than 60 days ahead of the watermark, which moves nothing', async () => {
    const { verdicts, transitions } = await stored('far.db', [
      CONFIGURED,
      OPENED,
      FAR_AHEAD,
      ENDED,
    ]);
    expect(verdicts.map(({ event_id, verdict }) => [event_id, verdict])).toEqual([
      ['1', 'applied'],
      ['2', 'applied'],
      ['4', 'applied'],
      ['3', 'rejected'],
    ]);
    expect(transitions.map(({ rule }) => rule)).toEqual(['EC01', 'EC17']);
  });

  it('answers events that were seen before as duplicates, and changes nothing by them', async () => {
    const lines = [CONFIGURED, OPENED, ENDED];
    const first = await stored('twice.db', lines);
    const second = await stored('twice.db', lines);
    expect(second.transitions).toEqual(first.transitions);
    expect(second.verdicts.slice(0, 3)).toEqual(first.verdicts);
    expect(second.verdicts.slice(3)).toMatchObject([
      { event_id: '1', verdict: 'duplicate' },
      { event_id: '2', verdict: 'duplicate' },
      { event_id: '4', verdict: 'duplicate' },
    ]);
  });

  it('goes on to the end of all timers when nothing new comes', async () => {
    const keyword = event('k', 'customer.message', '2026-03-02T09:00:00Z', { keyword: 'help' });
    const run = new StoreRun(join(folder, 'rest.db'), undefined, 'lastEvent');
    for (const line of [CONFIGURED, keyword]) run.line(line, 1);
    await run.finish();
    await run.close();
    const { transitions } = await stored('rest.db', []);
    expect(transitions.map(({ rule }) => rule)).toEqual(['EC02', 'EC08']);
  });
});
