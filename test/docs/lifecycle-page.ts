// docs/lifecycle.md: written by hand, with diagrams and tables that are read off the machines and the default policy.
import { charts, type ChartId } from '../../machines/index.ts';
import { drawingOf } from '../../src/statechart/drawing.ts';
import { toMermaid } from '../../src/statechart/mermaid.ts';
import { disagreementTable, invariantTable } from './decision-tables.ts';
import { withParts } from './generated-parts.ts';
import { timerTable } from './timer-table.ts';
import { statusTable, transitionTable } from './transition-tables.ts';

/** The page as it should be, given the page as it is. */
export function lifecyclePage(page: string): string {
  const ids = Object.keys(charts) as readonly ChartId[];
  return withParts(
    page,
    new Map([
      ['statuses', statusTable()],
      ...ids.flatMap((id): [string, string][] => [
        [`${id}-diagram`, `\`\`\`mermaid\n${toMermaid(drawingOf(charts[id]))}\`\`\``],
        [`${id}-transitions`, transitionTable(id)],
      ]),
      ['timers', timerTable()],
      ['disagreements', disagreementTable()],
      ['invariants', invariantTable()],
    ]),
  );
}
