// Seeded worlds against the real engine on a disk that fails; `npm run simulate -- --seed N` plays one of them again.
import { afterAll, describe, expect, it, vi } from 'vitest';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { simulate } from './run.ts';
import { shrink } from './shrink.ts';

/** Seeds of a run; `SIM_SEEDS` asks for more, `SIM_SEED` for others. CI runs the same ones each time: a new find is for whoever looks. */
const COUNT = Number(process.env['SIM_SEEDS'] ?? 300);
const FIRST = Number(
  process.env['SIM_SEED'] ?? (process.env['CI'] === undefined ? Date.now() % 1_000_000 : 1),
);

/** Within so many seeds each bug on purpose must show. */
const BUG_SEEDS_MAX = 600;

vi.setConfig({ testTimeout: 300_000 });

const seen = { seeds: 0, events: 0, crashes: 0, records: 0 };

afterAll(() => {
  process.stdout.write(`simulation: seeds from ${FIRST}, ${JSON.stringify(seen)}\n`);
});

/** What a failing seed says, and how to see it again. */
async function failureOf(seed: number): Promise<string> {
  const { only, prefix, findings } = await shrink(seed);
  return [
    `seed ${seed} fails with its first ${prefix} events`,
    `again: npm run simulate -- --seed ${seed} --only ${only.join()} --verbose`,
    ...findings,
  ].join('\n');
}

describe('an engine on a disk that fails', () => {
  it('comes to what an engine comes to that hears everything in order and never fails', async () => {
    for (let seed = FIRST; seed < FIRST + COUNT; seed += 1) {
      // oxlint-disable-next-line no-await-in-loop
      const report = await simulate(seed);
      seen.seeds += 1;
      seen.events += report.events;
      seen.crashes += report.crashes;
      seen.records += report.records;
      if (report.findings.length === 0) continue;
      // oxlint-disable-next-line no-await-in-loop
      throw new Error(await failureOf(seed));
    }
    expect(seen.crashes).toBeGreaterThan(COUNT / 4);
  });

  it('does the same again for the same seed', async () => {
    for (const seed of [11, 47, 808]) {
      // oxlint-disable-next-line no-await-in-loop
      const first = await simulate(seed);
      // oxlint-disable-next-line no-await-in-loop
      const second = await simulate(seed);
      expect(second.transcript).toEqual(first.transcript);
    }
  });
});

/** Seeds that have failed, each with what was wrong. */
const REGRESSIONS: readonly (readonly [seed: number, wrong: string])[] = [
  [8, 'a batch of one event held nothing but the tick before it'],
  [26, 'a tick of one tenant dropped the stored deadlines of another'],
  [56, 'a switch of a channel that nobody configures stayed deferred'],
  [62, 'a final refusal kept its first code after a repair'],
  [508, 'an opening that a repair refuses stayed in a conversation without the agent'],
  [727, 'a session kept the touch of an event that a repair gave to another'],
  [5799, 'a tick counted stale entries, of which a reopened engine has others'],
  [6897, 'a row kept steps from before the time that its set-up remembered'],
  [10_475, 'a deadline that fired late saw a channel as it was configured afterwards'],
  [19_676, 'a switch saw a change of the policy that comes after it at the same instant'],
  [1098, 'a first report of online ended work that was being wrapped up'],
];

describe('seeds that have failed', () => {
  it.each(REGRESSIONS)('regression: seed %i — %s', async (seed) => {
    expect((await simulate(seed)).findings).toEqual([]);
  });
});

describe('a bug on purpose', () => {
  it.each(Object.keys(PLANTED_BUGS))('is caught: %s', async (name) => {
    let caughtBy: number | undefined;
    for (let seed = 1; seed <= BUG_SEEDS_MAX && caughtBy === undefined; seed += 1) {
      // oxlint-disable-next-line no-await-in-loop
      const { findings } = await simulate(seed, { bug: PLANTED_BUGS[name] });
      if (findings.length > 0) caughtBy = seed;
    }
    expect(caughtBy).toBeDefined();
  });
});
