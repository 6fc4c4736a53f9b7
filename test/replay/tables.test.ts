// What events.md §4 binds of every row: names, forms, enumerations, order, and null for no value.
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { VERDICT_CODES } from '../../src/events/codes.ts';
import { TIMER_NAMES } from '../../src/events/timer-names.ts';
import { EVENT_TYPES } from '../../src/events/vocabulary.ts';
import {
  TABLE_NAMES,
  TABLES,
  type Cell,
  type Row,
  type TableName,
} from '../../src/tables/table.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { streams } from './event-stream.ts';
import { replayed, type Tables } from './replayed.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/** The columns that the contract asks for, in its order. */
const ASKED: Readonly<Record<TableName, string>> = {
  sessions:
    'session_id, tenant, conversation_id, channel_id, end_user_id, graph, status, waiting_for, origin, agent_type, start_at, accept_at, end_at, ended_by_type, end_cause, suspended_by_type, error_reason, owner_id, agent_message_count, end_user_message_count, policy_version, last_modified_at',
  transitions: 'session_id, seq, at, recorded_at, from_status, to_status, cause, rule',
  session_metrics: 'session_id, metric_type, value, value_ms, sample_count',
  agent_work:
    'work_id, session_id, agent_id, bot_id, queue_id, status, requested_at, assigned_at, accepted_at, closed_at, declined_at, timed_out_at, canceled_at, decline_reason, speed_to_answer_ms, handle_time_ms, active_time_ms, acw_ms, acw_extensions, is_transfer',
  end_users: 'end_user_id, channel_id, account_id, contact_id, consent_status, is_fully_opted_in',
  verdicts: 'event_id, verdict, code',
  rejections: 'line, event_id, code, message',
  timers: 'session_id, name, due_at, set_by',
  measurements:
    'metric_id, level, key, at, value_ms, value, value_business_ms, dims, definition_version',
  engagements:
    'engagement_id, session_id, ticket_id, channel_id, agent_id, group_id, requester_id, start_at, end_at, start_reason, end_reason, duration_ms, offer_time_ms, assignment_to_first_reply_ms, agent_messages, agent_replies, end_user_messages, total_requester_wait_ms, average_requester_wait_ms, longest_requester_wait_ms, ticket_status_start, ticket_status_end',
  visits: 'agent_id, session_id, start_at, end_at, replies',
  messages: 'message_id, session_id, at, direction, actor_type, actor_id, status, status_code',
  presence: 'agent_id, status, reason, start_at, end_at',
  response_times: 'session_id, ordinal, opened_at, closed_at',
  csat: 'survey_id, session_id, agent_id',
  tags: 'tag_id, kind, session_id',
  rollups: 'grain, start_at, dimension, dimension_id, metric_id, label, count',
};

const STATUSES = ['New', 'Waiting', 'Active', 'Paused', 'Inactive', 'Consent', 'Error', 'Ended'];
const ACTORS = ['Agent', 'Bot', 'EndUser', 'System'];
const CAUSES = [...EVENT_TYPES, ...TIMER_NAMES.map((name) => `timer.${name}`)];

/** The words of each enumerated column; null is allowed where `null` stands among them. */
const WORDS: Readonly<Record<string, readonly (string | null)[]>> = {
  'sessions.graph': [
    'enhanced-customer',
    'enhanced-business',
    'standard-customer',
    'standard-business',
    'notification',
  ],
  'sessions.status': STATUSES,
  'sessions.waiting_for': [null, 'customer', 'routing'],
  'sessions.origin': [
    'AgentInitiated',
    'ConversationClose',
    'ConversationControlLost',
    'Help',
    'InboundInitiated',
    'OptIn',
    'OptOut',
    'TriggeredOutbound',
  ],
  'sessions.agent_type': ['Agent', 'Bot', 'BotToAgent', 'System'],
  'sessions.ended_by_type': [null, ...ACTORS],
  'sessions.suspended_by_type': [null, ...ACTORS],
  'sessions.end_cause': [null, ...CAUSES],
  'transitions.from_status': [null, ...STATUSES],
  'transitions.to_status': STATUSES,
  'transitions.cause': CAUSES,
  'session_metrics.metric_type': [
    'AgentMessageCount',
    'EndUserMessageCount',
    'AverageAgentResponseTime',
    'MaxAgentResponseTime',
    'AverageEndUserResponseTime',
    'MaxEndUserResponseTime',
    'ServiceRepFirstResponseTime',
  ],
  'agent_work.status': [
    'Assigned',
    'Opened',
    'Closed',
    'Declined',
    'DeclinedOnPushTimeout',
    'Canceled',
    'Transferred',
    'Unavailable',
  ],
  'end_users.consent_status': [
    null,
    'OptedOut',
    'ImplicitlyOptedIn',
    'ExplicitlyOptedIn',
    'DoublyOptedIn',
  ],
  'verdicts.verdict': ['applied', 'duplicate', 'corrected', 'late', 'rejected'],
  'verdicts.code': [null, ...Object.keys(VERDICT_CODES)],
  'rejections.code': Object.keys(VERDICT_CODES),
  'timers.name': TIMER_NAMES,
  'rollups.grain': ['hour', 'day', 'month'],
  'rollups.dimension': ['account', 'channel', 'queue', 'team', 'agent', 'topic'],
};

