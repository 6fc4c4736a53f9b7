// ELK in a thread of its own: a layout takes half a second, which an engine in the same process does not have.
import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { ElkNode } from 'elkjs/lib/elk-api.js';

/** Longest time that one layout may take, milliseconds; a chart that needs more is not drawn. */
const LAYOUT_MS_MAX = 20_000;

// As text, since a file would have to exist both as source and built.
const PROGRAM = `
  const { parentPort, workerData } = require('node:worker_threads');
  const Elk = require(workerData.elk);
  const elk = new (Elk.default ?? Elk)();
  parentPort.on('message', ({ id, graph }) => {
    elk.layout(graph).then(
      (laidOut) => parentPort.postMessage({ id, graph: laidOut }),
      () => parentPort.postMessage({ id }),
    );
  });
`;

interface Answer {
  readonly id: number;
  /** Undefined if ELK could not lay it out. */
  readonly graph?: ElkNode;
}

type Answered = (graph: ElkNode | undefined) => void;

/** A thread that lays graphs out, one after the other. It starts with the first graph and never keeps the process alive. */
export class LayoutThread {
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, Answered>();
  #asked = 0;

  /** Gives a graph its places; undefined if ELK cannot, or not in time, or the thread is closed meanwhile. */
  readonly layOut = async (graph: ElkNode): Promise<ElkNode | undefined> => {
    const worker = this.#started();
    this.#asked += 1;
    const id = this.#asked;
    const timer = setTimeout(() => void this.close(), LAYOUT_MS_MAX);
    timer.unref();
    try {
      return await new Promise<ElkNode | undefined>((answered) => {
        this.#waiting.set(id, answered);
        worker.postMessage({ id, graph }, []);
      });
    } finally {
      clearTimeout(timer);
    }
  };

  /** Ends the thread; a further graph starts another one. */
  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    for (const answered of this.#waiting.values()) answered(undefined);
    this.#waiting.clear();
    await worker?.terminate();
  }

  #started(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    const elk = createRequire(import.meta.url).resolve('elkjs/lib/elk.bundled.js');
    const worker = new Worker(PROGRAM, { eval: true, workerData: { elk }, execArgv: [] });
    worker.unref();
    worker.on('message', ({ id, graph }: Answer) => {
      this.#waiting.get(id)?.(graph);
      this.#waiting.delete(id);
    });
    worker.on('error', () => void this.close());
    this.#worker = worker;
    return worker;
  }
}
