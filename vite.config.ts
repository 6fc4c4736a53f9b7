// Builds the viewer of the inspection: two pages and their code, with no address in them but their own.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

export default defineConfig({
  root: path('./src/viewer'),
  // Relative, so that the viewer may be served under any path.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: path('./dist/inspection/viewer'),
    emptyOutDir: true,
    // The policy of the server lets no data: address through.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [path('./src/viewer/index.html'), path('./src/viewer/stately.html')],
    },
  },
});
