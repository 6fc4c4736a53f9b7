// The rows that figures and the records of metrics become.
import type { Measurement } from '../metrics/measurement.ts';
import type { MetricRecord } from '../metrics/metric-record.ts';
import { formatInstant } from '../time/instant.ts';
import { METRIC_TABLES, TABLES, type Cell, type MetricTable, type Row } from './table.ts';

/** A row of `measurements`. `dims` is JSON: what the figure may be grouped by, and what it rests on. */
export function measurementRow(
  measurement: Measurement,
  definitionVersion: number,
  tenant: string,
): Row {
  const { metric, level, key, at, valueMs, value, businessMs, missing } = measurement;
  return {
    metric_id: metric,
    level,
    key,
    at: formatInstant(at),
    value_ms: valueMs,
    value,
    value_business_ms: businessMs,
    dims: JSON.stringify(dimsOf(measurement)),
    definition_version: definitionVersion,
    missing,
    tenant,
  };
}

/** What of the dimensions is known: names as in the other tables; what is not known is left out. */
function dimsOf({ dims, topics, from, evidence }: Measurement): object {
  const { sessionId, channelId, queueId, agentId, teamIds, endUserAccountId, label } = dims;
  return {
    ...(sessionId !== null && { session_id: sessionId }),
    ...(channelId !== null && { channel_id: channelId }),
    ...(queueId !== null && { queue_id: queueId }),
    ...(agentId !== null && { agent_id: agentId }),
    ...(teamIds.length > 0 && { team_ids: teamIds }),
    ...(topics !== null && topics.length > 0 && { topics }),
    ...(endUserAccountId !== null && { account_id: endUserAccountId }),
    ...(label !== null && { label }),
    ...(from !== null && { from_at: formatInstant(from) }),
    ...(evidence.length > 0 && { evidence }),
  };
}

/** Fields by the columns that show them: `start_at` shows `startAt`. */
const FIELDS = Object.fromEntries(
  METRIC_TABLES.map((table) => [
    table,
    TABLES[table].map((column) => [
      column,
      column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    ]),
  ]),
) as unknown as Readonly<Record<MetricTable, readonly (readonly [string, string])[]>>;

/** The row of a record in its table: instants in RFC 3339, everything else as it is. */
export function recordRow({ kind, fields }: MetricRecord, tenant: string): Row {
  const row: Record<string, Cell> = {};
  const values = fields as unknown as Readonly<Record<string, Cell>>;
  for (const [column, field] of FIELDS[kind]) {
    const value = field === 'tenant' ? tenant : (values[field] ?? null);
    const isInstant = typeof value === 'number' && (column === 'at' || column.endsWith('_at'));
    row[column] = isInstant ? formatInstant(value) : value;
  }
  return row;
}
