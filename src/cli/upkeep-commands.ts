// The commands that look after a store. What they do is loaded when one of them is asked for.
import { Option, type Command } from 'commander';
import type { DoctorFlags } from './doctor-command.ts';
import type { EraseFlags } from './erase-command.ts';
import type { MigrateFlags } from './migrate-command.ts';

/** Adds `holdline doctor`, `backup`, `erase` and `migrate` to the commands. */
export function addUpkeepCommands(program: Command): void {
  addDoctorCommand(program);
  addBackupCommand(program);
  addEraseCommand(program);
  addMigrateCommand(program);
}

function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('look at a store without touching it, and say what to do')
    .argument('<file>', 'a store; an engine may have it open')
    .option('--json', 'print one JSON object')
    .option('--policy <file>', 'the policy that the engine is opened with, if it is given one')
    .option(
      '--now <time>',
      'judge as of TIME; without it the wall clock, or the last event of a store of a replay',
    )
    .option('--stuck-after <duration>', 'untouched for so long is stuck', 'P7D')
    .option('--no-check', 'do not read the whole file for damage')
    .addHelpText('after', '\nExit codes: 0 nothing found, 1 findings, 2 the file cannot be read.')
    .action(async (file: string, flags: DoctorFlags) => {
      const { doctor } = await import('./doctor-command.ts');
      process.exitCode = doctor(file, flags);
    });
}

function addBackupCommand(program: Command): void {
  program
    .command('backup')
    .description('copy a store to a new file, also while an engine runs')
    .argument('<file>', 'a store')
    .argument('<to>', 'a file that is not there yet')
    .action(async (file: string, to: string) => {
      const { backup } = await import('./backup-command.ts');
      await backup(file, to);
    });
}

function addEraseCommand(program: Command): void {
  program
    .command('erase')
    .description("erase a person's data from a store that no engine has open")
    .argument('<file>', 'a store')
    .requiredOption('--channel <id>', 'the channel')
    .requiredOption('--end-user <id>', 'the messaging end user on it')
    .option('--tenant <id>', 'the tenant; default without it')
    .option('--policy <file>', 'the policy that the engine is opened with, if it is given one')
    .option('--force', 'end an open session first')
    .addHelpText(
      'after',
      '\nBackups that were made before keep the data: erase from them too, or let them go.',
    )
    .action(async (file: string, flags: EraseFlags) => {
      const { erase } = await import('./erase-command.ts');
      await erase(file, flags);
    });
}

const collect = (value: string, before: readonly string[]) => [...before, value];

function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description('take a store over to the charts of this version')
    .argument('<file>', 'a store; no engine may have it open, except with --dry-run')
    .option('--dry-run', 'only say what would change')
    .option('--json', 'print one JSON object')
    .option('--map <old=new>', 'a place and its new name, [graph:]old.leaf=new.leaf', collect, [])
    .addOption(
      new Option(
        '--conflicts <what>',
        'of sessions whose place is gone: keep their status at a place like it, or end them',
      ).choices(['keep', 'end']),
    )
    .option('--policy <file>', 'a change of policy: say which deadlines it would move if re-armed')
    .option(
      '--engine-policy <file>',
      'the policy that the engine is opened with, if it is given one',
    )
    .option('--no-backup', 'make no copy of the store first')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, or nothing to do; 1 conflicts that nobody has resolved, nothing was changed; 2 the file cannot be read.',
    )
    .action(async (file: string, flags: MigrateFlags) => {
      const { migrate } = await import('./migrate-command.ts');
      process.exitCode = await migrate(file, flags);
    });
}