/** Cells of roll-ups that may be shares and scores, or milliseconds of a sketch. */
const FIGURES: ReadonlySet<string> = new Set(
  ['sum', 'min', 'max', 'p50', 'p90', 'p95', 'p99'].map((column) => `rollups.${column}`),
);

const INSTANT = /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** A row of the lifecycle, or the option behind a timer that no row names. */
const RULE = /^(?:[A-Z]+[\dA-Z-]*|cfg\.[\w.]+)$/;

/** What is wrong with a cell, going by its column's name alone. */
function faultOf(table: TableName, column: string, cell: Cell | undefined): string | undefined {
  const name = `${table}.${column}`;
  const shown = `${name} = ${JSON.stringify(cell)}`;
  const words = WORDS[name];
  if (cell === undefined) return shown;
  if (words !== undefined) return words.includes(cell as string | null) ? undefined : shown;
  if (cell === null) return undefined;
  if (column === 'at' || column.endsWith('_at')) {
    return INSTANT.test(String(cell)) ? undefined : shown;
  }
  // Shares and scores are no integers.
  if (name === 'measurements.value' || FIGURES.has(name))
    return typeof cell === 'number' ? undefined : shown;
  const isCount =
    /_ms$|_count$|_extensions$|_messages$|_replies$|_version$|^(seq|line|value|replies|ordinal|scale|score|count|members)$/.test(
      column,
    ) && name !== 'sessions.policy_version';
  if (isCount) return Number.isInteger(cell) && Number(cell) >= 0 ? undefined : shown;
  if (column.startsWith('is_')) return typeof cell === 'boolean' ? undefined : shown;
  if (column === 'rule' || column === 'set_by') return RULE.test(String(cell)) ? undefined : shown;
  return typeof cell === 'string' && cell !== '' ? undefined : shown;
}

/** The column by which a table is ordered, and the one that decides between equals. */
const ORDER: Readonly<Partial<Record<TableName, readonly [string, string]>>> = {
  sessions: ['start_at', 'session_id'],
  transitions: ['at', 'seq'],
  agent_work: ['assigned_at', 'work_id'],
  timers: ['due_at', 'session_id'],
  rollups: ['tenant', 'start_at'],
};

const runs: Tables[] = [];
beforeAll(() => {
  // Some runs end early, so that there are open sessions and pending timers.
  for (const events of fc.sample(streams, { seed: SEED, numRuns: 300 })) {
    runs.push(replayed(events.slice(0, -1 - (events.length % 5))));
  }
});

const rowsOf = (table: TableName): readonly Row[] => runs.flatMap((tables) => tables[table]);

describe.each(TABLE_NAMES)('%s', (table) => {
  it('has the columns of the contract first, in their order, in every row', () => {
    expect(TABLES[table].join(', ').startsWith(ASKED[table])).toBe(true);
    const forms = new Set(rowsOf(table).map((row) => Object.keys(row).join(', ')));
    expect([...forms]).toEqual(forms.size === 0 ? [] : [TABLES[table].join(', ')]);
  });

  it('writes every cell in the form that its name promises', () => {
    const faults = rowsOf(table).flatMap((row) =>
      TABLES[table].flatMap((column) => faultOf(table, column, row[column]) ?? []),
    );
    expect([...new Set(faults)]).toEqual([]);
  });

  it('stands in the order of time', () => {
    const order = ORDER[table];
    const keys = runs.map((tables) =>
      order === undefined ? [] : tables[table].map((row) => order.map((name) => row[name])),
    );
    const wrong = keys.flatMap((rows) =>
      rows.slice(1).filter((row, index) => isBefore(row, rows[index] ?? [])),
    );
    expect(wrong).toEqual([]);
  });
});

