import { readFileSync } from 'node:fs';
import { afterEach, expect, it, vi } from 'vitest';

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = text('docs/metrics/live.md');

/** The fenced blocks of the page in a language. */
const blocks = (language: string) =>
  [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter((match) => match[1] === language)
    .map((match) => match[2] ?? '');

afterEach(() => vi.restoreAllMocks());

it('docs/metrics/live.md quotes the example, and shows what it prints', async () => {
  expect(blocks('ts')).toEqual([text('docs/examples/metrics.ts')]);
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  await import('../../docs/examples/metrics.ts');
  expect(blocks('text')).toEqual([`${lines.join('\n')}\n`]);
});
