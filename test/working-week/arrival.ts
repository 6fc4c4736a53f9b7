// How the events reach Holdline: almost in order, some twice, some late, one broken.
import { instantText } from './conversation.ts';
import { Dice } from './dice.ts';
import type { Week, WeekEvent } from './week.ts';

/** What arrives out of the ordinary, counts. */
export const DISORDER = { delayed: 14, repeated: 3, late: 2, broken: 1 } as const;

const MINUTE_MS = 60_000;

/** The lines of the file, in the order of their arrival. */
export function arrivingLines(week: Week): readonly string[] {
  const dice = new Dice(week.seed, 'arrival');
  const { events } = week;
  const arrivals = events.map((event, index) => ({ event, at: event.at, index }));
  const ordinary = arrivals.slice(100);
  for (let count = 0; count < DISORDER.delayed; count += 1) {
    // Well inside the ten minutes of the policy, so that the event still takes its place.
    dice.pick(ordinary).at += dice.within(60, 480) * 1000;
  }
  for (let count = 0; count < DISORDER.repeated; count += 1) {
    const { event } = dice.pick(ordinary);
    arrivals.push({ event, at: event.at + dice.within(5, 90) * 1000, index: arrivals.length });
  }
  const receipts = delivered(week, DISORDER.late);
  for (const event of receipts) {
    arrivals.push({ event, at: event.at + 45 * MINUTE_MS, index: arrivals.length });
  }
  const lines = arrivals
    .toSorted((a, b) => a.at - b.at || a.index - b.index)
    .map(({ event }) => JSON.stringify({ ...event, at: instantText(event.at) }));
  const torn = lines[Math.floor(lines.length / 2)] ?? '';
  lines.splice(Math.floor(lines.length / 2), 0, torn.slice(0, 60));
  return lines;
}

/** Read receipts of agents' messages that a phone sends long after it showed them. */
function delivered(week: Week, count: number): readonly WeekEvent[] {
  const messages = week.events.filter(
    (event) => event.type === 'agent.message' && event['channelId'] === 'whatsapp',
  );
  return Array.from({ length: count }, (_, index) => {
    const message = messages[(index + 1) * 9] ?? messages[0];
    if (message === undefined) throw new Error('no message to read');
    const { channelId, endUserId, messageId } = message as unknown as Record<string, string>;
    const at = message.at + 20_000;
    return { id: `read-${messageId}`, type: 'message.read', at, channelId, endUserId, messageId };
  });
}
