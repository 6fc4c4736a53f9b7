// npm run simulate -- --seed N | --seeds COUNT [--from N] [--bug NAME] [--only 0,3,8] [--verbose]
import { parseArgs } from 'node:util';
import { PLANTED_BUGS } from './planted-bugs.ts';
import { simulate, type RunOptions } from './run.ts';
import { shrink } from './shrink.ts';
import { worldOf } from './world.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    bug: { type: 'string' },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
  },
});

const out = (line: string) => process.stdout.write(`${line}\n`);

const options: RunOptions = {
  bug: values.bug === undefined ? undefined : PLANTED_BUGS[values.bug],
  only: values.only?.split(',').map(Number),
};
const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const startedAt = performance.now();
let events = 0;
let crashes = 0;
let failed = 0;
for (let seed = first; seed < first + count; seed += 1) {
  // oxlint-disable-next-line no-await-in-loop
  const report = await simulate(seed, options);
  events += report.events;
  crashes += report.crashes;
  if (values.verbose) for (const line of report.transcript) out(line);
  if (report.findings.length === 0) continue;
  failed += 1;
  if (values.keep) {
    out(`seed ${seed}: ${report.findings[0]?.slice(0, 300)}`);
    continue;
  }
  // oxlint-disable-next-line no-await-in-loop
  const small = await shrink(seed, options);
  out(
    `seed ${seed} fails; the shortest failing prefix has ${small.prefix} of ${report.events} events`,
  );
  for (const index of small.only) out(`  ${JSON.stringify(worldOf(seed).arrivals[index])}`);
  for (const finding of small.findings) out(`  ${finding}`);
  out(`again: npm run simulate -- --seed ${seed} --only ${small.only.join()} --verbose`);
  break;
}
const seconds = (performance.now() - startedAt) / 1000;
out(
  `${count} seeds from ${first}: ${failed} failed; ${events} events, ${crashes} crashes in ${seconds.toFixed(1)} s`,
);
process.exitCode = failed === 0 ? 0 : 1;
