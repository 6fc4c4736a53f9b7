import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: /^holdline\/machines$/, replacement: source('./machines/index.ts') },
      { find: /^holdline\/testing$/, replacement: source('./src/testing/index.ts') },
      { find: /^holdline\/inspection$/, replacement: source('./src/inspection/index.ts') },
      { find: /^holdline$/, replacement: source('./src/index.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    // Only what hangs shall fail by time: the exhaustive walks take as long as the machine lets them.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    coverage: {
      provider: 'v8',
      include: ['src/**', 'machines/**'],
      // It runs in a browser, which the tests of the inspection drive.
      exclude: ['src/viewer/**'],
      thresholds: { lines: 80 },
    },
  },
});
