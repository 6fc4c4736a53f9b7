import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

// The example is a test file itself: its tests run here.
await import('../../docs/examples/testing-sessions.ts');

const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Lines without what only the place of a block in its file adds. */
const lines = (code: string) => code.trim().split('\n').map((line) => line.trim());

describe('docs/testing.md', () => {
  const example = lines(text('docs/examples/testing-sessions.ts')).join('\n');
  const blocks = [...text('docs/testing.md').matchAll(/^```ts\n(.*?)^```$/gms)].map(
    ([, code]) => code ?? '',
  );

  it('shows code at all', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(4);
  });

  it.each(blocks)('quotes the example that runs here: %j', (code) => {
    expect(example).toContain(lines(code).join('\n'));
  });
});
