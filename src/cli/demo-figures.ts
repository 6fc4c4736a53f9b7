// Figures of the week: response times by channel, work by agent, timers, rejections.
import type { Row } from '../tables/table.ts';
import { grouped } from './demo-sessions.ts';
import type { DemoWeek } from './demo-week.ts';
import { inLines, median, spanOrDash } from './demo-words.ts';
import { drawTable } from './table-drawing.ts';

const LINE_WIDTH = 118;

/** Session metrics by channel. Sessions without a sample are left out of a figure; they are no zeros. */
export function channelsTable({ tables }: DemoWeek): string {
  const channelOf = new Map(tables.sessions.map((row) => [row['session_id'], row['channel_id']]));
  const byChannel = grouped(tables.session_metrics, (row) =>
    String(channelOf.get(row['session_id'] ?? null)),
  );
  const rows = [...byChannel]
    .map(([channel, metrics]) => [channel, ...channelFigures(metrics)] as const)
    .toSorted((a, b) => b[1] - a[1]);
  return drawTable(
    [
      'channel',
      'sessions',
      'messages: agent / customer',
      'first response',
      'response',
      'longest',
      'customer response',
    ],
    rows,
  );
}

function channelFigures(metrics: readonly Row[]): [number, ...string[]] {
  const of = (type: string) => metrics.filter((row) => row['metric_type'] === type);
  const sessions = of('AgentMessageCount').length;
  const messages = (type: string) => (sum(of(type), 'value') / sessions).toFixed(1);
  const sampled = (type: string) => of(type).filter((row) => Number(row['sample_count']) > 0);
  const longest = sampled('MaxAgentResponseTime').map((row) => Number(row['value_ms']));
  return [
    sessions,
    `${messages('AgentMessageCount')} / ${messages('EndUserMessageCount')}`,
    spanOrDash(
      median(sampled('ServiceRepFirstResponseTime').map((row) => Number(row['value_ms']))),
    ),
    spanOrDash(weighted(sampled('AverageAgentResponseTime'))),
    spanOrDash(longest.length === 0 ? undefined : Math.max(...longest)),
    spanOrDash(weighted(sampled('AverageEndUserResponseTime'))),
  ];
}

/** The average over all samples: each session's average counts as often as it has samples. */
function weighted(rows: readonly Row[]): number | undefined {
  const samples = sum(rows, 'sample_count');
  if (samples === 0) return undefined;
  return (
    rows.reduce((total, row) => total + Number(row['value_ms']) * Number(row['sample_count']), 0) /
    samples
  );
}

const sum = (rows: readonly Row[], column: string) =>
  rows.reduce((total, row) => total + Number(row[column]), 0);

/** Assignments by agent, the bot last. */
export function agentsTable({ tables }: DemoWeek): string {
  const byAgent = grouped(tables.agent_work, (row) =>
    row['agent_id'] === null ? `${row['bot_id']} (bot)` : String(row['agent_id']),
  );
  const rows = [...byAgent]
    .toSorted(([a], [b]) => Number(a.endsWith(')')) - Number(b.endsWith(')')) || (a < b ? -1 : 1))
    .map(([agent, works]) => {
      const having = (column: string) => works.filter((row) => row[column] !== null);
      const lengths = (column: string) => having(column).map((row) => Number(row[column]));
      return [
        agent,
        having('accepted_at').length,
        having('declined_at').length || '',
        having('timed_out_at').length || '',
        works.filter((row) => row['status'] === 'Transferred').length || '',
        spanOrDash(median(lengths('speed_to_answer_ms'))),
        spanOrDash(median(lengths('handle_time_ms'))),
        spanOrDash(median(lengths('acw_ms'))),
      ];
    });
  const head = ['agent', 'accepted', 'declined', 'timed out', 'passed on'];
  return drawTable([...head, 'speed to answer', 'handle time', 'after-conversation work'], rows);
}

/** The timers that fired, most often first. */
export function timersText({ timersFired }: DemoWeek, title: string): string {
  const fired = [...timersFired].toSorted(([, a], [, b]) => b - a);
  const counts = fired.map(([name, count]) => `${name} ×${count}`);
  return inLines([`${title} ${counts[0]}`, ...counts.slice(1)], LINE_WIDTH);
}

/** What was rejected and why, one line a code; the reason is that of the first, without the remedy. */
export function rejectionsText({ tables }: DemoWeek): string {
  const byCode = [...grouped(tables.rejections, (row) => String(row['code']))];
  const lines = byCode.map(([code, rejections]) => {
    const rules = rejections.map((row) => row['rule']).filter((rule) => rule !== null);
    const [reason = ''] = String(rejections[0]?.['message']).split(/: (?!.*: )/);
    return `${`×${rejections.length}`.padEnd(4)}${code.padEnd(26)}${rules.join(', ').padEnd(12)}${reason}`;
  });
  return lines.join('\n');
}
