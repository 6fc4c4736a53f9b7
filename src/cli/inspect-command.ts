import { InvalidArgumentError, Option, type Command } from 'commander';
import type { InspectFlags } from './inspect-run.ts';

const PORT_MAX = 65_535;
const SESSIONS_MAX = 10_000;

/** Adds `holdline inspect`. What it runs is loaded only when it is called. */
export function addInspectCommand(program: Command): void {
  program
    .command('inspect')
    .description('watch sessions on their charts, in a viewer on this machine')
    .argument('[file]', 'events (NDJSON) or a store; without one, whoever connects is shown')
    .addOption(new Option('--connect <url>', 'show what another inspection shows'))
    .option('--session <id>', 'show this session, of a file only this one')
    .addOption(
      new Option('--sessions <count>', 'most sessions at a time')
        .argParser(wholeNumber(1, SESSIONS_MAX))
        .default(500),
    )
    .addOption(
      new Option('--port <port>', 'tried first, 4880 by default; 0 for any').argParser(
        wholeNumber(0, PORT_MAX),
      ),
    )
    .option('--drain', 'let the time of events go on until no timer is pending, at most 60 days')
    .option('--open', 'open the browser as well')
    .option('--no-redact', 'show ids and everything that events say, personal data included')
    .addHelpText('after', '\nIt listens on 127.0.0.1 only and ends with Ctrl-C.')
    .action(async (file: string | undefined, flags: InspectFlags, command: Command) => {
      if (file !== undefined && flags.connect !== undefined) {
        command.error('error: expected a file or --connect, found both: leave one out');
      }
      const { inspect } = await import('./inspect-run.ts');
      await inspect(file, flags);
    });
}

function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`expected a whole number from ${min} to ${max}.`);
  };
}
