// The thread in which a large replay is decided: events in rows come in, tables go out. The reading goes on meanwhile in the
// thread that started this one. It has a larger young generation, so that what waits for late events is moved less often.
import { parentPort, workerData } from 'node:worker_threads';
import { isHoldlineError } from '../events/holdline-error.ts';
import { noCounts, type ReplayCounts } from './event-lines.ts';
import { EventRowReader, type EventRows } from './event-rows.ts';
import { ReplayedEvents } from './replayed-events.ts';
import { sayCounts, writeResult, type ReplayPlan } from './replay-result.ts';

/** What the reading thread says. */
export type ToDecide =
  | { readonly kind: 'rows'; readonly rows: EventRows }
  /** The input is over; what was counted while it was read. */
  | { readonly kind: 'over'; readonly counts: ReplayCounts };

/** What the deciding thread says. */
export type Decided =
  /** One message of rows is decided. */
  | { readonly kind: 'decided' }
  | { readonly kind: 'written' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

const port = parentPort;
if (port === null) throw new Error('expected a worker thread: run holdline replay');
const plan = workerData as ReplayPlan;
const say = (said: Decided) => port.postMessage(said, []);
const reader = new EventRowReader();
const counts = noCounts();

/** Says what a user can mend; anything else is a fault of the program and ends the thread. */
function sayFailure(error: unknown): void {
  if (!isHoldlineError(error)) throw error;
  say({ kind: 'failed', code: error.code, message: error.message });
}

async function finish(replayed: ReplayedEvents, read: ReplayCounts): Promise<void> {
  replayed.finish();
  const { lines, leftOut } = read;
  sayCounts({ ...counts, lines, leftOut }, replayed.conversations);
  await writeResult(replayed, plan);
  say({ kind: 'written' });
}

try {
  const replayed = new ReplayedEvents(plan, counts);
  port.on('message', (message: ToDecide) => {
    if (message.kind === 'rows') {
      reader.read(message.rows, replayed);
      say({ kind: 'decided' });
      return;
    }
    port.removeAllListeners('message');
    finish(replayed, message.counts).catch(sayFailure);
  });
} catch (error) {
  sayFailure(error);
}
