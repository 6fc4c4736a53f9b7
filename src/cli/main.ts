#!/usr/bin/env node
// The command line. Exit codes: 0 done, 1 a fault of the program, 2 the command or its input is wrong.
import { readFileSync } from 'node:fs';
import { Argument, Command, CommanderError, Option } from 'commander';
import type { ChartId } from '../../machines/index.ts';
import { isHoldlineError } from '../events/holdline-error.ts';
import { TABLE_NAMES } from '../tables/table.ts';
import { endWhenNobodyReads } from './broken-pipe.ts';
import type { DemoFlags } from './demo-command.ts';
import { GRAPH_FORMATS, GRAPH_NAMES, type GraphFormat } from './graph-names.ts';
import { addInspectCommand } from './inspect-command.ts';
import { addMetricCommands } from './metric-commands.ts';
import { replay, type ReplayFlags } from './replay-command.ts';
import { TABLE_FORMATS } from './table-writer.ts';
import { addUpkeepCommands } from './upkeep-commands.ts';

const isSource = import.meta.url.endsWith('.ts');
const packageFile = new URL(
  isSource ? '../../package.json' : '../../../package.json',
  import.meta.url,
);
const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { readonly version: string };

const program = new Command('holdline')
  .version(version)
  .description('The lifecycle of customer-messaging sessions: replay it, draw it, measure it.')
  .exitOverride()
  .showHelpAfterError('(holdline --help lists the commands)');

program
  .command('replay')
  .description('run events through the core on virtual time and print tables')
  .argument('<file>', 'NDJSON, one event a line; - for standard input')
  .option('--policy <file>', 'JSON file with a partial policy over the defaults')
  .option('--store <file>', 'keep the result in a file; a second run goes on where it stopped')
  .addOption(
    new Option('--until <time>', 'let time run to TIME, deadlines at it included').conflicts(
      'drain',
    ),
  )
  .option('--drain', 'let time run until no timer is pending, at most 60 days')
  .addOption(new Option('--table <name>', 'print one table').choices(TABLE_NAMES).conflicts('out'))
  .option('--out <dir>', 'write all tables into a folder')
  .addOption(new Option('--format <format>', 'of the tables').choices(TABLE_FORMATS))
  .addHelpText('after', '\nWithout --until and --drain time ends at the last event.')
  .action((file: string, flags: ReplayFlags) => replay(file, flags));

program
  .command('graph')
  .description('print a chart; without a name, list the charts')
  .addArgument(new Argument('[name]', 'a chart').choices(GRAPH_NAMES))
  .addOption(
    new Option('--format <format>', 'of the chart').choices(GRAPH_FORMATS).default('mermaid'),
  )
  .action(async (name: ChartId | undefined, flags: { readonly format: GraphFormat }) => {
    const { printGraph } = await import('./graph-command.ts');
    printGraph(name, flags);
  });

program
  .command('demo')
  .description('replay a working week of a support team and show what came of it')
  .option('--transitions', 'print every transition instead')
  .addOption(
    new Option('--story <session>', 'tell one session of the week instead').conflicts(
      'transitions',
    ),
  )
  .action(async (flags: DemoFlags) => {
    const { demo } = await import('./demo-command.ts');
    await demo(flags);
  });

addInspectCommand(program);
addUpkeepCommands(program);
addMetricCommands(program);

endWhenNobodyReads(process.stdout);
endWhenNobodyReads(process.stderr);
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else if (isHoldlineError(error)) {
    process.stderr.write(`holdline: ${error.message} [${error.code}]\n`);
    process.exitCode = 2;
  } else throw error;
}
