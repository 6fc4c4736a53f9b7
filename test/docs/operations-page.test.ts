// docs/operations.md: its code is that of a file that runs, and what it says of findings, logs and exit codes is there.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { VirtualClock } from 'holdline/testing';
import { expect, it } from 'vitest';
import { operate } from '../../docs/examples/operations.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const page = read('docs/operations.md');

it('quotes code that runs', async () => {
  const example = read('docs/examples/operations.ts');
  const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? '');
  expect(blocks.length).toBeGreaterThan(2);
  expect(blocks.filter((code) => !example.includes(code))).toEqual([]);
  const folder = mkdtempSync(join(tmpdir(), 'holdline-page-'));
  const lines: string[] = [];
  await operate(folder, new VirtualClock(), (line) => void lines.push(line));
  rmSync(folder, { recursive: true });
  expect(lines).toEqual(['0 0 0 0 0']);
});

it('names every finding of doctor and every line of the log', () => {
  const findings = [...read('src/cli/doctor-findings.ts').matchAll(/code: '(\w+)'/g)];
  expect(findings.length).toBeGreaterThan(7);
  expect(findings.map(([, code]) => code).filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
  const said = [...read('src/engine/log.ts').matchAll(/#log\.\w+\([^;]*?'([^':]+)/gs)];
  expect(said.length).toBeGreaterThan(5);
  const words = said.map(([, message]) => (message ?? '').split(' ').slice(0, 2).join(' '));
  expect(words.filter((message) => !page.includes(message))).toEqual([]);
});
