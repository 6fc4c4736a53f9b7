// What an engine writes down of its doings, and what it never does.
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { conversationHash } from '../../src/engine/log.ts';
import { MemoryStore } from '../../src/store/memory-store.ts';
import { HoldlineError } from '../../src/events/holdline-error.ts';
import type { JournalRecord } from '../../src/store/store.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { channel, message, newFile, of, opened } from './live-engine.ts';

/** A logger of pino and the lines that it has written. */
function logger(level: string) {
  const lines: Record<string, unknown>[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>);
      done();
    },
  });
  return { log: pino({ level }, stream), lines };
}

const broken = () => {
  throw new Error('no space for logs');
};

const said = (lines: readonly Record<string, unknown>[]) => lines.map(({ msg }) => msg);

describe('the log of an engine', () => {
  it('says when it was opened, what it decided again, when a checkpoint was written, and when it was closed', async () => {
    const file = newFile();
    const first = opened({ store: file });
    await first.engine.dispatchMany([channel(first.clock), message(first.clock, 'ann')]);
    const copy = newFile();
    // A copy without a checkpoint stands for a crash: its journal has a tail.
    await first.engine.inside.store.backup(copy);
    const { log, lines } = logger('info');
    const { engine } = opened({ store: copy, clock: first.clock, log });
    await engine.close();
    expect(said(lines)).toEqual(['engine opened', 'checkpoint written', 'engine closed']);
    expect(lines[0]).toMatchObject({ store: copy, recordsDecidedAgain: 1, tenants: 1 });
    expect(lines[1]).toMatchObject({ position: 1, rows: 2 });
  });

  it('names no person and no text, at any level; at debug a conversation shows as a hash', async () => {
    const { log, lines } = logger('trace');
    const { engine, clock } = opened({ log });
    await engine.dispatchMany([channel(clock), message(clock, 'zoe', { text: 'my secret' })]);
    await engine.dispatch(of(clock, 'agent.message', 'zoe', { agentId: 'ann', messageId: 'x' }));
    await engine.close();
    const text = JSON.stringify(lines);
    expect(text).not.toMatch(/zoe|secret/);
    expect(text).toContain(conversationHash('default/web/zoe'));
    expect(lines.find(({ msg }) => msg === 'committed')).toMatchObject({
      verdicts: { applied: 2 },
    });
  });

  it('says how many deadlines an outage has kept waiting, and how long, in one line', async () => {
    const file = newFile();
    const before = opened({ store: file, policy: { inactiveExpiry: 'PT1H' } });
    const { clock } = before;
    await before.engine.dispatchMany([
      channel(clock),
      ...['a', 'b', 'c'].map((id) => message(clock, id)),
    ]);
    await before.engine.dispatchMany(
      ['a', 'b', 'c'].flatMap((id) => [
        of(clock, 'work.accepted', id, { workId: `w${id}`, agentId: 'ann' }),
        of(clock, 'agent.message', id, { agentId: 'ann', messageId: `m${id}` }),
        of(clock, 'agent.markedInactive', id, { agentId: 'ann' }),
      ]),
    );
    await before.engine.close();
    const later = new VirtualClock(clock.now() + 3 * 3_600_000);
    const { log, lines } = logger('warn');
    const { engine } = opened({
      store: file,
      clock: later,
      policy: { inactiveExpiry: 'PT1H' },
      tuning: { firingsAtOnce: 2 },
      log,
    });
    await later.advanceBy(0);
    await engine.close();
    const waited = lines.filter(({ msg }) => String(msg).startsWith('caught up'));
    expect(waited).toHaveLength(1);
    expect(waited[0]).toMatchObject({ deadlines: 3, lateMsMax: 2 * 3_600_000 });
  });

  it('says that the store failed and that late events repaired history', async () => {
    let isFull = false;
    class FillingStore extends MemoryStore {
      override append(record: JournalRecord): void {
        if (isFull)
          throw new HoldlineError('store_unwritable', 'the disk is full', { retryable: true });
        super.append(record);
      }
    }
    const { log, lines } = logger('info');
    const { engine, clock } = opened({ store: new FillingStore(), log });
    await engine.dispatchMany([channel(clock), message(clock, 'ann')]);
    const early = message(clock, 'ann');
    await clock.advanceBy('PT1M');
    await engine.dispatch(of(clock, 'customer.ended', 'ann'));
    expect((await engine.dispatch(early)).verdict).toBe('corrected');
    isFull = true;
    await expect(engine.dispatch(message(clock, 'bob'))).rejects.toThrow('full');
    isFull = false;
    expect(lines.find(({ msg }) => String(msg).includes('repaired'))).toMatchObject({ level: 30 });
    expect(lines.find(({ msg }) => String(msg).includes('store failed'))).toMatchObject({
      level: 50,
      code: 'store_unwritable',
      retryable: true,
    });
  });

  it('tells what an inspection throws once a cause, to listeners too, and goes on', async () => {
    const { log, lines } = logger('info');
    const errors: unknown[] = [];
    let steps = 0;
    const inspect = {
      decided() {
        steps += 1;
        throw new Error(steps > 2 ? 'another fault of the host' : 'a fault of the host');
      },
    };
    const { engine, clock } = opened({ log, inspect });
    engine.on('error', (error) => errors.push((error as Error).message));
    await engine.dispatch(channel(clock));
    for (const person of ['ann', 'bob', 'cem', 'dan']) {
      expect((await engine.dispatch(message(clock, person))).verdict).toBe('applied');
    }
    expect(steps).toBe(4);
    expect(errors).toEqual(['a fault of the host', 'another fault of the host']);
    expect(lines.filter(({ kind }) => kind === 'inspection')).toHaveLength(2);
    await engine.close();
  });

  it('stops no engine when it cannot be written itself', async () => {
    const log = { debug: broken, info: broken, warn: broken, error: broken };
    const { engine, clock } = opened({ log });
    expect((await engine.dispatch(channel(clock))).verdict).toBe('applied');
    await engine.close();
  });
});
