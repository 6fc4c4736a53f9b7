// A feed for consumers that must not miss a fact: what is in the journal first, then each commit as it comes. Nothing is
// buffered for a slow reader: it reads the journal at its own pace.
import { HoldlineError } from '../events/holdline-error.ts';
import { DEFAULT_TENANT } from '../events/default-tenant.ts';
import type { AnyFact, FactType } from '../events/fact.ts';
import type { Store } from '../store/store.ts';
import { readRecord } from './journal-record.ts';

/** Which facts a consumer wants, and from where. */
export interface SubscribeOptions<T extends FactType = FactType> {
  readonly tenant?: string;
  /** The `seq` of the last fact that the consumer has dealt with; 0 for all that is kept. */
  readonly from: number;
  /** Only these types; all without it. The numbers of what is left out are left out too. */
  readonly types?: readonly T[];
  /** Ends the iteration. */
  readonly signal?: AbortSignal;
}

/**
 * Facts of some types, in order and without gaps: those kept after a place first, then each commit's, until the engine closes.
 *
 * Keep the `seq` of a fact after its effect and begin there next time: then each is dealt with at least once.
 *
 * @throws HoldlineError facts_retired, while iterating, if facts after the place are no longer kept.
 */
export type FactFeed<T extends FactType = FactType> = AsyncGenerator<
  Extract<AnyFact, { type: T }>,
  void,
  undefined
>;

/** Where a subscription learns that there is more to read. */
export interface CommitBell {
  readonly isClosed: boolean;
  /** Resolves at the next commit, at the close, or when the signal aborts. */
  next(signal: AbortSignal | undefined): Promise<void>;
}

/**
 * The facts of one tenant after a place, in order and without gaps, for as long as the engine is open.
 *
 * @throws HoldlineError facts_retired if facts after that place are no longer kept.
 */
export async function* factsAfter<T extends FactType>(
  store: Store,
  bell: CommitBell,
  { tenant = 'default', from, types, signal }: SubscribeOptions<T>,
): FactFeed<T> {
  const wanted = types === undefined ? undefined : new Set<FactType>(types);
  const isWanted = (fact: AnyFact): fact is Extract<AnyFact, { type: T }> =>
    wanted?.has(fact.type) !== false;
  let seq = from;
  let position = store.markBefore(tenant, from)?.position ?? 0;
  for (;;) {
    if (isOver(bell, signal)) return;
    for (const record of store.records(position)) {
      position = record.position;
      const facts = readRecord(record).facts.filter(
        (fact) => fact.tenant === tenant && fact.seq > seq,
      );
      const first = facts[0];
      if (first === undefined) continue;
      if (first.seq !== seq + 1) throw retired(tenant, from, first.seq);
      seq += facts.length;
      yield* facts.filter(isWanted);
      // The store may be closed by now: what is left is read after the next opening, from the last number on.
      if (isOver(bell, signal)) return;
    }
    // Retention may have taken all that was to be read.
    const mark = store.markBefore(tenant, Number.MAX_SAFE_INTEGER);
    if (mark !== undefined && mark.seq > seq && mark.position >= position) {
      throw retired(tenant, from, mark.seq + 1);
    }
    // A commit during the reading above has rung already: what has been read is passed over, and it is looked at again.
    const isLevel = store.lastPosition <= position || !hasRecordAfter(store, position);
    if (isLevel) await bell.next(signal);
  }
}

const hasRecordAfter = (store: Store, position: number) =>
  store.records(position).next().done !== true;

/**
 * @param reached The `seq` of the tenant's last fact; undefined where there is none.
 * @throws HoldlineError place_unknown for a place beyond it: the consumer has seen facts that the store has not, of another one, or of this one
 * before an older copy took its place.
 */
export function assertReached(
  { tenant = DEFAULT_TENANT, from }: SubscribeOptions,
  reached = 0,
): void {
  if (from <= reached) return;
  throw new HoldlineError(
    'place_unknown',
    `expected a place that the facts of ${tenant} have reached, found ${from} where the last is ${reached}: ` +
      `undo what the consumer did after ${reached} and subscribe from there, or open the store that it read`,
    { details: { tenant, from, reached } },
  );
}

const isOver = ({ isClosed }: CommitBell, signal: AbortSignal | undefined) =>
  isClosed || signal?.aborted === true;

const retired = (tenant: string, from: number, first: number) =>
  new HoldlineError(
    'facts_retired',
    `expected the facts of ${tenant} after ${from}, found the first one at ${first}: subscribe from ${first - 1}`,
    { details: { tenant, from, first } },
  );

/** Rings at each commit. */
export class CommitBellTower implements CommitBell {
  isClosed = false;
  #waiting: (() => void)[] = [];

  ring(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  close(): void {
    this.isClosed = true;
    this.ring();
  }

  next(signal: AbortSignal | undefined): Promise<void> {
    if (this.isClosed || signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      // A subscription waits very often: what listens to its signal goes when the bell has rung.
      const wake = () => {
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      signal?.addEventListener('abort', wake);
      this.#waiting.push(wake);
    });
  }
}
