// Child processes of the tests of stores, and what they say line by line.
import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** A child that runs a script. */
export interface Child {
  readonly process: ChildProcess;
  readonly lines: Interface;
}

/** Starts a script. It ends with the test at the latest. */
export function startChild(
  script: URL,
  args: readonly string[],
  options: SpawnOptions = {},
): Child {
  const child = spawn(process.execPath, ['--import', 'tsx', script.pathname, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...options,
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  if (child.stdout === null) throw new Error('expected to read what the child says');
  return { process: child, lines: createInterface({ input: child.stdout }) };
}

/** Kills a child at once and waits until the system has cleared it away; gives every line that it had said. */
export async function kill({ process: child, lines }: Child): Promise<void> {
  const gone = once(child, 'close');
  child.kill('SIGKILL');
  await gone;
  lines.close();
}
