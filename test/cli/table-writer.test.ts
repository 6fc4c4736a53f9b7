import { Writable } from 'node:stream';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeTable } from '../../src/cli/table-writer.ts';
import type { Row } from '../../src/tables/table.ts';
import { SEED } from '../statechart/xstate-oracle.ts';

async function ndjsonOf(rows: readonly Row[]): Promise<string> {
  let text = '';
  const to = new Writable({
    decodeStrings: false,
    write(piece: string, _encoding, done) {
      text += piece;
      done();
    },
  });
  await writeTable('rejections', rows, 'ndjson', to);
  return text;
}

describe(`tables as NDJSON (FC_SEED=${SEED})`, () => {
  it('gives each row a line of its own, whatever its cells say', async () => {
    const cell = fc.oneof(
      fc.constantFrom<Row[string]>('},{', '}', '{', '[', ']', '\n', '"', null, 1, true),
      fc.string({ unit: 'binary' }),
    );
    const row = fc.record({ line: fc.nat(), message: cell, code: cell });
    await fc.assert(
      fc.asyncProperty(fc.array(row), async (rows) => {
        expect(await ndjsonOf(rows)).toBe(rows.map((each) => `${JSON.stringify(each)}\n`).join(''));
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('keeps the rows apart where a table is written in many pieces', async () => {
    const rows = Array.from({ length: 2500 }, (_, line) => ({
      line,
      message: line < 9 ? '},{' : 'x',
    }));
    const lines = (await ndjsonOf(rows)).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(rows);
  });
});
