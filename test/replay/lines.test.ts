// How a file is cut into pieces on its way in never shows.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { LINE_BYTES_MAX, LineSplitter, type LineListener } from '../../src/cli/line-reader.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { streams } from './event-stream.ts';
import { asText, firstDifference, newRun, tablesOf } from './replayed.ts';

/** Feeds bytes to a listener in pieces of these sizes, over and over. */
function split(bytes: Buffer, sizes: readonly number[], listener: LineListener): void {
  const splitter = new LineSplitter(listener);
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    splitter.take(bytes.subarray(from, from + size));
    from += size;
  }
  splitter.end();
}

const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });

/** What stands between two lines, and what may be wrong with one. */
const oddities = fc.constantFrom(
  Buffer.from('\n'),
  Buffer.from('\r\n'),
  Buffer.from('\n\n \n'),
  Buffer.from('\n{"id":"ü🙂"}\n'),
  Buffer.from([0x0a, 0xff, 0xc3, 0x0a]),
);

it('gives the same tables in pieces of any size', () => {
  const property = fc.property(
    streams,
    sizes,
    fc.array(oddities, { minLength: 1 }),
    (events, cut, gaps) => {
      const bytes = Buffer.concat(
        events.flatMap((event, index) => [
          Buffer.from(JSON.stringify(event)),
          gaps[index % gaps.length] ?? Buffer.from('\n'),
        ]),
      );
      const tables = [[bytes.length], cut].map((pieces) => {
        const run = newRun();
        split(bytes, pieces, run);
        run.finish();
        return asText(tablesOf(run));
      });
      expect(firstDifference(tables[0] ?? '', tables[1] ?? '')).toBeUndefined();
    },
  );
  fc.assert(property, { seed: SEED, numRuns: 100 });
});

/** Hears lines and writes down what it heard. */
class Notes implements LineListener {
  readonly heard: string[] = [];

  line(text: string, number: number): void {
    this.heard.push(`${number} ${text.length}`);
  }

  tooLong(number: number): void {
    this.heard.push(`${number} too long`);
  }

  notUtf8(number: number): void {
    this.heard.push(`${number} not UTF-8`);
  }
}

it.each([1024 * 1024, 65_536, 99_991])(
  'draws the line at the same byte in pieces of %i',
  (size) => {
    const lengths = [3, LINE_BYTES_MAX, LINE_BYTES_MAX + 1, 10_000_000, 4];
    const bytes = Buffer.from(lengths.map((length) => 'x'.repeat(length)).join('\n'));
    const notes = new Notes();
    split(bytes, [size], notes);
    expect(notes.heard).toEqual(['1 3', `2 ${LINE_BYTES_MAX}`, '3 too long', '4 too long', '5 4']);
  },
);
