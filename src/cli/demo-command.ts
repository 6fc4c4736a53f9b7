import { relative } from 'node:path';
import { styleText } from 'node:util';
import { agentsTable, channelsTable, rejectionsText, timersText } from './demo-figures.ts';
import { everyTransition, sessionsTable, transitionsTable } from './demo-sessions.ts';
import { story } from './demo-story.ts';
import { replayWeek, type DemoWeek } from './demo-week.ts';

/** The options of `holdline demo`. */
export interface DemoFlags {
  /** Print every transition instead. */
  readonly transitions?: boolean;
  /** Tell this session instead. */
  readonly story?: string;
}

/** Two sessions that are worth telling, by id. */
const STORIES = [
  {
    sessionId: 'default/web-chat/nora/1',
    title:
      'One session as a story: Nora asks, is served, falls silent (--story ID tells any other)',
  },
  {
    sessionId: 'default/whatsapp/tomas/1',
    title: 'Another one: the workshop writes to Tomas, who never answers',
  },
] as const;

/**
 * Replays the bundled week and prints what came of it.
 *
 * @throws HoldlineError input_unreadable if the week is missing or the story's session is not in it.
 */
export async function demo(flags: DemoFlags): Promise<void> {
  const week = await replayWeek();
  process.stdout.write(`${view(week, flags)}\n`);
}

function view(week: DemoWeek, flags: DemoFlags): string {
  if (flags.transitions === true) return everyTransition(week);
  if (flags.story !== undefined) return story(week, flags.story);
  return demoText(week, process.stdout.isTTY && process.stdout.hasColors());
}

/** The whole demo as text; with escape sequences only if the terminal shows colours. */
export function demoText(week: DemoWeek, isColoured: boolean): string {
  // Whether to colour is decided by the caller; the style need not look at the stream again.
  const title = (text: string) =>
    isColoured ? styleText('bold', text, { validateStream: false }) : text;
  const section = (number: number, heading: string, body: string) =>
    `${title(`${number}. ${heading}`)}\n${body}`;
  const [served, unanswered] = STORIES;
  return [
    title(introduction(week)),
    section(1, 'Sessions by graph, and what ended them', sessionsTable(week)),
    section(
      2,
      `All ${week.tables.transitions.length} changes of status, by cause and rule of docs/lifecycle.md (--transitions prints each)`,
      transitionsTable(week),
    ),
    section(3, served.title, story(week, served.sessionId)),
    section(4, unanswered.title, story(week, unanswered.sessionId)),
    section(
      5,
      'Ended sessions of enhanced channels: messages in each on average, and how long people waited, nights included',
      `first response: median of the sessions; response, customer response: average of all; longest: of one wait\n${channelsTable(week)}`,
    ),
    section(6, 'Work by agent: pieces of work, count each, and median times', agentsTable(week)),
    timersText(week, title('7. Timers that fired:')),
    section(8, rejectionsHeading(week), rejectionsText(week)),
    section(9, 'Try next', nextSteps(week)),
  ].join('\n\n');
}

function introduction({ counts, tables }: DemoWeek): string {
  const channels = new Set(tables.sessions.map((row) => row['channel_id'])).size;
  return (
    `Fernwick Cycles, a made-up shop, 2 to 6 March 2026: ${counts.lines} events on ${channels} channels, ` +
    'replayed until no timer was left.'
  );
}

function rejectionsHeading({ counts }: DemoWeek): string {
  const { lines, rejected, duplicate, late } = counts;
  return `Of ${lines} lines ${rejected} were rejected (besides, ${duplicate} were duplicates and ${late} came too late)`;
}

function nextSteps({ file }: DemoWeek): string {
  const isSource = import.meta.url.endsWith('.ts');
  const holdline = isSource ? 'npm run holdline --' : 'npx holdline';
  const near = relative('', file);
  const week = near.startsWith('..') ? file : near;
  const steps = [
    [`${holdline} replay ${week} --drain --table sessions --format csv`, 'or your own events'],
    [`${holdline} graph enhanced-customer`, 'a graph as a diagram'],
    isSource ? ['npm test', 'how it is checked'] : [`${holdline} demo --help`, 'other views'],
  ] as const;
  return steps.map(([command, why]) => `${command}  # ${why}`).join('\n');
}
