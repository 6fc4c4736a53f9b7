// Output that cannot be written, and questions that cannot be answered, say so and what to do (docs/command-line.md: exit 2).
import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Command } from './process.ts';

const WEEK = 'docs/examples/working-week.ndjson';

let command: Command;
beforeAll(() => {
  command = new Command();
});
afterAll(() => command.remove());

it.each([['replay', WEEK, '--table', 'sessions'], ['graph', 'enhanced-customer'], ['metrics']])(
  'a full disk behind standard output ends %s with 2 and a code, not a stack',
  (...args) => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [command.main, ...args], {
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    expect(stderr).toMatch(/ENOSPC.*make room.*\[output_unwritable\]/);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(status).toBe(2);
  },
);

it('refuses a folder that is a file before it reads anything', async () => {
  const file = command.file('taken', '');
  const { code, stderr } = await command.run(['replay', 'nowhere.ndjson', '--out', file]);
  expect(stderr).toMatch(/EEXIST.*name a folder.*\[output_unwritable\]/);
  expect(code).toBe(2);
});

it('names the file in whose place a folder stands', async () => {
  const tables = join(command.folder, 'tables');
  mkdirSync(join(tables, 'sessions.ndjson'), { recursive: true });
  const { code, stderr } = await command.run(['replay', WEEK, '--out', tables]);
  expect(stderr).toMatch(
    /tables\/sessions\.ndjson \(EISDIR\): move the folder away.*\[output_unwritable\]/,
  );
  expect(code).toBe(2);
});

it('refuses at once a folder that the system will not make', async () => {
  const { code, stderr } = await command.run(['replay', WEEK, '--out', '/proc/holdline/tables']);
  expect(stderr).toMatch(/ENOENT.*check that the folder may be written.*\[output_unwritable\]/);
  expect(code).toBe(2);
});

it.each(['explain', 'recompute'])('%s takes no span that ends before it begins', async (name) => {
  const subject = name === 'explain' ? ['responseTime', WEEK] : [WEEK];
  const span = ['--from', '2026-03-05T00:00:00Z', '--to', '2026-03-02T00:00:00Z'];
  const { code, stderr } = await command.run([name, ...subject, ...span]);
  expect(stderr).toMatch(/--from before --to.*\[time_invalid\]/);
  expect(code).toBe(2);
});

it('explain says of a key that nothing bears it, and where keys are listed', async () => {
  const { code, stderr } = await command.run(['explain', 'responseTime', WEEK, '--key', 'nobody']);
  expect(stderr).toMatch(/no responseTime of "nobody".*--table measurements/);
  expect(code).toBe(0);
});

it('recompute says when both definitions are the same one', async () => {
  const { stdout } = await command.run(['recompute', WEEK]);
  expect(stdout).toMatch(/Nothing differs\. The two definitions are the same one/);
});

it('says its version', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const { stdout } = await command.run(['--version']);
  expect(stdout.trim()).toBe(version);
});
