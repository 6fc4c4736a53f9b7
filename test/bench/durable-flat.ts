// Whether the age of a session shows in the cost of its events: the same exchange of messages, ten thousand events long.
import { openEngine } from '../../src/engine/open-engine.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { median, type ReportRow } from './report.ts';

const SESSIONS = 20;
const EVENTS = 10_000;
/** Events of each session over which a cost is taken; the median, so that a collection of garbage does not count as age. */
const STRETCH = 500;
/** Between two events of a session: within the bound of lateness there are always as many. */
const EVERY_MS = 20_000;
const START = Date.UTC(2026, 2, 2, 6);
const RATIO_MAX = 1.25;

/** The row of the report: the last events of long sessions against their tenth and those after it. */
export async function flatCost(): Promise<readonly ReportRow[]> {
  await costsOf(1000);
  const costs = await costsOf(EVENTS);
  const early = median(costs.slice(10, 10 + STRETCH));
  const late = median(costs.slice(-STRETCH));
  const ratio = late / early;
  return [
    {
      what: 'an event of a session: 10,000th : 10th',
      found: `${late.toFixed(1)} / ${early.toFixed(1)} µs = ${ratio.toFixed(2)} x`,
      wanted: `<= ${RATIO_MAX} x`,
      holds: ratio <= RATIO_MAX,
    },
  ];
}

/** Microseconds an event, for each place in a session. */
async function costsOf(events: number): Promise<number[]> {
  const engine = openEngine({ clock: new VirtualClock(START), ticksByClock: false });
  await engine.dispatch({
    id: 'channel',
    type: 'channel.configured',
    at: START,
    channelId: 'chat',
    channelType: 'Text',
    platform: 'enhanced',
    capacityModel: 'statusBased',
  });
  const costs: number[] = [];
  for (let place = 0; place < events; place += 1) {
    const batch = Array.from({ length: SESSIONS }, (_, session) => eventOf(session, place));
    const sent = performance.now();
    const outcomes = await engine.dispatchMany(batch);
    costs.push(((performance.now() - sent) * 1000) / SESSIONS);
    const other = outcomes.find(({ verdict }) => verdict !== 'applied');
    if (other !== undefined)
      throw new Error(`${other.eventId}: expected applied, found ${other.verdict}`);
  }
  await engine.close();
  return costs;
}

function eventOf(session: number, place: number): object {
  const at = START + 1000 + place * EVERY_MS;
  const address = { channelId: 'chat', endUserId: `user-${session}` };
  const head = { id: `e${session}-${place}`, at, ...address };
  const agentId = `agent-${session}`;
  if (place === 1) return { ...head, type: 'work.accepted', workId: `w-${session}`, agentId };
  const messageId = `m${session}-${place}`;
  return place % 2 === 0
    ? { ...head, type: 'customer.message', messageId }
    : { ...head, type: 'agent.message', agentId, messageId };
}
