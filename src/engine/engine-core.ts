// The deciding part of the durable engine: commands in, a batch out. It reads no clock and writes nothing; the same commands
// at the same readings always give the same batches, so that the journal can be decided again after a crash.
import type { EventIn } from '../events/vocabulary.ts';
import type { Verdict } from '../events/verdict.ts';
import type { Policy } from '../policy/policy.ts';
import type { DueCursor, StoredConversation } from '../store/store.ts';
import { formatInstant, type EpochMs } from '../time/instant.ts';
import { AHEAD_MAX_MS } from './arrivals.ts';
import type { Batch } from './batch.ts';
import { rearmConversation } from './bulk-rearm.ts';
import { DueTimes, type DueEntry } from './due-times.ts';
import { IdFilter } from './id-filter.ts';
import { isEvent, type Command, type CloseCommand, type TickCommand } from './journal-record.ts';
import { WaitingTaken } from './late-arrivals.ts';
import type { LiveConversation } from './live-conversation.ts';
import { LiveShelf, type ConversationSource } from './live-shelf.ts';
import { LiveTenant } from './live-tenant.ts';
import type { Taken } from './taken.ts';
import { takeTextOut } from './text-at-the-door.ts';

/** How far ahead of the wall clock an event may lie; further is a clock gone wrong. */
const AHEAD_OF_WALL_MAX_MS = 24 * 60 * 60 * 1000;

/** What the core reads of a store. */
export interface CoreSource extends ConversationSource {
  due(until: EpochMs, after: DueCursor | undefined, limit: number): readonly StoredConversation[];
}

/** What a core is made of. */
export interface CoreOptions {
  readonly policy: Policy;
  readonly clockKind: 'system' | 'virtual';
  readonly source: CoreSource;
  /** Hears of each deadline that fired: its instant and the engine's clock. */
  readonly onFired?: ((dueAt: EpochMs, firedAt: EpochMs) => void) | undefined;
}

/** The tenants of an engine and all that is pending in them. */
export class EngineCore {
  readonly due: DueTimes;
  readonly #tenants = new Map<string, LiveTenant>();
  readonly #ids = new Map<string, IdFilter>();
  /** Whose event was taken last: the next one is mostly of the same. */
  #last: { readonly tenant: LiveTenant; readonly ids: IdFilter } | undefined;
  /** Where late events wait, in the order in which they came: a core that was read from a store knows tenants in another. */
  readonly #late = new Set<LiveTenant>();
  readonly #options: CoreOptions;
  /** Events taken so far, count. */
  decidedCount = 0;

  constructor(options: CoreOptions) {
    this.#options = options;
    this.due = new DueTimes(options.source);
  }

  /** The policy that tenants begin with. */
  get policy(): Policy {
    return this.#options.policy;
  }

  /** The tenants seen so far. */
  get tenants(): ReadonlyMap<string, LiveTenant> {
    return this.#tenants;
  }

  /** The ids seen so far, by tenant. */
  get ids(): ReadonlyMap<string, IdFilter> {
    return this.#ids;
  }

