// Words that many packed sessions share, written as their number. The numbers hold within one run of one program: what
// is packed stays in memory.
import { CONSENT_STATUSES } from '../events/set-up-words.ts';
import { TIMER_NAMES } from '../events/timer-names.ts';
import { engagementChart, sessionCharts, workChart } from './charts.ts';

/** A value that JSON writes shortly. */
export type Cell = string | number | null;

const WORDS: readonly string[] = [
  ...new Set([
    'Agent',
    'Bot',
    'BotToAgent',
    'System',
    'EndUser',
    'default',
    'Assigned',
    'Opened',
    'AgentInitiated',
    'Help',
    'InboundInitiated',
    'OptIn',
    'OptOut',
    'TriggeredOutbound',
    ...CONSENT_STATUSES,
    ...TIMER_NAMES,
    ...[...Object.values(sessionCharts), workChart, engagementChart].flatMap(
      ({ leaves, transitions }) => [
        ...leaves.keys(),
        ...transitions.flatMap(({ meta, eventType }) => [
          typeof meta?.['rule'] === 'string' ? meta['rule'] : '',
          eventType,
        ]),
      ],
    ),
  ]),
];

const NUMBERS: ReadonlyMap<string, number> = new Map(WORDS.map((word, index) => [word, index]));

/** A text as a cell: its number if it is a word, else itself. */
export function toCell(text: string | null): Cell {
  return text === null ? null : (NUMBERS.get(text) ?? text);
}

/** The text of a cell that `toCell` has made. */
export function fromCell(cell: Cell | undefined): string | null {
  return typeof cell === 'number' ? (WORDS[cell] ?? null) : (cell ?? null);
}
