// The command as it is shipped: compiled once for a test file, then started as a process of its own.
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../..');

/** What a finished process leaves behind. */
export interface Finished {
  /** Exit code; null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a process is started. */
export interface Starting {
  /** Fed to standard input in these pieces. */
  readonly input?: Iterable<string | Uint8Array>;
  readonly nodeFlags?: readonly string[];
}

/** A compiled command and a folder for its files; `remove` takes both away. */
export class Command {
  readonly folder = mkdtempSync(join(ROOT, 'node_modules/.holdline-cli-'));

  constructor() {
    const options = ['--outDir', join(this.folder, 'dist'), '--declaration', 'false'];
    const flags = ['--declarationMap', 'false', '--sourceMap', 'false'];
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const project = join(ROOT, 'tsconfig.build.json');
    copyFileSync(join(ROOT, 'package.json'), join(this.folder, 'package.json'));
    spawnSync(process.execPath, [tsc, '-p', project, ...options, ...flags], { cwd: ROOT });
  }

  /** The file that `node` runs. */
  get main(): string {
    return join(this.folder, 'dist/src/cli/main.js');
  }

  /** Writes a file for the command to read, and returns its path. */
  file(name: string, text: string | Uint8Array): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Starts the command. */
  start(args: readonly string[], { nodeFlags = [] }: Starting = {}) {
    return spawn(process.execPath, [...nodeFlags, this.main, ...args]);
  }

  /** Runs the command to its end. */
  run(args: readonly string[], starting: Starting = {}): Promise<Finished> {
    const child = this.start(args, starting);
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (piece: Buffer) => stdout.push(piece));
    child.stderr.on('data', (piece: Buffer) => stderr.push(piece));
    // A command that refuses its options does not read its input.
    child.stdin.on('error', () => undefined);
    void feed(child.stdin, starting.input ?? []);
    return new Promise((done, failed) => {
      child.on('error', failed);
      child.on('close', (code) => {
        done({
          code,
          stdout: Buffer.concat(stdout).toString(),
          stderr: Buffer.concat(stderr).toString(),
        });
      });
    });
  }

  /** Takes the compiled command and its files away. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function feed(
  stdin: NodeJS.WritableStream,
  pieces: Iterable<string | Uint8Array>,
): Promise<void> {
  for (const piece of pieces) {
    if (!stdin.write(piece)) await new Promise((done) => stdin.once('drain', done));
  }
  stdin.end();
}
