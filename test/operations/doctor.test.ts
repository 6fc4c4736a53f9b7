// holdline doctor: read-only, beside a running engine, with words that help and exit codes that scripts can use.
import { writeFileSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterAll, describe, expect, it } from 'vitest';
import type { Diagnosis, Finding } from '../../src/cli/doctor-findings.ts';
import { sizeInWords, spanInWords } from '../../src/cli/plain-words.ts';
import type { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { Command } from '../cli/process.ts';
import { channel, message, newFile, of, opened } from './live-engine.ts';

const command = new Command();
afterAll(() => command.remove());

const holdline = (args: readonly string[]) => command.run(args);

type Report = Diagnosis & { readonly findings: readonly Finding[] };

async function doctorOf(file: string, clock: VirtualClock, ...more: readonly string[]) {
  const { stdout, stderr, code } = await holdline([
    'doctor',
    file,
    '--json',
    '--now',
    clock.at,
    ...more,
  ]);
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as Report;
  return { code, report, codes: report.findings.map((finding) => finding.code) };
}

/** An engine with one session that waits for an agent and one that is inactive with a deadline an hour away. */
async function staffed(file = newFile()) {
  const policy = { inactiveExpiry: 'PT1H' };
  const { engine, clock } = opened({ store: file, policy });
  await engine.dispatchMany([
    channel(clock),
    message(clock, 'ann'),
    message(clock, 'bob'),
    of(clock, 'work.accepted', 'ann', { workId: 'w1', agentId: 'a1' }),
    of(clock, 'agent.markedInactive', 'ann', { agentId: 'a1' }),
  ]);
  const policyFile = newFile();
  writeFileSync(policyFile, JSON.stringify(policy));
  return { engine, clock, file, policyFile };
}

// Each case starts the command as a process of its own.
describe('holdline doctor', { timeout: 60_000 }, () => {
  it('finds nothing where all is well, while an engine has the store open, and changes nothing', async () => {
    const { clock, file, policyFile, engine } = await staffed();
    const { code, report, codes } = await doctorOf(file, clock, '--policy', policyFile);
    expect([code, codes]).toEqual([0, []]);
    expect(report).toMatchObject({
      isEngineRunning: true,
      faults: [],
      schemaVersion: 2,
      journal: { checkpoint: 0 },
      examination: {
        tail: 'included',
        openCount: 2,
        open: { Inactive: { 'under 1 h': 1 }, Waiting: { 'under 1 h': 1 } },
        nextDueAt: clock.now() + 3_600_000,
      },
    });
    expect(engine.inside.store.checkpointPosition).toBe(0);
  });

  it('takes a deadline that fired after the checkpoint for fired', async () => {
    const { engine, clock, file, policyFile } = await staffed();
    await engine.checkpoint();
    await clock.advanceBy('P1D');
    expect(engine.session('default/web/ann/1')?.status).toBe('Ended');
    const { codes, report } = await doctorOf(file, clock, '--policy', policyFile);
    expect(report.journal.toDecideAgain).toBeGreaterThan(0);
    expect(codes).toEqual([]);
    expect(report.examination.open).toEqual({ Waiting: { 'under 7 days': 1 } });
  });

  it('names the timers that nobody fired and the sessions that nothing will move, and says what to do', async () => {
    const { engine, clock, file } = await staffed();
    await engine.close();
    await clock.advanceBy('P8D');
    const { code, codes, report } = await doctorOf(file, clock);
    expect([code, codes]).toEqual([1, ['overdue_timers', 'stuck_sessions']]);
    expect(report.isEngineRunning).toBe(false);
    expect(report.examination).toMatchObject({
      overdueCount: 1,
      overdue: [{ sessionId: 'default/web/ann/1', timer: 'inactiveExpiry' }],
      stuckCount: 1,
      stuckByStatus: { Waiting: 1 },
      stuck: [{ sessionId: 'default/web/bob/1' }],
    });
    const words = await holdline(['doctor', file, '--now', clock.at]);
    expect(words.stdout).toContain('2 findings');
    expect(words.stdout).toMatch(/due 7 d 23 h ago/);
    expect(words.stdout.match(/→ /g)).toHaveLength(2);
  });

  it('says so when the tail cannot be decided again, and judges by the checkpoint', async () => {
    const { engine, clock, file } = await staffed();
    await clock.advanceBy('PT2H');
    // Under another policy than the engine's the deadline of the tail lies elsewhere.
    writeFileSync(`${file}.policy`, '{}');
    const { codes, report } = await doctorOf(file, clock, '--policy', `${file}.policy`);
    expect(codes).toContain('tail_unlike_written');
    expect(report.examination.tail).toBe('unlikeWritten');
    await engine.close();
  });

  it('judges the store of a replay by its own time, and says so', async () => {
    const file = newFile();
    const week = 'docs/examples/working-week.ndjson';
    expect((await holdline(['replay', week, '--store', file])).code).toBe(0);
    const own = await holdline(['doctor', file]);
    expect(own.stdout).toMatch(
      /is well\.\n.*judged as of +2026-03-06T21:47.*as in a replay.*--now/s,
    );
    expect(own.stdout).toMatch(/timers +none overdue, next in/);
    const later = await holdline(['doctor', file, '--now', '2026-03-08T00:00:00Z']);
    expect(later.stdout).toMatch(/overdue_timers/);
    expect(later.stdout).not.toMatch(/as in a replay/);
  });

  it('warns of a clock that is ahead, and of damage', async () => {
    const { engine, clock, file } = await staffed();
    await engine.dispatch({ ...message(clock, 'cid'), at: clock.now() + 3_600_000 });
    await engine.close();
    expect((await doctorOf(file, clock)).codes).toEqual(['time_ahead']);
    const database = new DatabaseSync(file);
    database.exec("UPDATE journal SET body = replace(body, 'bob', 'rob') WHERE position = 1");
    database.close();
    const { code, codes } = await doctorOf(file, clock);
    expect([code, codes[0]]).toEqual([1, 'damaged']);
    expect((await doctorOf(file, clock, '--no-check')).codes).toEqual(['time_ahead']);
  });

  it('exits with 2 for what is no store, and for times that are none', async () => {
    const text = newFile();
    writeFileSync(text, 'no store at all, and long enough to be looked at: '.repeat(100));
    for (const args of [
      ['doctor', newFile()],
      ['doctor', text],
    ]) {
      // oxlint-disable-next-line no-await-in-loop
      const { code, stderr } = await holdline(args);
      expect(code).toBe(2);
      expect(stderr).toMatch(/\[store_/);
    }
    const { file } = await staffed();
    expect((await holdline(['doctor', file, '--now', 'noon'])).code).toBe(2);
    expect((await holdline(['doctor', file, '--stuck-after', 'a week'])).code).toBe(2);
  });

  it('writes spans and sizes so that they are read at a glance', () => {
    expect([500, 61_000, 7_500_000, 90_000_000].map((ms) => spanInWords(ms))).toEqual([
      '500 ms',
      '1 min 1 s',
      '2 h 5 min',
      '1 d 1 h',
    ]);
    expect([12, 111_000, 1_234_567].map((bytes) => sizeInWords(bytes))).toEqual([
      '12 B',
      '111 kB',
      '1.2 MB',
    ]);
  });
});
