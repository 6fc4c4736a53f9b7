// The commands about metrics. What they do is loaded when one of them is asked for.
import { Argument, Option, type Command } from 'commander';
import type { ExplainFlags } from './explain-command.ts';
import type { MetricsFlags } from './metrics-command.ts';
import type { RecomputeFlags } from './recompute-command.ts';
import { TABLE_FORMATS } from './table-writer.ts';

/** Names of the vendors' readings. Spelled out here so that the command line starts without them; a test compares. */
export const PROFILE_NAMES = [
  'holdline',
  'salesforce',
  'zendesk',
  'sparkcentral',
  'connect',
  'chatwoot',
] as const;

/** Adds `holdline metrics`, `explain` and `recompute` to the commands. */
export function addMetricCommands(program: Command): void {
  addCatalogueCommand(program);
  addExplainCommand(program);
  addRecomputeCommand(program);
}

const formatOption = () => new Option('--format <format>', 'of the output').choices(TABLE_FORMATS);

const profileOption = (flag = '--profile <name>', what = "a vendor's reading of the metrics") =>
  new Option(flag, what).choices(PROFILE_NAMES);

const collect = (value: string, before: readonly string[]) => [...before, value];

function addCatalogueCommand(program: Command): void {
  program
    .command('metrics')
    .description('list every metric: what it means, its unit, levels, options and sources')
    .addArgument(new Argument('[id]', 'one metric, in full'))
    .addOption(formatOption())
    .action(async (id: string | undefined, flags: MetricsFlags) => {
      const { printMetrics } = await import('./metrics-command.ts');
      await printMetrics(id, flags);
    });
}

function addExplainCommand(program: Command): void {
  program
    .command('explain')
    .description('show what a figure rests on, and the arithmetic')
    .argument('<metric>', 'its id; holdline metrics lists them')
    .argument('<file>', 'events as NDJSON, or a store')
    .option(
      '--key <id>',
      'only figures of this session, engagement, work, agent, queue, channel, team or topic',
    )
    .option('--from <time>', 'figures that count from TIME on')
    .option('--to <time>', 'figures that count before TIME')
    .addOption(profileOption())
    .option('--set <option=value>', 'one option of the definition', collect, [])
    .option('--policy <file>', 'JSON file with a partial policy, for a file of events')
    .addOption(
      new Option('--until <time>', 'let time run to TIME, for a file of events').conflicts('drain'),
    )
    .option('--drain', 'let time run until no timer is pending, for a file of events')
    .option('--final', 'leave out what is still running at the end')
    .option('--json', 'print one JSON object')
    .action(async (metric: string, file: string, flags: ExplainFlags) => {
      const { explain } = await import('./explain-command.ts');
      await explain(metric, file, flags);
    });
}

function addRecomputeCommand(program: Command): void {
  program
    .command('recompute')
    .description('compute past figures under another definition, and report what differs')
    .argument('<file>', 'events as NDJSON, or a store')
    .option(
      '--definition <what>',
      "a vendor's reading, or option=value; may be repeated",
      collect,
      [],
    )
    .addOption(profileOption('--profile <name>', 'the same as --definition NAME'))
    .addOption(profileOption('--against <name>', 'compare with this reading, not with the own one'))
    .option('--metric <id>', 'only this metric; may be repeated', collect, [])
    .option('--from <time>', 'figures that count from TIME on')
    .option('--to <time>', 'figures that count before TIME')
    .option('--policy <file>', 'JSON file with a partial policy, for a file of events')
    .addOption(
      new Option('--until <time>', 'let time run to TIME, for a file of events').conflicts('drain'),
    )
    .option('--drain', 'let time run until no timer is pending, for a file of events')
    .option('--all', 'list metrics, too, that come out the same')
    .option('--figures', 'list every figure that differs, not only the totals')
    .addOption(formatOption())
    .action(async (file: string, flags: RecomputeFlags) => {
      const { recompute } = await import('./recompute-command.ts');
      await recompute(file, flags);
    });
}
