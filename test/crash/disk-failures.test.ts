import {
  copyFileSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openEngine } from '../../src/engine/open-engine.ts';
import { isHoldlineError } from '../../src/events/holdline-error.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { Seeded } from '../bench/seeded.ts';
import { ORIGIN } from '../replay/world.ts';
import { HostProgram } from './host-process.ts';
import type { HostEvent, OpenOrder } from './host-protocol.ts';
import { HostTalk } from './host-talk.ts';
import { readJournal } from './journal-reading.ts';
import { ParentModel } from './parent-model.ts';
import { copyStore, judgeRemains } from './remains.ts';
import {
  canLiftFileLimit,
  liftFileLimit,
  throughFileLimit,
  throughReadOnly,
  throughSmallDisk,
} from './small-disk.ts';
import { workloadOf } from './workload.ts';

const SEED = Number(process.env['CRASH_SEED'] ?? 7);
const DISK_BYTES = 2 * 2 ** 20;
const PAGE_BYTES = 4096;
const FILE_KIBIBYTES = 200;

vi.setConfig({ testTimeout: 60_000 });

let program: HostProgram;
beforeAll(async () => {
  program = await HostProgram.compile();
}, 60_000);
afterAll(() => program.remove());

/** A folder, a file in it, and events in pieces. */
function scene(name: string) {
  const folder = join(program.folder, name);
  mkdirSync(folder);
  const events = workloadOf(SEED, 2, 60).stretches.flatMap((stretch) => stretch.events);
  const pieces: HostEvent[][] = [];
  for (let from = 0; from < events.length; from += 60) pieces.push(events.slice(from, from + 60));
  const file = join(folder, 'store.db');
  const options: OpenOrder = {
    file,
    tuning: { checkpointAfter: 30, savedAtOnce: 7 },
    clock: ORIGIN,
  };
  return { folder, file, options, pieces, model: new ParentModel() };
}

/** What a file says of itself, and if that is nothing, what is wrong with it all the same. */
async function conditionOf(
  file: string,
  verify: 'quick' | 'journal',
  model: ParentModel,
): Promise<string> {
  try {
    const store = openSqliteStore({ file, verify });
    const faults = store.check();
    store.close();
    if (faults.length > 0) return 'damaged';
    const found = await judgeRemains(file, model);
    return found.length === 0 ? 'sound' : found.join();
  } catch (error) {
    return isHoldlineError(error) ? error.code : String(error);
  }
}

describe('a full disk', () => {
  it('refuses what comes with a code, loses nothing, and goes on once there is room', async ({
    skip,
  }) => {
    const { folder, file, options, pieces, model } = scene('full');
    const through = throughSmallDisk(folder, DISK_BYTES);
    if (through === undefined) return skip('no disk can be mounted here');
    const talk = new HostTalk(program.start(through), model);
    expect(await talk.open(options)).toBeUndefined();
    for (const piece of pieces.slice(0, 3)) expect((await talk.take(piece)).failures).toEqual([]);

    await talk.obey({ order: 'fill' });
    const [, , , refusedPiece = [], laterPiece = []] = pieces;
    const { answers, failures } = await talk.take(refusedPiece);
    expect(answers).toEqual([]);
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: 'store_unwritable', isRetryable: true });
      expect(failure.message).toContain('make room on the disk');
    }
    // Whether it has anything to write depends on when the last one was written.
    const unwritten = await talk.obey({ order: 'checkpoint' });
    expect(['store_unwritable', undefined]).toContain(unwritten?.code);

    await talk.obey({ order: 'free' });
    expect((await talk.take(refusedPiece)).failures).toEqual([]);
    expect((await talk.take(laterPiece)).failures).toEqual([]);
    const copy = join(program.folder, 'full-copy.db');
    // A checkpoint between the copies of the file and of its log would take from the one what the other no longer has.
    talk.hold();
    copyStore(`/proc/${talk.host.pid}/root${file}`, copy);
    await talk.kill();
    expect(await judgeRemains(copy, model)).toEqual([]);
    expect(model.findings).toEqual([]);
  });

  it('is survived when the host is killed while its file may not grow', async ({ skip }) => {
    if (!canLiftFileLimit) return skip('no limit can be lifted here');
    const { file, options, pieces, model } = scene('limited');
    const talk = new HostTalk(program.start(throughFileLimit(FILE_KIBIBYTES)), model);
    expect(await talk.open(options)).toBeUndefined();
    let next = 0;
    let refused: readonly HostEvent[] = [];
    for (; refused.length === 0; next += 1) {
      const piece = pieces[next] ?? [];
      // oxlint-disable-next-line no-await-in-loop
      const { failures } = await talk.take(piece);
      for (const failure of failures) expect(failure.code).toBe('store_unwritable');
      const ids = new Set(failures.map(({ id }) => id));
      refused = piece.filter(({ id }) => ids.has(id));
    }
    liftFileLimit(talk.host.pid);
    expect((await talk.take(refused)).failures).toEqual([]);
    expect((await talk.take(pieces[next] ?? [])).failures).toEqual([]);
    await talk.kill();
    expect(await judgeRemains(file, model)).toEqual([]);
    expect(model.findings).toEqual([]);
  });
});

