// From a path to sessions that can be inspected: what `holdline inspect FILE` shows.
import { extname } from 'node:path';
import type { DecidedStep } from '../engine/engine-sink.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import type { InspectionFeed } from '../inspection/inspection-feed.ts';
import { MemoryFeed } from '../inspection/memory-feed.ts';
import { shortId } from '../inspection/redaction.ts';
import type { Sample } from '../inspection/sample.ts';
import { readLines } from './line-reader.ts';
import { ReplayRun, type ReplayCounts } from './replay-run.ts';

/** A feed that was opened, with what is said of it. */
export interface OpenedFeed {
  readonly feed: InspectionFeed;
  /** The real id of the session that was asked for; undefined if none was. */
  readonly sessionId: string | undefined;
  /** One line for standard error. */
  readonly summary: string;
  close(): void | Promise<void>;
}

/** What of a file is wanted. */
export interface FeedWish {
  /** The id of one session, its own or the short one that the viewer shows; undefined for all. */
  readonly session: string | undefined;
  /** Most sessions, count: the first ones. */
  readonly sessionsMax: number;
  /** Whether time goes on after the last event until no timer is pending. */
  readonly drain: boolean;
}

/** Files that are stores, by their endings. */
const STORE_ENDINGS: ReadonlySet<string> = new Set(['.db', '.sqlite', '.sqlite3']);

/**
 * Opens the sessions of a file: a store by its ending, else events as NDJSON, which are replayed on virtual time.
 *
 * @throws HoldlineError not_available for a store; input_unreadable if the file cannot be read or lacks the session.
 */
export async function openFeed(path: string, wish: FeedWish): Promise<OpenedFeed> {
  if (STORE_ENDINGS.has(extname(path).toLowerCase())) {
    throw new HoldlineError(
      'not_available',
      `${path} is a store, which this version cannot inspect: give a file of events (NDJSON), or inspect the engine that runs on it`,
    );
  }
  return replayedFeed(path, wish);
}

/** A replay whose sessions can be looked at afterwards. */
class InspectedRun extends ReplayRun {
  readonly feed: MemoryFeed;

  constructor(feed: MemoryFeed, drain: boolean) {
    super({ end: drain ? 'drain' : 'lastEvent', tables: [] });
    this.feed = feed;
  }

  decided(decision: DecidedStep): void {
    this.feed.decided(decision);
  }
}

async function replayedFeed(path: string, wish: FeedWish): Promise<OpenedFeed> {
  const { session, sessionsMax } = wish;
  const feed = new MemoryFeed({ sample: sampleOf(session, sessionsMax) });
  const run = new InspectedRun(feed, wish.drain);
  await readLines(path, run);
  run.finish();
  feed.close();
  const [first] = feed.sessions(1).lastSteps;
  if (session !== undefined && first === undefined) {
    throw new HoldlineError(
      'input_unreadable',
      `expected a session "${session}" in ${path}, found none: holdline replay ${path} --table sessions lists them`,
    );
  }
  return {
    feed,
    sessionId: session === undefined ? undefined : first?.sessionId,
    summary: summaryOf(run.counts),
    close: () => undefined,
  };
}

/** The first sessions, or the one that was asked for. */
function sampleOf(session: string | undefined, sessionsMax: number): Sample {
  if (session !== undefined) {
    const isAsked = (id: string) => id === session || shortId(id) === session;
    return { where: ({ sessionId }) => isAsked(sessionId), sessionsMax: 1 };
  }
  let count = 0;
  const isAmongTheFirst = () => {
    count += 1;
    return count <= sessionsMax;
  };
  return { where: isAmongTheFirst, sessionsMax };
}

function summaryOf({ lines, applied, rejected, late, duplicate }: ReplayCounts): string {
  return `${lines} lines: ${applied} applied, ${duplicate} duplicate, ${late} late, ${rejected} rejected`;
}
