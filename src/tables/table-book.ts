// The tables of a run: a sink that turns what an engine decides into rows, and only for the tables that were asked for.
import type { Conversation } from '../conversation/conversation.ts';
import type { Session } from '../conversation/session.ts';
import type { Work } from '../conversation/work.ts';
import type { EngineSink } from '../engine/engine-sink.ts';
import type { ParsedEngine } from '../engine/parsed-engine.ts';
import type { Tenant } from '../engine/tenant.ts';
import type { AnyFact } from '../events/fact.ts';
import type { Verdict } from '../events/verdict.ts';
import type { EventIn } from '../events/vocabulary.ts';
import type { Policy } from '../policy/policy.ts';
import {
  endUserRow,
  sessionMetricRow,
  sessionRow,
  timerRow,
  transitionRow,
} from './session-rows.ts';
import type { EngineTable, Row, TableName } from './table.ts';
import { VerdictLog } from './verdict-log.ts';
import { workRow } from './work-rows.ts';

/** What one tenant has left behind so far. */
class TenantPages {
  readonly transitions: Row[] = [];
  readonly sessionMetrics: Row[] = [];
  /** Ended sessions by id: one may be touched again after its end. */
  readonly sessions = new Map<string, Row>();
  readonly works: Row[] = [];
  readonly verdicts = new VerdictLog();
}

/**
 * Collects the rows of a run.
 *
 * Rows of what is over are kept as they come; what is still open is read off the engine at the end. Tables that nobody
 * asked for cost nothing.
 */
export class TableBook implements EngineSink {
  readonly #wanted: ReadonlySet<TableName>;
  readonly #pages = new Map<string, TenantPages>();
  readonly #rejections: Row[] = [];
  readonly #unread: Row[] = [];

  constructor(wanted: Iterable<TableName>) {
    this.#wanted = new Set(wanted);
  }

  /** Lines and events that were rejected, count. */
  get rejectionsCount(): number {
    return this.#rejections.length;
  }

  fact(fact: AnyFact): void {
    if (fact.type === 'session.statusChanged' && this.#wanted.has('transitions')) {
      this.#page(fact.tenant).transitions.push(transitionRow(fact));
    } else if (fact.type === 'metric.recorded' && this.#wanted.has('session_metrics')) {
      this.#page(fact.tenant).sessionMetrics.push(sessionMetricRow(fact));
    }
  }

  verdict(verdict: Verdict, event: EventIn): void {
    if (this.#wanted.has('verdicts')) this.#page(event.tenant).verdicts.note(verdict, event.at);
  }

  sessionEnded(session: Session, conversation: Conversation, policy: Policy): void {
    if (!this.#wanted.has('sessions')) return;
    const row = sessionRow(session, conversation, policy);
    this.#page(conversation.tenant).sessions.set(session.id, row);
  }

  workFinished(work: Work, conversation: Conversation): void {
    if (!this.#wanted.has('agent_work')) return;
    this.#page(conversation.tenant).works.push(workRow(work, conversation.tenant));
  }

  /** Notes a rejected line or event; `line` counts from 1, null for what was not read from lines. */
  reject(line: number | null, verdict: Verdict, tenant: string | null): void {
    this.#rejections.push({
      line,
      event_id: verdict.eventId === '' ? null : verdict.eventId,
      code: verdict.code ?? null,
      message: verdict.message ?? null,
      rule: verdict.rule ?? null,
      tenant,
    });
  }

  /** Notes the verdict of a line that is no event: it has no place in time and stands after those that have one. */
  noteUnread(verdict: Verdict): void {
    if (!this.#wanted.has('verdicts')) return;
    const { eventId, verdict: name, code } = verdict;
    const event_id = eventId === '' ? null : eventId;
    this.#unread.push({ event_id, verdict: name, code: code ?? null, tenant: null });
  }

  /** The rows of a table, in its order: by time, then by sequence or id. The engine must be settled. */
  *rows(table: EngineTable, engine: ParsedEngine): Generator<Row> {
    switch (table) {
      case 'rejections':
        yield* this.#rejections.toSorted((a, b) => Number(a['line']) - Number(b['line']));
        return;
      case 'verdicts':
        for (const { id } of engine.tenants) yield* this.#page(id).verdicts.rows(id);
        yield* this.#unread.toSorted(
          (a, b) => compareCells(a, b, 'event_id') || compareCells(a, b, 'code'),
        );
        return;
      case 'session_metrics':
        for (const { id } of engine.tenants) yield* this.#page(id).sessionMetrics;
        return;
      case 'transitions':
        yield* this.#merged(engine, (tenant) => this.#page(tenant.id).transitions, 'at', 'seq');
        return;
      case 'sessions':
        yield* this.#merged(engine, (tenant) => this.#sessions(tenant), 'start_at', 'session_id');
        return;
      case 'agent_work':
        yield* this.#merged(engine, (tenant) => this.#works(tenant), 'assigned_at', 'work_id');
        return;
      case 'timers':
        yield* this.#merged(engine, timers, 'due_at', 'session_id');
        return;
      case 'end_users':
        for (const tenant of engine.tenants) yield* endUsers(tenant);
        return;
    }
  }

  #sessions(tenant: Tenant): Row[] {
    const rows = [...this.#page(tenant.id).sessions.values()];
    for (const conversation of tenant.conversations()) {
      const { openSession } = conversation;
      if (openSession === undefined) continue;
      rows.push(sessionRow(openSession, conversation, tenant.setup.policy));
    }
    return rows;
  }

  #works(tenant: Tenant): Row[] {
    const rows = [...this.#page(tenant.id).works];
    for (const conversation of tenant.conversations()) {
      for (const work of conversation.works) rows.push(workRow(work, tenant.id));
    }
    return rows;
  }

  /** The rows of all tenants by an instant, then by another column. */
  #merged(
    engine: ParsedEngine,
    rowsOf: (tenant: Tenant) => Row[],
    instant: string,
    then: string,
  ): Row[] {
    const rows = engine.tenants.flatMap((tenant) => rowsOf(tenant));
    return rows.toSorted((a, b) => compareCells(a, b, instant) || compareCells(a, b, then));
  }

  #page(tenant: string): TenantPages {
    let page = this.#pages.get(tenant);
    if (page === undefined) this.#pages.set(tenant, (page = new TenantPages()));
    return page;
  }
}

function timers(tenant: Tenant): Row[] {
  const rows: Row[] = [];
  for (const { deadlines } of tenant.conversations()) {
    for (const deadline of deadlines) rows.push(timerRow(deadline, tenant.id));
  }
  return rows;
}

function* endUsers(tenant: Tenant): Generator<Row> {
  for (const conversation of tenant.conversations()) {
    const channel = tenant.setup.channelOf(conversation.channelId);
    if (conversation.isKnown && channel !== undefined) yield endUserRow(conversation, channel);
  }
}

function compareCells(a: Row, b: Row, column: string): number {
  const [left = null, right = null] = [a[column], b[column]];
  if (left === right) return 0;
  if (left === null) return -1;
  if (right === null) return 1;
  return left < right ? -1 : 1;
}
