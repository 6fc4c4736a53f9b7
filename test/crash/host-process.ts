// A host as its parent sees it: a process that is started, spoken to, and killed.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Order, Word } from './host-protocol.ts';

const ROOT = resolve(import.meta.dirname, '../..');

/** How a host ended: by a signal, or with an exit code. */
export interface Ending {
  readonly signal: NodeJS.Signals | null;
  readonly code: number | null;
  readonly stderr: string;
}

/** The host compiled into one file, so that it starts in a third of the time, and a folder for what it writes. */
export class HostProgram {
  readonly folder = mkdtempSync(join(ROOT, 'node_modules/.holdline-crash-'));
  readonly #running = new Set<HostProcess>();

  static async compile(): Promise<HostProgram> {
    const program = new HostProgram();
    await build({
      configFile: false,
      root: ROOT,
      logLevel: 'error',
      ssr: { noExternal: ['xstate', 'typebox', 'luxon', 'eventemitter3', 'flatqueue'] },
      build: {
        ssr: fileURLToPath(new URL('child-host.ts', import.meta.url)),
        outDir: join(program.folder, 'program'),
        target: 'node20',
        minify: false,
      },
    });
    return program;
  }

  /** Starts a host; it loads the program and waits for orders. `through` is put before the command. */
  start(through: readonly string[] = [], uid?: number): HostProcess {
    const command = [...through, process.execPath, join(this.folder, 'program/child-host.js')];
    const options = uid === undefined ? {} : { uid, gid: uid };
    const child = spawn(command[0] as string, command.slice(1), options);
    const host = new HostProcess(child);
    this.#running.add(host);
    void host.ended.then(() => this.#running.delete(host));
    return host;
  }

  /** Ends what still runs, and takes the folder away, unless somebody wants to look into it. */
  async remove({ keepsFiles = false } = {}): Promise<void> {
    const running = [...this.#running];
    for (const host of running) host.kill();
    await Promise.all(running.map(({ ended }) => ended));
    if (keepsFiles) return;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One process. */
export class HostProcess {
  /** Resolves once it has ended and everything that it said has been heard. */
  readonly ended: Promise<Ending>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #unheard: Word[] = [];
  #hear: ((word: Word) => void) | undefined;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    const stderr: string[] = [];
    child.stderr.on('data', (piece: Buffer) => stderr.push(piece.toString()));
    // A dead process reads nothing any more.
    child.stdin.on('error', () => undefined);
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => this.#said(line));
    const heardAll = once(lines, 'close');
    const closed = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    this.ended = Promise.all([closed, heardAll]).then(([[code, signal]]) => ({
      code,
      signal,
      stderr: stderr.join(''),
    }));
  }

  get pid(): number {
    return this.#child.pid as number;
  }

  /** Gives an order. */
  order(order: Order): void {
    this.#child.stdin.write(`${JSON.stringify(order)}\n`);
  }

  /** Hears all that is said from now on, and what was said before. */
  listen(hear: (word: Word) => void): void {
    this.#hear = hear;
    for (const word of this.#unheard.splice(0)) hear(word);
  }

  /** SIGKILL: it gets no word in any more. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** SIGSTOP: it stands still. */
  hold(): void {
    this.#child.kill('SIGSTOP');
  }

  /** Lets it end by itself once it has done what it was told. */
  finish(): void {
    this.#child.stdin.end();
  }

  #said(line: string): void {
    let word: Word;
    try {
      word = JSON.parse(line) as Word;
    } catch {
      // The kill has cut the last line in two: it was never said.
      return;
    }
    if (this.#hear === undefined) this.#unheard.push(word);
    else this.#hear(word);
  }
}
