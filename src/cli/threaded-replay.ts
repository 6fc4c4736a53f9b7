// A large replay in two threads: this one reads lines and makes events of them, the other one decides.
import { getHeapStatistics } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { OperatingCode } from '../events/codes.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import type { ReplayCounts } from './event-lines.ts';
import type { EventRows } from './event-rows.ts';
import { readLines } from './line-reader.ts';
import type { ReplayPlan } from './replay-result.ts';
import type { Decided, ToDecide } from './replay-thread.ts';

/** Messages that may wait for the deciding thread: it never waits itself, and memory stays at some ten thousand events. */
const AHEAD_MAX = 16;
/** What waits for ten minutes of event time then survives few collections, megabytes; V8 uses a third of it at a time. */
const YOUNG_GENERATION_MB = 192;

/** The deciding thread, seen from the reading one. */
export class DecidingThread {
  readonly #worker: Worker;
  /** Resolves once the tables are written. */
  readonly #written: Promise<void>;
  #ahead = 0;
  #roomWanted: (() => void) | undefined;

  constructor(plan: ReplayPlan) {
    const isSource = import.meta.url.endsWith('.ts');
    const program = new URL(
      isSource ? './replay-thread.ts' : './replay-thread.js',
      import.meta.url,
    );
    this.#worker = new Worker(program, {
      workerData: plan,
      resourceLimits: {
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MB,
        maxOldGenerationSizeMb: Math.floor(getHeapStatistics().heap_size_limit / (1 << 20)),
      },
    });
    this.#written = new Promise((resolve, reject) => {
      this.#worker.on('message', (said: Decided) => {
        if (said.kind === 'decided') this.#noteDecided();
        else if (said.kind === 'written') resolve();
        else reject(new HoldlineError(said.code as OperatingCode, said.message));
      });
      this.#worker.on('error', reject);
      this.#worker.on('exit', (code) =>
        reject(new Error(`expected the tables, found the thread over with ${code}`)),
      );
    });
    // Whoever waits for it hears of a failure; until then it is nobody's.
    this.#written.catch(() => this.#makeRoom());
  }

  /** Hands over what was read. */
  send(rows: EventRows): void {
    this.#ahead += 1;
    this.#say({ kind: 'rows', rows });
  }

  /** Resolves once so little waits that more may be read. @throws whatever has ended the thread. */
  async whenRoom(): Promise<void> {
    if (this.#ahead < AHEAD_MAX) return;
    const room = new Promise<void>((resolve) => (this.#roomWanted = resolve));
    await Promise.race([room, this.#written]);
  }

  /** The input is over: resolves once the tables are written. @throws HoldlineError policy_invalid, output_unwritable. */
  async finish(counts: ReplayCounts): Promise<void> {
    this.#say({ kind: 'over', counts });
    await this.#written;
  }

  /** Ends the thread, whatever it does. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #say(message: ToDecide): void {
    this.#worker.postMessage(message, []);
  }

  #noteDecided(): void {
    this.#ahead -= 1;
    if (this.#ahead < AHEAD_MAX) this.#makeRoom();
  }

  #makeRoom(): void {
    this.#roomWanted?.();
    this.#roomWanted = undefined;
  }
}

/**
 * Replays a file in two threads and writes what is asked for.
 *
 * @throws HoldlineError input_unreadable, policy_invalid, output_unwritable.
 */
export async function replayInThreads(
  file: string,
  plan: ReplayPlan,
  onProgress: ((bytes: number) => void) | undefined,
): Promise<void> {
  const thread = new DecidingThread(plan);
  try {
    // Loaded while the other thread loads its own.
    const { SentLines } = await import('./sent-lines.ts');
    const lines = new SentLines(plan.end, thread, onProgress);
    await readLines(file, lines);
    lines.flush();
    await thread.finish(lines.counts);
  } finally {
    await thread.close();
  }
}
