// holdline migrate: what other charts mean for the sessions that live, said before it is done, and done in one piece.
import { existsSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/open-engine.ts';
import { openSqliteStore } from '../../src/store/sqlite-store.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { Command } from '../cli/process.ts';
import { channel, message, newFile, of, opened } from './live-engine.ts';

const command = new Command();
afterAll(() => command.remove());

interface Report {
  readonly isApplied: boolean;
  readonly backup: string | null;
  readonly ended: number;
  readonly stays: number;
  readonly moves: number;
  readonly conflicts: number;
  readonly unresolved: number;
  readonly places: readonly { from: string; to: string | null; why: string; count: number }[];
  readonly deadlines: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly rearm: Readonly<Record<string, object>>;
}

async function migrate(file: string, ...flags: readonly string[]) {
  const { stdout, stderr, code } = await command.run(['migrate', file, '--json', ...flags]);
  expect(stderr).toBe('');
  return { code, report: JSON.parse(stdout) as Report };
}

const isOld = (chart: string) => /^(enhanced-customer|agent-work)@/.test(chart);

/** Virtual time starts here: an hour ago, so that the command's wall clock is not far from it. */
const START = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;

/** Names that the old charts had for places and timers of today's. */
type Renaming = readonly (readonly [today: string, then: string])[];

const RENAMED: Renaming = [
  ['open.Inactive.resting', 'open.Inactive.parked'],
  ['inactiveExpiry.inactive', 'inactiveExpiry.parked'],
];

const toOld = (chart: string) => (isOld(chart) ? chart.replace(/@.*/, '@0000000000000000') : chart);

/** Makes a store one that other charts have decided. */
function age(file: string, renaming: Renaming): void {
  const store = openSqliteStore({ file });
  const charts = JSON.parse(store.tenants().get('charts') ?? '') as string[];
  const asOld = <T extends { readonly state: string }>(row: T): T => ({
    ...row,
    state: renaming.reduce((state, [today, then]) => state.replaceAll(today, then), row.state),
  });
  store.checkpoint({
    position: store.checkpointPosition,
    tenants: new Map([['charts', JSON.stringify(charts.map(toOld))]]),
    conversations: [...store.conversations({})].map((row) => ({
      ...asOld(row),
      chart: row.chart === null ? null : toOld(row.chart),
    })),
    sessions: [...store.sessions({})].map(asOld),
    removedSessionIds: [],
    works: [...store.works()].map(asOld),
    removedWorkIds: [],
    ids: [],
    marks: [],
  });
  store.close();
}

/**
 * A store as a version with other charts would have left it: the enhanced chart had `open.Inactive.parked` in place of
 * `open.Inactive.resting`, heard its timer by another name, and had another hash.
 */
async function oldStore({ renamed = true } = {}) {
  const file = newFile();
  const { engine, clock } = opened({ store: file, clock: new VirtualClock(START) });
  await engine.dispatchMany([
    channel(clock),
    channel(clock, { channelId: 'plain', platform: 'standard', channelType: 'Text' }),
    message(clock, 'waiting'),
    message(clock, 'resting'),
    { ...message(clock, 'standard'), channelId: 'plain' },
    of(clock, 'work.accepted', 'resting', { workId: 'w', agentId: 'ann' }),
    of(clock, 'agent.markedInactive', 'resting', { agentId: 'ann' }),
  ]);
  // The steps of the last minutes are certain by then, so that the store holds no tail.
  await clock.advanceBy('PT20M');
  await engine.dispatch({ id: 'tick', type: 'clock.advanced', at: clock.at });
  const due = engine.conversation({ channelId: 'web', endUserId: 'resting' })?.deadlines[0];
  await engine.close();
  age(file, renamed ? RENAMED : []);
  return { file, clock, due };
}

const RESTING = 'default/web/resting/1';

// Each case starts the command as a process of its own.
describe('holdline migrate', { timeout: 60_000 }, () => {
  it('is what an engine asks for that finds other charts', async () => {
    const { file, clock } = await oldStore();
    expect(() => openEngine({ store: file, clock })).toThrow(/holdline migrate --dry-run/);
  });

  it('moves sessions whose place is still there, and their deadlines with their instants', async () => {
    const { file, clock, due } = await oldStore({ renamed: false });
    const { code, report } = await migrate(file, '--dry-run');
    expect(code).toBe(0);
    expect(report).toMatchObject({ isApplied: false, stays: 1, moves: 2, conflicts: 0 });
    expect(report.deadlines).toMatchObject({ kept: { inactiveExpiry: 1 }, lapses: {} });
    expect(() => openEngine({ store: file, clock })).toThrow(/other charts/);
    const done = await migrate(file);
    expect([done.code, done.report.isApplied]).toEqual([0, true]);
    const { engine } = opened({ store: file, clock });
    expect((await engine.timers())[0]).toMatchObject({ sessionId: RESTING, dueAt: due?.dueAt });
    expect(engine.inside.store.check()).toEqual([]);
    await engine.close();
    expect((await migrate(file)).report).toMatchObject({ isApplied: false, moves: 0 });
  });

  it('changes nothing while a place is gone that nobody has mapped, and names who stands there', async () => {
    const { file, clock } = await oldStore();
    for (const flags of [['--dry-run'], []]) {
      // oxlint-disable-next-line no-await-in-loop
      const { code, report } = await migrate(file, ...flags);
      expect(code).toBe(1);
      expect(report).toMatchObject({
        isApplied: false,
        stays: 1,
        moves: 1,
        conflicts: 1,
        unresolved: 1,
      });
      expect(report.places).toContainEqual(
        expect.objectContaining({ from: 'open.Inactive.parked', to: null, examples: [RESTING] }),
      );
    }
    expect(() => openEngine({ store: file, clock })).toThrow(/other charts/);
    const { stdout } = await command.run(['migrate', file, '--dry-run']);
    expect(stdout).toMatch(/CONFLICT: no such place any more, e\.g\. default\/web\/resting\/1/);
    expect(stdout).toContain('--map old.leaf=new.leaf');
  });

  it('follows a map, keeps a copy, and the deadline fires at its original instant at the new place', async () => {
    const { file, clock, due } = await oldStore();
    const map = ['--map', 'enhanced-customer:open.Inactive.parked=open.Inactive.resting'];
    const { code, report } = await migrate(file, ...map);
    expect(code).toBe(0);
    expect(report).toMatchObject({
      isApplied: true,
      moves: 2,
      deadlines: { readdressed: { inactiveExpiry: 1 } },
    });
    expect(existsSync(report.backup ?? '')).toBe(true);
    expect(() => openEngine({ store: report.backup ?? '', clock })).toThrow(/other charts/);
    const { engine } = opened({ store: file, clock });
    const facts: unknown[] = [];
    engine.on(
      'timer.fired',
      ({ at, data, recordedAt }) => void facts.push([data.name, at, recordedAt]),
    );
    await clock.advanceBy('P2D');
    expect(facts).toEqual([['inactiveExpiry', due?.dueAt, due?.dueAt]]);
    expect(engine.session(RESTING)?.status).toBe('Ended');
    expect(engine.session('default/web/waiting/1')?.status).toBe('Waiting');
    await engine.close();
  });

  it('keeps the status of conflicts at a place like theirs, or ends them by events that tell everybody', async () => {
    const kept = await oldStore();
    expect((await migrate(kept.file, '--conflicts', 'keep', '--no-backup')).report).toMatchObject({
      isApplied: true,
      backup: null,
      conflicts: 1,
      unresolved: 0,
    });
    const { engine } = opened({ store: kept.file, clock: kept.clock });
    expect(engine.session(RESTING)).toMatchObject({
      status: 'Inactive',
      value: 'open.Inactive.resting',
    });
    const ended = await oldStore();
    const before = await migrate(ended.file, '--conflicts', 'end');
    expect(before.report).toMatchObject({ isApplied: true, ended: 1 });
    const later = opened({ store: ended.file, clock: ended.clock }).engine;
    expect(later.session(RESTING)).toMatchObject({ status: 'Ended', endCause: 'supervisor.ended' });
    expect(later.explain(RESTING)?.history.at(-1)?.to).toBe('Ended');
    expect(later.session('default/web/waiting/1')?.isOpen).toBe(true);
  });

  it('says which deadlines a change of policy would move, and moves none', async () => {
    const { file, clock, due } = await oldStore({ renamed: false });
    const policy = newFile();
    writeFileSync(policy, JSON.stringify({ inactiveExpiry: 'PT10M' }));
    const { report } = await migrate(file, '--policy', policy);
    expect(report.rearm).toMatchObject({
      inactiveExpiry: { same: 0, earlier: 1, later: 0, off: 0, dueNow: 1 },
    });
    const { engine } = opened({ store: file, clock });
    expect((await engine.timers())[0]?.dueAt).toBe(due?.dueAt);
  });

  it('moves assignments as well, and they go on from their new place', async () => {
    const { engine, clock } = opened({ store: newFile(), clock: new VirtualClock(START) });
    const file = engine.inside.store.name;
    await engine.dispatchMany([
      channel(clock),
      message(clock, 'ada'),
      of(clock, 'work.accepted', 'ada', { workId: 'w', agentId: 'ann' }),
    ]);
    await engine.close();
    age(file, [['Opened.handling', 'Opened.working']]);
    const refused = await migrate(file);
    expect([refused.code, refused.report.unresolved]).toEqual([1, 1]);
    const { report } = await migrate(file, '--map', 'agent-work:Opened.working=Opened.handling');
    expect(report.isApplied).toBe(true);
    const again = opened({ store: file, clock }).engine;
    expect(again.loadOf('ann').items).toBe(1);
    await again.dispatch(of(clock, 'customer.ended', 'ada'));
    await again.dispatch(of(clock, 'agent.closedTab', 'ada', { agentId: 'ann', outcome: 'end' }));
    expect(again.loadOf('ann').items).toBe(0);
  });

  it('folds in what a crash has left after the checkpoint, or is refused', async () => {
    const { engine, clock } = opened({ store: newFile(), clock: new VirtualClock(START) });
    await engine.dispatchMany([
      channel(clock),
      message(clock, 'ada'),
      of(clock, 'work.accepted', 'ada', { workId: 'w', agentId: 'ann' }),
      of(clock, 'agent.markedInactive', 'ada', { agentId: 'ann' }),
    ]);
    await engine.checkpoint();
    await clock.advanceBy('PT1M');
    await engine.dispatchMany([message(clock, 'ada'), message(clock, 'bob')]);
    const [sound, unlike] = [newFile(), newFile()];
    await engine.inside.store.backup(sound);
    await engine.inside.store.backup(unlike);
    age(sound, []);
    const { report } = await migrate(sound);
    expect(report).toMatchObject({ isApplied: true, moves: 2 });
    const again = opened({ store: sound, clock }).engine;
    expect(again.inside.store.checkpointPosition).toBe(again.inside.store.lastPosition);
    for (const id of ['default/web/ada/1', 'default/web/bob/1']) {
      expect(again.session(id)).toEqual(engine.session(id));
    }
    age(unlike, RENAMED);
    const { code, stderr } = await command.run(['migrate', unlike]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('[migration_refused]')]);
  });

  it('leaves a store alone that an engine has open, and one that says something else than was written', async () => {
    const { file, clock } = await oldStore({ renamed: false });
    await migrate(file);
    opened({ store: file, clock });
    const busy = await command.run(['migrate', file]);
    expect([busy.code, busy.stderr]).toEqual([2, expect.stringContaining('[store_locked]')]);
    expect((await command.run(['migrate', file, '--dry-run'])).code).toBe(0);
    const wrong = await command.run(['migrate', file, '--dry-run', '--map', 'nothing']);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('--map expects')]);
  });
});
