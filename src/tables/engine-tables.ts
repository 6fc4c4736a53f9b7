// The tables of a durable engine: records as its store keeps them, and the rest read off its journal.
import { restoreSession, restoreWork } from '../conversation/stored-conversation.ts';
import { parseConversationId } from '../conversation/conversation-id.ts';
import type { EngineInside } from '../engine/engine-inside.ts';
import { journalMoments } from '../engine/journal-moments.ts';
import { isErased, isEvent, readRecord } from '../engine/journal-record.ts';
import { restoreConversation } from '../engine/stored-state.ts';
import { keptPolicy } from '../engine/kept-tenant.ts';
import { DEFAULT_POLICY } from '../policy/default-policy.ts';
import { metricOptionsOf } from '../policy/policy-metrics.ts';
import type { AnyFact } from '../events/fact.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EpochMs } from '../time/instant.ts';
import {
  endUserRow,
  sessionMetricRow,
  sessionRow,
  timerRow,
  transitionRow,
} from './session-rows.ts';
import { MetricBook } from './metric-book.ts';
import { METRIC_TABLES, isMetricTable, type Cell, type Row, type TableName } from './table.ts';
import { workRow } from './work-rows.ts';

/** Tables by the columns that order them; the others come in their order already. */
const ORDER: Readonly<Partial<Record<TableName, readonly [string, string]>>> = {
  sessions: ['start_at', 'session_id'],
  transitions: ['at', 'seq'],
  session_metrics: ['at', 'seq'],
  agent_work: ['assigned_at', 'work_id'],
  timers: ['due_at', 'session_id'],
};

/** An event of the journal and what became of it in the end. */
interface JournalEvent {
  readonly tenant: string;
  readonly at: EpochMs;
  verdict: Verdict;
}

/** The tables of an engine as of its last checkpoint. */
export class EngineTables {
  readonly #inside: EngineInside;
  readonly #until: EpochMs | undefined;
  #metrics: MetricBook | undefined;

  /** @param until Time has reached this instant; left out: that of each tenant's last event. */
  constructor(inside: EngineInside, until?: EpochMs) {
    this.#inside = inside;
    this.#until = until;
  }

  /** The rows of a table, in its order. */
  rows(table: TableName): readonly Row[] {
    if (isMetricTable(table)) return [...this.#metricBook().rows(table)];
    switch (table) {
      case 'sessions':
        return ordered(table, this.#sessions());
      case 'agent_work':
        return [...this.#metricBook().withActiveTime(ordered(table, this.#works()))];
      case 'timers':
        return ordered(table, this.#timers());
      case 'end_users':
        return this.#endUsers();
      case 'transitions':
        return ordered(table, this.#transitions());
      case 'session_metrics':
        return this.#sessionMetrics();
      case 'verdicts':
        return this.#verdicts();
      case 'rejections':
        return this.#rejections();
    }
  }

  /** Every metric of the journal, folded once. */
  #metricBook(): MetricBook {
    if (this.#metrics !== undefined) return this.#metrics;
    const { store } = this.#inside;
    const options = metricOptionsOf(keptPolicy(store.tenants()) ?? DEFAULT_POLICY);
    const book = new MetricBook({ tables: new Set(METRIC_TABLES), options });
    for (const { tenant, moment } of journalMoments(
      (position) => store.records(position),
      Infinity,
    )) {
      book.take(tenant, moment);
    }
    book.finish(this.#until);
    this.#metrics = book;
    return book;
  }

  #sessions(): Row[] {
    const inside = this.#inside;
    return [...inside.store.sessions({})].map(({ conversationId, tenant, state }) => {
      const session = restoreSession(conversationId, JSON.parse(state) as readonly unknown[]);
      const address = { id: conversationId, ...parseConversationId(conversationId) };
      return sessionRow(
        session,
        address,
        inside.setupOf(tenant).policyAt(session.endAt ?? Infinity),
      );
    });
  }

  #works(): Row[] {
    return [...this.#inside.store.works()].map(({ tenant, state }) =>
      workRow(restoreWork(JSON.parse(state) as readonly unknown[]), tenant),
    );
  }

  #timers(): Row[] {
    const rows: Row[] = [];
    for (const stored of this.#inside.store.conversations({})) {
      if (stored.dueAt === null) continue;
      for (const deadline of restoreConversation(stored).conversation.deadlines) {
        rows.push(timerRow(deadline, stored.tenant));
      }
    }
    return rows;
  }

  #endUsers(): Row[] {
    const inside = this.#inside;
    const rows: Row[] = [];
    for (const stored of inside.store.conversations({})) {
      const { conversation } = restoreConversation(stored);
      const channel = inside.setupOf(stored.tenant).channelOf(stored.channelId);
      if (conversation.isKnown && channel !== undefined)
        rows.push(endUserRow(conversation, channel));
    }
    return rows;
  }

  #transitions(): Row[] {
    return this.#factsThatHold().flatMap((fact) =>
      fact.type === 'session.statusChanged' ? [transitionRow(fact)] : [],
    );
  }

