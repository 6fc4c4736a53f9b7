// From a path to sessions that can be inspected: what `holdline inspect FILE` shows.
import { extname } from 'node:path';
import { replayJournal } from '../engine/journal-replay.ts';
import { keptPolicy } from '../engine/kept-tenant.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import type { InspectionFeed } from '../inspection/inspection-feed.ts';
import { MemoryFeed } from '../inspection/memory-feed.ts';
import { shortId } from '../inspection/redaction.ts';
import type { Sample } from '../inspection/sample.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import { openSqliteStore } from '../store/sqlite-store.ts';
import { readLines } from './line-reader.ts';
import type { ReplayCounts } from './event-lines.ts';
import { ReplayRun } from './replay-run.ts';

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
 * @throws HoldlineError as a store's opening does, not_available for a journal without its beginning; input_unreadable if the file cannot be read or lacks the session.
 */
export async function openFeed(path: string, wish: FeedWish): Promise<OpenedFeed> {
  return STORE_ENDINGS.has(extname(path).toLowerCase())
    ? storedFeed(path, wish)
    : replayedFeed(path, wish);
}

/** A replay whose sessions can be looked at afterwards. */
class InspectedRun extends ReplayRun {
  readonly feed: MemoryFeed;

  constructor(feed: MemoryFeed, drain: boolean) {
    super({
      end: drain ? 'drain' : 'lastEvent',
      tables: [],
      onDecided: (decision) => feed.decided(decision),
    });
    this.feed = feed;
  }
}

/** The sessions of a store, its journal decided again; an engine may run on it meanwhile. */
function storedFeed(path: string, { session, sessionsMax }: FeedWish): OpenedFeed {
  const store = openSqliteStore({ file: path, synchronous: 'full', readOnly: true });
  try {
    const feed = new MemoryFeed({ sample: sampleOf(session, sessionsMax) });
    replayJournal(store, keptPolicy(store.tenants()) ?? DEFAULT_POLICY, feed);
    feed.close();
    const sessionId = askedFor(
      feed,
      session,
      `holdline replay --store ${path} --table sessions`,
      path,
    );
    return { feed, sessionId, summary: `${store.lastPosition} records`, close: () => undefined };
  } finally {
    store.close();
  }
}

/** The session that was asked for. */
function askedFor(
  feed: MemoryFeed,
  session: string | undefined,
  lister: string,
  path: string,
): string | undefined {
  if (session === undefined) return undefined;
  const [first] = feed.sessions(1).lastSteps;
  if (first !== undefined) return first.sessionId;
  throw new HoldlineError(
    'input_unreadable',
    `expected a session "${session}" in ${path}, found none: ${lister} lists them`,
  );
}

async function replayedFeed(path: string, wish: FeedWish): Promise<OpenedFeed> {
  const { session, sessionsMax } = wish;
  const feed = new MemoryFeed({ sample: sampleOf(session, sessionsMax) });
  const run = new InspectedRun(feed, wish.drain);
  await readLines(path, run);
  run.finish();
  feed.close();
  const lister = `holdline replay ${path} --table sessions`;
  return {
    feed,
    sessionId: askedFor(feed, session, lister, path),
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
