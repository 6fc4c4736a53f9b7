/** A cell of a table: text, a number, a switch, or null for no value. Lists and objects do not occur. */
export type Cell = string | number | boolean | null;

/** One row, by column. */
export type Row = Readonly<Record<string, Cell>>;

/** The tables, by name, with their columns. Source: docs/tables.md. */
export const TABLES = {
  sessions: [
    'session_id',
    'tenant',
    'conversation_id',
    'channel_id',
    'end_user_id',
    'graph',
    'status',
    'waiting_for',
    'origin',
    'agent_type',
    'start_at',
    'accept_at',
    'end_at',
    'ended_by_type',
    'end_cause',
    'suspended_by_type',
    'error_reason',
    'owner_id',
    'agent_message_count',
    'end_user_message_count',
    'policy_version',
    'last_modified_at',
  ],
  transitions: [
    'session_id',
    'seq',
    'at',
    'recorded_at',
    'from_status',
    'to_status',
    'cause',
    'rule',
    'tenant',
  ],
  session_metrics: ['session_id', 'metric_type', 'value', 'value_ms', 'sample_count', 'tenant'],
  agent_work: [
    'work_id',
    'session_id',
    'agent_id',
    'bot_id',
    'queue_id',
    'status',
    'requested_at',
    'assigned_at',
    'accepted_at',
    'closed_at',
    'declined_at',
    'timed_out_at',
    'canceled_at',
    'decline_reason',
    'speed_to_answer_ms',
    'handle_time_ms',
    'active_time_ms',
    'acw_ms',
    'acw_extensions',
    'is_transfer',
    'tenant',
  ],
  end_users: [
    'end_user_id',
    'channel_id',
    'account_id',
    'contact_id',
    'consent_status',
    'is_fully_opted_in',
    'tenant',
  ],
  verdicts: ['event_id', 'verdict', 'code', 'tenant'],
  rejections: ['line', 'event_id', 'code', 'message', 'rule', 'tenant'],
  timers: ['session_id', 'name', 'due_at', 'set_by', 'tenant'],
  measurements: [
    'metric_id',
    'level',
    'key',
    'at',
    'value_ms',
    'value',
    'value_business_ms',
    'dims',
    'definition_version',
    'missing',
    'tenant',
  ],
  engagements: [
    'engagement_id',
    'session_id',
    'ticket_id',
    'channel_id',
    'agent_id',
    'group_id',
    'requester_id',
    'start_at',
    'end_at',
    'start_reason',
    'end_reason',
    'duration_ms',
    'offer_time_ms',
    'assignment_to_first_reply_ms',
    'agent_messages',
    'agent_replies',
    'end_user_messages',
    'total_requester_wait_ms',
    'average_requester_wait_ms',
    'longest_requester_wait_ms',
    'ticket_status_start',
    'ticket_status_end',
    'assignment_to_first_reply_business_ms',
    'tenant',
  ],
  visits: [
    'agent_id',
    'session_id',
    'start_at',
    'end_at',
    'replies',
    'conversation_id',
    'engagement_id',
    'tenant',
  ],
  messages: [
    'message_id',
    'session_id',
    'at',
    'direction',
    'actor_type',
    'actor_id',
    'status',
    'status_code',
    'tenant',
  ],
  presence: ['agent_id', 'status', 'reason', 'start_at', 'end_at', 'tenant'],
  response_times: [
    'session_id',
    'ordinal',
    'opened_at',
    'closed_at',
    'responder',
    'responder_id',
    'is_first',
    'value_ms',
    'value_business_ms',
    'target_ms',
    'is_met',
    'tenant',
  ],
  csat: [
    'survey_id',
    'session_id',
    'agent_id',
    'requested_at',
    'answered_at',
    'scale',
    'score',
    'tenant',
  ],
  tags: ['tag_id', 'kind', 'session_id', 'conversation_id', 'tagged_at', 'untagged_at', 'tenant'],
  rollups: [
    'grain',
    'start_at',
    'dimension',
    'dimension_id',
    'metric_id',
    'label',
    'count',
    'sum_ms',
    'sum',
    'sum_business_ms',
    'min',
    'max',
    'p50',
    'p90',
    'p95',
    'p99',
    'members',
    'missing_count',
    'tenant',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The name of a table. */
export type TableName = keyof typeof TABLES;

/** All names of tables, in their order. */
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** Tables that metrics make: figures, and the records beside them. */
export const METRIC_TABLES = [
  'measurements',
  'engagements',
  'visits',
  'messages',
  'presence',
  'response_times',
  'csat',
  'tags',
  'rollups',
] as const satisfies readonly TableName[];

/** The name of a table that metrics make. */
export type MetricTable = (typeof METRIC_TABLES)[number];

/** The name of a table that needs no metrics. */
export type EngineTable = Exclude<TableName, MetricTable>;

/** Tables that need no metrics, in their order. */
export const ENGINE_TABLES = TABLE_NAMES.filter(
  (table): table is EngineTable => !isMetricTable(table),
);

/** Whether metrics make this table. */
export function isMetricTable(table: TableName): table is MetricTable {
  return (METRIC_TABLES as readonly TableName[]).includes(table);
}