  #sessionMetrics(): Row[] {
    return this.#factsThatHold()
      .flatMap((fact) => (fact.type === 'metric.recorded' ? [fact] : []))
      .toSorted((a, b) => (a.tenant === b.tenant ? a.at - b.at : a.tenant < b.tenant ? -1 : 1))
      .map((fact) => sessionMetricRow(fact));
  }

  #verdicts(): Row[] {
    return this.#events().map(([event_id, { tenant, verdict }]) => ({
      event_id,
      verdict: verdict.verdict,
      code: verdict.verdict === 'rejected' ? (verdict.code ?? null) : null,
      tenant,
    }));
  }

  #rejections(): Row[] {
    return this.#events().flatMap(([event_id, { tenant, verdict }]) => {
      if (verdict.verdict !== 'rejected') return [];
      const { code = null, message = null, rule = null } = verdict;
      return [{ line: null, event_id, code, message, rule, tenant }];
    });
  }

  /** Events with their last verdicts, by tenant and event time. */
  #events(): readonly (readonly [string, JournalEvent])[] {
    const events = new Map<string, JournalEvent>();
    for (const stored of this.#inside.store.records(0)) {
      const { commands, verdicts } = readRecord(stored);
      for (const command of commands) {
        if (!isEvent(command)) continue;
        const { id, tenant, at } = command;
        const verdict: Verdict = { eventId: id, verdict: 'applied' };
        events.set(keyOf(tenant, id), { tenant, at, verdict });
      }
      for (const verdict of verdicts) {
        const known = events.get(keyOf(verdict.tenant, verdict.eventId));
        if (known !== undefined) known.verdict = verdict;
      }
    }
    return [...events]
      .map(([key, event]) => [key.slice(key.indexOf('\n') + 1), event] as const)
      .toSorted(
        ([idA, a], [idB, b]) => compare(a.tenant, b.tenant) || a.at - b.at || compare(idA, idB),
      );
  }

  #factsThatHold(): readonly AnyFact[] {
    const superseded = new Set<string>();
    const facts: AnyFact[] = [];
    const note = (fact: AnyFact) => {
      if (fact.type === 'session.corrected' || fact.type === 'metric.corrected') {
        for (const seq of fact.data.supersedes) superseded.add(`${fact.tenant}#${seq}`);
      } else if (isErased(fact)) {
        // Nothing is left that a row could say.
      } else if (fact.type === 'session.statusChanged' || fact.type === 'metric.recorded') {
        facts.push(fact);
      }
    };
    for (const stored of this.#inside.store.records(0)) readRecord(stored).facts.forEach(note);
    return superseded.size === 0 ? facts : facts.filter(({ eventId }) => !superseded.has(eventId));
  }
}

const keyOf = (tenant: string, id: string) => `${JSON.stringify(tenant)}\n${id}`;

function ordered(table: TableName, rows: Row[]): Row[] {
  const [first, then] = ORDER[table] ?? ['', ''];
  return rows.toSorted(
    (a, b) => compare(a[first] ?? '', b[first] ?? '') || compare(a[then] ?? '', b[then] ?? ''),
  );
}

const compare = (a: NonNullable<Cell>, b: NonNullable<Cell>) => (a === b ? 0 : a < b ? -1 : 1);
