import { spawnSync, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { shortId } from '../../src/inspection/redaction.ts';
import { welcomeOf } from '../inspection/serving.ts';
import { listen } from '../inspection/sockets.ts';
import { Command } from './process.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const WEEK = join(ROOT, 'docs/examples/working-week.ndjson');

let command: Command;
const children: ChildProcess[] = [];

beforeAll(() => {
  command = new Command();
  const viewer = join(command.folder, 'dist/inspection/viewer');
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  spawnSync(process.execPath, [vite, 'build', '--outDir', viewer], { cwd: ROOT });
}, 60_000);
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => command.remove());

/** A started `holdline inspect`, as it is shipped. */
class Inspecting {
  readonly #child: ChildProcess;
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | null>;

  constructor(args: readonly string[]) {
    this.#child = command.start(['inspect', ...args]);
    children.push(this.#child);
    this.#child.stderr?.on('data', (piece: Buffer) => (this.stderr += piece.toString()));
    this.ended = new Promise((done) => this.#child.once('close', done));
  }

  /** The address that it prints once it serves. */
  url(): Promise<string> {
    return new Promise((done, failed) => {
      this.#child.stdout?.on('data', (piece: Buffer) => {
        this.stdout += piece.toString();
        if (this.stdout.endsWith('\n')) done(this.stdout.trim());
      });
      void this.ended.then((code) => failed(new Error(`ended with ${code}: ${this.stderr}`)));
    });
  }

  interrupt(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return this.ended;
  }
}

describe('holdline inspect', { timeout: 60_000 }, () => {
  it('serves a replayed file until it is interrupted', async () => {
    const inspecting = new Inspecting([WEEK, '--port', '0', '--drain', '--sessions', '20']);
    const url = await inspecting.url();
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const welcome = await welcomeOf(await listen(url, 'viewer'));
    expect(welcome).toMatchObject({ kind: 'recorded', title: 'working-week.ndjson' });
    expect(welcome.actors).toHaveLength(20);
    expect(welcome.leftOut).toBeGreaterThan(200);
    expect(JSON.stringify(welcome)).not.toContain('rosa');
    expect(inspecting.stderr).toMatch(/^\d+ lines: \d+ applied/);
    expect(await inspecting.interrupt()).toBe(0);
  });

  it('shows one session of it, by either of its ids', async () => {
    const id = 'default/whatsapp/rosa-061/1';
    for (const given of [id, shortId(id)]) {
      const inspecting = new Inspecting([WEEK, '--port', '0', '--session', given]);
      const { actors, selectedId } = await welcomeOf(
        await listen(await inspecting.url(), 'viewer'),
      );
      expect(actors.map((actor) => actor.id)).toEqual([shortId(id)]);
      expect(selectedId).toBe(shortId(id));
      expect(await inspecting.interrupt()).toBe(0);
    }
  });

  it('mirrors another inspection', async () => {
    const first = new Inspecting([WEEK, '--port', '0', '--no-redact', '--sessions', '3']);
    const second = new Inspecting(['--connect', await first.url(), '--port', '0']);
    const { actors, title } = await welcomeOf(await listen(await second.url(), 'viewer'));
    expect(title).toBe('working-week.ndjson');
    expect(actors.map(({ source }) => source)).toEqual(['mirror', 'mirror', 'mirror']);
    expect(actors[0]?.id).toContain('default/');
    expect(first.stderr).toContain('nothing is redacted');
    expect(await Promise.all([first.interrupt(), second.interrupt()])).toEqual([0, 0]);
  });

  it.each([
    [['nowhere.ndjson'], 'input_unreadable'],
    [[WEEK, '--session', 'nobody'], 'input_unreadable'],
    [['sessions.db'], 'store_unreadable'],
    [['--connect', '127.0.0.1:9'], 'inspection_unreachable'],
    [['--port', '70000'], 'whole number from 0 to 65535'],
    [[WEEK, '--connect', 'http://127.0.0.1:9'], 'found both'],
  ])('says what is wrong with %j', async (args, words) => {
    const inspecting = new Inspecting(args);
    expect(await inspecting.ended).toBe(2);
    expect(inspecting.stderr).toContain(words);
  });
});
