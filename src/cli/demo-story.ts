// One session told line by line, from its facts.
import type { AnyFact } from '../events/fact.ts';
import { HoldlineError } from '../events/holdline-error.ts';
import type { EpochMs } from '../time/instant.ts';
import { Narrator } from './demo-narrator.ts';
import type { DemoWeek } from './demo-week.ts';
import { moment, span } from './demo-words.ts';
import { drawTable } from './table-drawing.ts';

/** One line of a story; what happens several times in a row is told once, at its first time. */
interface StoryLine {
  readonly at: EpochMs;
  readonly words: string;
  times: number;
  readonly status: string;
  readonly rule: string | undefined;
}

/**
 * A session as a table: when, how much later, what happened, the status from then on, and the rule that says so. Below it its metrics.
 *
 * @throws HoldlineError input_unreadable if the week has no such session.
 */
export function story(week: DemoWeek, sessionId: string): string {
  const facts = week.facts.get(sessionId);
  if (facts === undefined) {
    throw new HoldlineError(
      'input_unreadable',
      `expected a session of the week such as ${[...week.facts.keys()][0]}, found "${sessionId}": holdline demo --transitions lists them`,
    );
  }
  const narrator = new Narrator();
  const lines: StoryLine[] = [];
  for (const together of byCause(facts)) {
    const [first] = together;
    const change = together.find((fact) => fact.type === 'session.statusChanged');
    if (first === undefined) continue;
    const words = narrator.tell(together, week.events.get(first.causationId));
    if (words === undefined && change === undefined) continue;
    const told = lines.at(-1);
    const status = change === undefined ? '' : `→ ${change.data.to}`;
    if (told !== undefined && status === '' && told.words === words) told.times += 1;
    else
      lines.push({
        at: first.at,
        words: words ?? change?.data.cause ?? '',
        times: 1,
        status,
        rule: change?.data.rule,
      });
  }
  const rows = lines.map(({ at, words, times, status, rule = '' }, index) => {
    const before = lines[index - 1]?.at;
    const later = before === undefined || before === at ? '' : `+ ${span(at - before)}`;
    return [moment(at), later, times === 1 ? words : `${words} ×${times}`, status, rule];
  });
  const table = drawTable(['UTC', 'later', 'what happens', 'status', 'rule'], rows);
  const figures = figuresOf(week, sessionId);
  return figures === '' ? table : `${table}\n${figures}`;
}

/** Facts of one event or deadline, which make one line. */
function byCause(facts: readonly AnyFact[]): AnyFact[][] {
  const groups: AnyFact[][] = [];
  for (const fact of facts) {
    const last = groups.at(-1);
    const known = last?.[0];
    if (known?.at === fact.at && known.causationId === fact.causationId) last?.push(fact);
    else groups.push([fact]);
  }
  return groups;
}

const FIGURES: readonly (readonly [string, string])[] = [
  ['ServiceRepFirstResponseTime', 'first'],
  ['AverageAgentResponseTime', 'average'],
  ['MaxAgentResponseTime', 'longest'],
  ['AverageEndUserResponseTime', "the customer's average"],
];

/** The session's own metrics in one line; those without a sample are left out. */
function figuresOf({ tables }: DemoWeek, sessionId: string): string {
  const own = tables.session_metrics.filter((row) => row['session_id'] === sessionId);
  const told = FIGURES.flatMap(([type, words]) => {
    const row = own.find((other) => other['metric_type'] === type);
    if (row === undefined || row['sample_count'] === 0) return [];
    return [`${words} ${span(Number(row['value_ms']))}`];
  });
  return told.length === 0 ? '' : `response times: ${told.join(', ')}`;
}
