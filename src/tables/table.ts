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
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The name of a table. */
export type TableName = keyof typeof TABLES;

/** All names of tables, in their order. */
export const TABLE_NAMES = Object.keys(TABLES) as TableName[];
