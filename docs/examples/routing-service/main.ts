// A routing service on Monday, killed; and on Wednesday, as if nothing had happened.
//
//   npx tsx docs/examples/routing-service/main.ts
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wednesday } from './wednesday.ts';

const folder = mkdtempSync(join(tmpdir(), 'routing-service-'));
const monday = fileURLToPath(new URL('monday.ts', import.meta.url));

console.log('── Monday');
const { signal } = spawnSync(process.execPath, [...process.execArgv, monday, folder], {
  stdio: 'inherit',
});
if (signal !== 'SIGKILL') throw new Error('expected Monday to be killed: see its error above');

console.log('\n── Wednesday');
await wednesday(folder);
rmSync(folder, { recursive: true });
