// A journal as the moments that metrics read: what holds in the end, in the order of time, whatever arrived first.
import {
  conversationId as conversationIdOf,
  parseSessionId,
} from '../conversation/conversation-id.ts';
import type { AnyFact } from '../events/fact.ts';
import type { VerdictName } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import { MomentOrder } from '../metrics/moment-order.ts';
import type { Moment } from '../metrics/observation.ts';
import type { EpochMs } from '../time/instant.ts';
import { JournalAhead, type RecordsAfter } from './journal-ahead.ts';
import { isErased, isEvent, readRecord, type ReadRecord } from './journal-record.ts';

/** A moment and whose it is. */
export interface TenantMoment {
  readonly tenant: string;
  readonly moment: Moment;
}

/** One tenant's moments on their way. */
class TenantOrder implements RecordListener {
  readonly order: MomentOrder;
  latest: EpochMs = -Infinity;
  /** Up to where moments have left. */
  takenTo: EpochMs = -Infinity;

  constructor(tenant: string) {
    this.order = new MomentOrder((event) => conversationOf(tenant, event));
  }

  event(event: EventIn, verdict: VerdictName): void {
    this.order.event(event, verdict);
    if (verdict === 'applied') this.latest = Math.max(this.latest, event.at);
  }

  verdict(eventId: string, verdict: VerdictName): void {
    this.order.verdict(eventId, verdict);
  }

  fact(fact: AnyFact): void {
    this.order.fact(fact);
  }
}

/**
 * The moments of a journal, each tenant's in the order of time. Superseded facts and events without effect are left out. The journal is read
 * twice: what a deadline brought stands in a later record than what is later in event time, and the first reading shows how far back.
 *
 * @param recordsAfter Called again it must give the same records.
 * @param settledMs A moment leaves once the tenant has come so far beyond it, milliseconds: at least twice the lateness bound, so that nothing
 * can supersede it any more.
 */
export function* journalMoments(
  recordsAfter: RecordsAfter,
  settledMs: number,
): Generator<TenantMoment> {
  const tenants = new Map<string, TenantOrder>();
  const of = (tenant: string) => {
    let known = tenants.get(tenant);
    if (known === undefined) tenants.set(tenant, (known = new TenantOrder(tenant)));
    return known;
  };
  let ahead: JournalAhead | undefined;
  for (const stored of recordsAfter(0)) {
    tellRecord(readRecord(stored), of);
    for (const [tenant, { order, latest, takenTo }] of tenants) {
      // Not at every record: each time all that waits is looked through.
      if (!(latest - settledMs - takenTo >= settledMs)) continue;
      ahead ??= lookAhead(recordsAfter);
      const limit = Math.min(latest - settledMs, ahead.earliestAfter(stored.position, tenant));
      if (limit > takenTo) yield* momentsBefore(tenants, tenant, order, limit);
    }
  }
  for (const tenant of [...tenants.keys()].toSorted()) {
    const known = tenants.get(tenant);
    if (known !== undefined) yield* momentsBefore(tenants, tenant, known.order, Infinity);
  }
}

/** Each step is as long as that of metrics that follow an engine. */
const EVENTS_A_STEP = 1000;

function lookAhead(recordsAfter: RecordsAfter): JournalAhead {
  const steps = JournalAhead.look(recordsAfter, 0, EVENTS_A_STEP);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function* momentsBefore(
  tenants: ReadonlyMap<string, TenantOrder>,
  tenant: string,
  order: MomentOrder,
  instant: EpochMs,
): Generator<TenantMoment> {
  const known = tenants.get(tenant);
  if (known !== undefined) known.takenTo = instant;
  for (const moment of order.takeBefore(instant)) yield { tenant, moment };
}

/** Who hears what a record says of one tenant. */
export interface RecordListener {
  /** An event with the verdict that the record gives it. */
  event(event: EventIn, verdict: VerdictName): void;
  /** A verdict of an event of this record or an earlier one. */
  verdict(eventId: string, verdict: VerdictName): void;
  fact(fact: AnyFact): void;
}

/** Tells each tenant what a record says: events with their verdicts first, then facts. */
export function tellRecord(
  { commands, verdicts, facts }: ReadRecord,
  of: (tenant: string) => RecordListener | undefined,
): void {
  const told = new Map<string, VerdictName>();
  for (const { tenant, eventId, verdict } of verdicts) told.set(`${tenant}\n${eventId}`, verdict);
  for (const command of commands) {
    if (!isEvent(command)) continue;
    const { tenant, id } = command;
    of(tenant)?.event(command, told.get(`${tenant}\n${id}`) ?? 'applied');
  }
  for (const { tenant, eventId, verdict } of verdicts) of(tenant)?.verdict(eventId, verdict);
  for (const fact of facts) {
    if (!isErased(fact)) of(fact.tenant)?.fact(fact);
  }
}

/** The conversation that an event is about; null for an event of an agent, a channel or a contact. */
export function conversationOf(tenant: string, event: EventIn): string | null {
  const { channelId, endUserId, sessionId } = event as {
    channelId?: string;
    endUserId?: string;
    sessionId?: string;
  };
  if (channelId !== undefined && endUserId !== undefined) {
    return conversationIdOf(tenant, channelId, endUserId);
  }
  const named = sessionId === undefined ? undefined : parseSessionId(sessionId);
  return named === undefined ? null : conversationIdOf(tenant, named.channelId, named.endUserId);
}