function isBefore(a: readonly unknown[], b: readonly unknown[]): boolean {
  const [[first, second], [other, last]] = [a as [string, string], b as [string, string]];
  return first === other ? second < last : first < other;
}

it('ends a session once: its end is set exactly when it is terminal, and instants do not go back', () => {
  const wrong = rowsOf('sessions').filter((row) => {
    const isTerminal = row['status'] === 'Ended' || row['status'] === 'Error';
    const instants = [row['start_at'], row['accept_at'], row['end_at']].filter(
      (at): at is string => typeof at === 'string',
    );
    const isStandard = String(row['graph']).startsWith('standard');
    return (
      (row['end_at'] !== null) !== isTerminal ||
      (row['end_cause'] !== null) !== isTerminal ||
      (!isTerminal && row['ended_by_type'] !== null) ||
      (isStandard && row['ended_by_type'] !== null) ||
      (row['status'] === 'Error') !== (row['error_reason'] !== null) ||
      instants.some((at, index) => at < (instants[index - 1] ?? ''))
    );
  });
  expect(wrong).toEqual([]);
});

it('tells one story in both tables: a session stands where its transitions have led it', () => {
  for (const { sessions, transitions } of runs) {
    const last = new Map<unknown, Row>();
    for (const row of transitions) {
      expect(row['from_status']).toBe(last.get(row['session_id'])?.['to_status'] ?? null);
      last.set(row['session_id'], row);
    }
    expect(new Set(last.keys())).toEqual(new Set(sessions.map((row) => row['session_id'])));
    for (const { session_id, status, end_at, end_cause } of sessions) {
      const row = last.get(session_id);
      expect(row?.['to_status']).toBe(status);
      const end = end_at === null ? [null, null] : [row?.['at'], row?.['cause']];
      expect([end_at, end_cause]).toEqual(end);
    }
  }
});

it('writes zero and no milliseconds for a time without samples', () => {
  const times = rowsOf('session_metrics').filter(({ metric_type }) =>
    String(metric_type).endsWith('Time'),
  );
  expect(times.length).toBeGreaterThan(0);
  for (const { value, value_ms, sample_count } of times) {
    const ms = sample_count === 0 ? null : Number(value_ms);
    expect([value_ms, value]).toEqual([ms, Math.floor(((ms ?? 0) + 500) / 1000)]);
  }
});

it.each(['day', 'hour'])(
  'adds the measurements of an account up by the %s, none of them lost',
  (grain) => {
    for (const { measurements, rollups } of runs) {
      const [raw, rolled] = [new Map<string, number[]>(), new Map<string, number[]>()];
      for (const row of measurements) {
        const { value_ms, value, value_business_ms, missing } = row;
        const counts = missing === null ? [1, 0] : [0, 1];
        add(raw, row, ...counts, Number(value_ms), Number(value), Number(value_business_ms));
      }
      for (const row of rollups) {
        if (row['dimension'] !== 'account') continue;
        if (row['grain'] !== grain && row['grain'] !== 'month') continue;
        const { count, missing_count, sum_ms, sum, sum_business_ms } = row;
        add(rolled, row, ...[count, missing_count, sum_ms, sum, sum_business_ms].map(Number));
      }
      expect(inOrder(rolled)).toEqual(inOrder(raw));
    }
  },
);

function add(sums: Map<string, number[]>, row: Row, ...values: readonly number[]): void {
  const name = JSON.stringify([row['tenant'], row['metric_id']]);
  const before = sums.get(name) ?? values.map(() => 0);
  sums.set(
    name,
    before.map((sum, index) => sum + (values[index] ?? 0)),
  );
}

/** To the thousandth: shares and weights are no whole numbers. */
const rounded = (sum: number) => Math.round(sum * 1000) / 1000;

const inOrder = (sums: ReadonlyMap<string, readonly number[]>): readonly string[] =>
  [...sums].map(([name, values]) => JSON.stringify([name, ...values.map(rounded)])).toSorted();