describe('a torn end', () => {
  it('of the log costs only what was not acknowledged', async () => {
    const { file, options, pieces, model } = scene('torn');
    const talk = new HostTalk(program.start(), model);
    await talk.open(options);
    for (const piece of pieces.slice(0, 4)) await talk.take(piece);
    const acknowledged = statSync(`${file}-wal`).size;
    // The parent is deaf from here on: nothing of this was acknowledged to it.
    const deaf = new HostTalk(talk.host, new ParentModel());
    for (const piece of pieces.slice(4, 7)) {
      for (const event of piece) model.send(event);
      await deaf.take(piece);
    }
    await talk.kill();
    const all = statSync(`${file}-wal`).size;
    expect(all).toBeGreaterThan(acknowledged);
    const chance = new Seeded(SEED);
    for (let cut = 0; cut < 6; cut += 1) {
      const copy = `${file}-${cut}`;
      copyStore(file, copy);
      truncateSync(`${copy}-wal`, chance.between(acknowledged, all - 1));
      model.read.clear();
      expect(await judgeRemains(copy, model)).toEqual([]);
    }
  });

  it('of the file is found, and nothing is made of what is left', async () => {
    const { file, options, pieces, model } = scene('cut');
    const talk = new HostTalk(program.start(), model);
    await talk.open(options);
    for (const piece of pieces.slice(0, 3)) await talk.take(piece);
    await talk.close();
    await talk.kill();
    const whole = readFileSync(file);
    for (const bytes of [1, 1000, 4000, PAGE_BYTES, 3 * PAGE_BYTES]) {
      // Bytes at the end of a page may be such that nothing was in; then nothing is missing.
      const allowed = bytes < PAGE_BYTES ? ['sound', 'damaged'] : [];
      for (const verify of ['quick', 'journal'] as const) {
        const torn = `${file}-${bytes}-${verify}`;
        writeFileSync(torn, whole.subarray(0, whole.length - bytes));
        // oxlint-disable-next-line no-await-in-loop
        expect([...allowed, 'store_corrupt']).toContain(await conditionOf(torn, verify, model));
      }
    }
    writeFileSync(file, whole);
    expect(await judgeRemains(file, model)).toEqual([]);
  });
});

describe('a disk that may only be read', () => {
  it('is refused by a host that would write, and shows everything to one that reads', async ({
    skip,
  }) => {
    const { folder, file, options, pieces, model } = scene('read');
    const through = throughReadOnly(folder);
    if (through === undefined) return skip('nothing can be mounted here');
    const writer = new HostTalk(program.start(), model);
    await writer.open(options);
    for (const piece of pieces.slice(0, 3)) await writer.take(piece);
    await writer.kill();

    const refused = new HostTalk(program.start(through), new ParentModel());
    expect(await refused.open(options)).toMatchObject({ code: 'store_unwritable' });
    await refused.kill();

    const store = openSqliteStore({ file, readOnly: true });
    const reader = openEngine({ store, ticksByClock: false });
    const { events, facts } = readJournal(store.records(0));
    const ids = new Set(events.map(({ id }) => id));
    expect([...model.acknowledged.keys()].filter((id) => !ids.has(id))).toEqual([]);
    const told = facts.get('default') ?? [];
    for await (const fact of reader.subscribe({ from: 0 })) if (fact.seq === told.length) break;
    const [unsent] = pieces[3] ?? [];
    await expect(reader.dispatch(unsent)).rejects.toMatchObject({ code: 'store_unwritable' });
    await reader.close();
    const copy = `${file}-copy`;
    copyFileSync(file, copy);
    copyStore(file, copy);
    expect(await judgeRemains(copy, model)).toEqual([]);
  });
});