  /** When the clock has to look again: a deadline may be due, or what waits for earlier events has waited long enough. */
  get nextAt(): EpochMs {
    let nextAt = this.due.nextAt;
    for (const { settlesAt } of this.#tenants.values()) nextAt = Math.min(nextAt, settlesAt);
    return nextAt;
  }

  /** A tenant; one that nobody has heard of yet is made. */
  tenant(id: string): LiveTenant {
    let tenant = this.#tenants.get(id);
    if (tenant === undefined) {
      const shelf = new LiveShelf(id, this.#options.source, this.due);
      tenant = new LiveTenant(id, this.#options.policy, shelf);
      this.#tenants.set(id, tenant);
    }
    return tenant;
  }

  /** The ids of a tenant. */
  idsOf(tenant: string): IdFilter {
    let ids = this.#ids.get(tenant);
    if (ids === undefined) this.#ids.set(tenant, (ids = new IdFilter()));
    return ids;
  }

  /** Does again what a record of the journal says. */
  executeAll(commands: readonly Command[], batch: Batch): void {
    for (const command of commands) this.execute(command, batch);
    this.settleLate(batch);
  }

  /** Lets the late events of a batch take their places: at its end at the latest. */
  settleLate(batch: Batch): void {
    if (this.#late.size === 0) return;
    for (const tenant of this.#late) tenant.settleLate(batch);
    this.#late.clear();
  }

  /** Does one command of a batch. */
  execute(command: Command, batch: Batch): void {
    if (isEvent(command)) {
      this.take(command, batch);
      return;
    }
    this.settleLate(batch);
    if (command.command === 'tick') this.tick(command, batch);
    else if (command.command === 'close') this.close(command, batch);
    else rearmConversation(this.tenant(command.tenant), command, batch);
  }

  /**
   * Decides one event; it is the core's from now on. The journal has to remember all but a `duplicate`; a `WaitingTaken` has its
   * verdict once it has been settled.
   */
  take(event: EventIn, batch: Batch): Taken {
    this.decidedCount += 1;
    const { tenant, ids } = this.#ofTenant(event.tenant);
    takeTextOut(event);
    const eventId = event.id;
    const tooFar = this.#tooFarAhead(event, tenant, batch.recordedAt);
    if (tooFar !== undefined && !ids.has(eventId)) {
      // Its id is not used up: it may come again with the right time.
      batch.answer(tenant.id, tooFar);
      return { verdict: tooFar, conversation: undefined };
    }
    if (!ids.add(eventId)) {
      return { verdict: { eventId, verdict: 'duplicate' }, conversation: undefined };
    }
    if (event.at < tenant.horizon) {
      const verdict: Verdict = { eventId, verdict: 'late' };
      batch.answer(tenant.id, verdict);
      return { verdict, conversation: undefined };
    }
    const taken = tenant.take(event, batch);
    if (taken instanceof WaitingTaken) {
      this.#late.add(tenant);
      return taken;
    }
    batch.answer(tenant.id, taken.verdict);
    if (event.type === 'clock.advanced') {
      this.tick(
        { command: 'tick', before: event.at + 1, limit: Infinity, tenant: event.tenant },
        batch,
      );
    }
    return taken;
  }

  /**
   * Fires deadlines in the order of time. Returns in how many conversations any did: `limit` means that more may be due. A look that
   * finds nothing does not count: a reopened engine has other stale entries, and must come to the same.
   */
  tick({ before, limit, tenant: only }: TickCommand, batch: Batch): number {
    const most = limit ?? Infinity;
    const aside: DueEntry[] = [];
    let fired = 0;
    while (fired < most) {
      const entry = this.due.takeBefore(before);
      if (entry === undefined) break;
      const tenant = this.#tenantOf(entry);
      if (only !== null && tenant.id !== only) {
        aside.push(entry);
        continue;
      }
      if (this.#look(tenant, entry, before, batch)) fired += 1;
    }
    for (const entry of aside) this.#putBack(entry);
    if (fired < most) this.#reached(before, only, batch);
    return fired;
  }

  /** Decides what has waited, as if nothing more could come before it. */
  close({ at }: CloseCommand, batch: Batch): void {
    for (const tenant of this.#tenants.values()) {
      const until = at ?? tenant.watermark;
      if (until === -Infinity) continue;
      this.tick({ command: 'tick', before: until, limit: Infinity, tenant: tenant.id }, batch);
      tenant.close(until, batch);
    }
  }

  #ofTenant(id: string): { readonly tenant: LiveTenant; readonly ids: IdFilter } {
    if (this.#last?.tenant.id !== id) {
      this.#last = { tenant: this.tenant(id), ids: this.idsOf(id) };
    }
    return this.#last;
  }

  /** An entry whose turn is not now; one that came from the store is in memory from here on. */
  #putBack({ id, at, stored }: DueEntry): void {
    if (stored === undefined) {
      this.due.push(id, at);
      return;
    }
    const { shelf } = this.tenant(stored.tenant);
    const conversation = shelf.find(id, stored);
    if (conversation !== undefined) shelf.queue(conversation);
  }

  /** Looks at a conversation whose turn it seems to be. True if any deadline fired. */
  #look(tenant: LiveTenant, entry: DueEntry, before: EpochMs, batch: Batch): boolean {
    const conversation = tenant.shelf.find(entry.id, entry.stored);
    if (conversation === undefined) return false;
    // A row of the store stands for the state of the last checkpoint: what changed since is in the queue.
    if (entry.stored === undefined) {
      if (conversation.queuedAt !== entry.at) return false;
      conversation.queuedAt = Infinity;
    }
    const until = Math.min(before, entry.at + 1);
    const anyFired = tenant.fire(conversation, until, batch);
    if (anyFired) this.#options.onFired?.(entry.at, batch.recordedAt);
    tenant.shelf.queue(conversation);
    return anyFired;
  }

  #reached(before: EpochMs, only: string | null, batch: Batch): void {
    for (const tenant of this.#tenants.values()) {
      if (only !== null && tenant.id !== only) continue;
      if (before > tenant.firedBefore) tenant.firedBefore = before;
      tenant.settleQuiet(batch);
    }
  }

  #tenantOf({ id, stored }: DueEntry): LiveTenant {
    if (stored !== undefined) return this.tenant(stored.tenant);
    const slash = id.indexOf('/');
    return this.tenant(decodeURIComponent(id.slice(0, slash)));
  }

  #tooFarAhead(event: EventIn, tenant: LiveTenant, now: EpochMs): Verdict | undefined {
    const isVirtual = this.#options.clockKind === 'virtual';
    const from = isVirtual ? Math.max(tenant.watermark, now) : now;
    const most = isVirtual ? AHEAD_MAX_MS : AHEAD_OF_WALL_MAX_MS;
    // On virtual time the first event of a tenant says what time it is.
    if (isVirtual && tenant.watermark === -Infinity) return undefined;
    if (event.at - from <= most) return undefined;
    const days = most / (24 * 60 * 60 * 1000);
    return {
      eventId: event.id,
      verdict: 'rejected',
      code: 'time_out_of_range',
      message: `at is more than ${days} days ahead of ${formatInstant(from)}: correct the time`,
    };
  }
}

/** Whether a conversation holds nothing worth keeping. */
export function isNothing({ conversation, tail }: LiveConversation): boolean {
  const { isKnown, session, pending, contactId, accountId, leadId } = conversation;
  return (
    tail.length === 0 &&
    !isKnown &&
    session === null &&
    pending.length === 0 &&
    contactId === null &&
    accountId === null &&
    leadId === null
  );
}
