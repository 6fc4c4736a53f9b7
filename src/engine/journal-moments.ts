// A journal as the moments that metrics read: what holds in the end, in the order of time, whatever arrived first.
import type { AnyFact } from '../events/fact.ts';
import { EVENT_KINDS, kindRank } from '../events/order.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EventIn, EventType } from '../events/vocabulary.ts';
import {
  conversationId as conversationIdOf,
  parseSessionId,
} from '../conversation/conversation-id.ts';
import {
  compareMoments,
  isObserved,
  type Moment,
  type Observation,
} from '../metrics/observation.ts';
import type { JournalRecord } from '../store/store.ts';
import { isErased, isEvent, readRecord } from './journal-record.ts';

/** One tenant's journal, event by event and fact by fact. */
interface TenantJournal {
  readonly events: Map<string, EventIn>;
  /** Of the events that did not simply apply. */
  readonly verdicts: Map<string, Verdict['verdict']>;
  readonly facts: AnyFact[];
  readonly superseded: Set<number>;
}

/**
 * The moments of each tenant, in the order of time. Superseded facts are left out, and so are events that had no effect.
 *
 * The whole journal is held in memory meanwhile.
 */
export function momentsOfJournal(
  records: Iterable<JournalRecord>,
): ReadonlyMap<string, readonly Moment[]> {
  const tenants = new Map<string, TenantJournal>();
  const of = (tenant: string) => {
    let journal = tenants.get(tenant);
    if (journal === undefined) {
      journal = { events: new Map(), verdicts: new Map(), facts: [], superseded: new Set() };
      tenants.set(tenant, journal);
    }
    return journal;
  };
  for (const stored of records) {
    const { commands, verdicts, facts } = readRecord(stored);
    for (const command of commands) {
      if (!isEvent(command)) continue;
      const { events } = of(command.tenant);
      if (!events.has(command.id)) events.set(command.id, command);
    }
    for (const { tenant, eventId, verdict } of verdicts) of(tenant).verdicts.set(eventId, verdict);
    for (const fact of facts) note(fact, of(fact.tenant));
  }
  return new Map([...tenants].map(([tenant, journal]) => [tenant, momentsOf(tenant, journal)]));
}

function note(fact: AnyFact, { facts, superseded }: TenantJournal): void {
  if (fact.type === 'session.corrected' || fact.type === 'metric.corrected') {
    for (const seq of fact.data.supersedes) superseded.add(seq);
  } else if (!isErased(fact) && fact.type !== 'metric.recorded') facts.push(fact);
}

interface OpenMoment extends Moment {
  readonly observations: Observation[];
}

function momentsOf(tenant: string, journal: TenantJournal): readonly Moment[] {
  const moments = new Map<string, OpenMoment>();
  const momentAt = (at: number, rank: number, id: string, conversationId: string | null) => {
    const key = `${at}\n${conversationId ?? ''}\n${id}`;
    let moment = moments.get(key);
    if (moment === undefined) {
      moment = { at, rank, id, conversationId, observations: [] };
      moments.set(key, moment);
    }
    return moment;
  };
  for (const event of journal.events.values()) {
    const verdict = journal.verdicts.get(event.id) ?? 'applied';
    if (!isObserved(event) || (verdict !== 'applied' && verdict !== 'corrected')) continue;
    const conversationId = conversationOf(tenant, event);
    momentAt(event.at, kindRank(event.type), event.id, conversationId).observations.push(event);
  }
  for (const fact of journal.facts) {
    if (journal.superseded.has(fact.seq)) continue;
    const type = journal.events.get(fact.causationId)?.type;
    const moment = momentAt(fact.at, rankOf(type), fact.causationId, fact.conversationId);
    moment.observations.push(fact);
  }
  return [...moments.values()].toSorted(compareMoments);
}

/** After all events of an instant: what a deadline causes. */
const rankOf = (type: EventType | undefined) =>
  type === undefined ? EVENT_KINDS.length : kindRank(type);

/** The conversation that an event is about; null for an event of an agent, a channel or a contact. */
function conversationOf(tenant: string, event: EventIn): string | null {
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
