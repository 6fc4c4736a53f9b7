// Files that lost their end or a sector: a store opens as it was after some commit, or says that it is damaged. It never
// answers with anything else.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHoldlineError } from '../../src/events/holdline-error.ts';
import { defaultDriver } from '../../src/store/sqlite-driver.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import type { StoredConversation } from '../../src/store/store.ts';
import { checkpointAt, contentOf, conversationOf, recordAt } from './stored-rows.ts';
import { newFolder, SEED } from './store-kinds.ts';

const RECORDS = 120;
const CONVERSATIONS = 40;
const RUNS = 120;
const SECTOR = 512;
/** Size of a record's body: some go over several pages. */
const sizeOf = (position: number) => (position % 5) * 3000;

/** What a power cut would leave of a store, and what the store had held. */
interface Image {
  readonly file: Buffer;
  readonly log: Buffer;
  /** The conversations as of each checkpoint, by its position. */
  readonly history: ReadonlyMap<number, readonly StoredConversation[]>;
}

/**
 * Acts as an engine does for a while. Half way the log is copied into the file: all of it, so that it starts anew, or only
 * what a reader allows, so that the file and the log hold pages of different age.
 */
function makeImage(copying: 'all' | 'part'): Image {
  const file = join(newFolder(), 'store.db');
  const database = defaultDriver().open(file, { readOnly: false });
  const store = openSqliteStore({ database });
  const reader = defaultDriver().open(file, { readOnly: true });
  const rows = new Map<string, StoredConversation>();
  const history = new Map<number, readonly StoredConversation[]>([[0, []]]);
  for (let position = 1; position <= RECORDS; position++) {
    store.append(recordAt(position, sizeOf(position)));
    if (position === RECORDS / 4 && copying === 'part') {
      reader.exec('BEGIN; SELECT * FROM journal');
    }
    if (position === RECORDS / 2) database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    if (position % 4 !== 0) continue;
    const written = [1, 2, 3, 4, 5, 6].map((n) =>
      changed((position * 7 + n * 5) % CONVERSATIONS, position),
    );
    for (const row of written) rows.set(row.id, row);
    store.checkpoint(checkpointAt(position, { conversations: written }));
    history.set(
      position,
      [...rows.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    );
  }
  const image = { file: readFileSync(file), log: readFileSync(`${file}-wal`), history };
  reader.close();
  store.close();
  return image;
}

const changed = (user: number, position: number) =>
  conversationOf(`user-${user}`, {
    dueAt: position + user,
    state: JSON.stringify({ at: position, text: 'x'.repeat(position * 9) }),
  });

/** What happened to the bytes; 0..1 says where. */
interface Damage {
  readonly kind: 'cutLog' | 'cutFile' | 'zeroLog' | 'zeroFile' | 'noLog';
  readonly where: number;
}

function damaged({ file, log }: Image, { kind, where }: Damage): Pick<Image, 'file' | 'log'> {
  if (kind === 'noLog') return { file, log: Buffer.alloc(0) };
  if (kind === 'cutLog') return { file, log: log.subarray(0, Math.floor(log.length * where)) };
  if (kind === 'cutFile') return { file: file.subarray(0, Math.floor(file.length * where)), log };
  const target = Buffer.from(kind === 'zeroLog' ? log : file);
  const at = Math.floor((target.length * where) / SECTOR) * SECTOR;
  target.fill(0, at, Math.min(at + SECTOR, target.length));
  return kind === 'zeroLog' ? { file, log: target } : { file: target, log };
}

/** What is looked at on opening: all pages, or what a large file is opened with. */
type Verify = 'quick' | 'journal';

/** Opens damaged bytes and reads all: how far the journal reached, or why it was refused. */
function outcomeOf(image: Image, damage: Damage, verify: Verify): number | string {
  const path = join(newFolder(), 'store.db');
  const bytes = damaged(image, damage);
  writeFileSync(path, bytes.file);
  writeFileSync(`${path}-wal`, bytes.log);
  try {
    const store = openSqliteStore({ file: path, verify });
    try {
      const content = contentOf(store);
      const expected = image.history.get(content.checkpointPosition);
      // A lost page of an index that was not looked at may hide rows; what is found is right, and what is due is all there.
      const found = new Set(content.conversations.map(({ id }) => id));
      const owed = expected?.filter(({ id }) => verify === 'quick' || found.has(id));
      expect(content.conversations).toEqual(owed);
      expect(content.due).toHaveLength(expected?.length ?? -1);
      expect(content.records).toEqual(
        Array.from({ length: content.lastPosition }, (_, n) => recordAt(n + 1, sizeOf(n + 1))),
      );
      expect(content.lastPosition - content.checkpointPosition).toBeLessThanOrEqual(4);
      return content.lastPosition;
    } finally {
      store.close();
    }
  } catch (error) {
    if (!isHoldlineError(error)) throw error;
    return error.code;
  }
}

describe.each([
  ['all', 'quick'],
  ['part', 'quick'],
  ['all', 'journal'],
] as const)(
  `a damaged file, its log copied in %s, opened with a look at %s (seed ${SEED})`,
  (copying, verify) => {
    const damage: fc.Arbitrary<Damage> = fc.record({
      kind: fc.constantFrom('cutLog', 'cutFile', 'zeroLog', 'zeroFile', 'noLog'),
      where: fc.integer({ min: 0, max: 9999 }).map((part) => part / 10_000),
    });

    it('opens as it was after a commit, or is refused', { timeout: 60_000 }, () => {
      const image = makeImage(copying);
      expect(outcomeOf(image, { kind: 'cutLog', where: 1 }, verify)).toBe(RECORDS);
      const seen = new Set<string>();
      const clear = ['store_corrupt', 'store_unreadable'];
      fc.assert(
        fc.property(damage, (at) => {
          const outcome = outcomeOf(image, at, verify);
          if (outcome === RECORDS) seen.add('opens whole');
          else if (typeof outcome === 'number') seen.add('opens shorter');
          else seen.add(clear.includes(outcome) ? 'is refused' : outcome);
        }),
        { seed: SEED, numRuns: RUNS },
      );
      // With a reader in the way the log keeps every page: what the file has lost is there.
      const refused = copying === 'all' ? ['is refused'] : [];
      expect(seen).toEqual(new Set(['opens whole', 'opens shorter', ...refused]));
    });
  },
);
