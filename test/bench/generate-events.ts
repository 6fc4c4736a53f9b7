// A contact centre's events, for the replay bench: seeded, the same file for the same count, written as they arise.
// Overlapping sessions on all kinds of channels, in order of arrival: a few events come late, a few come twice.
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import FlatQueue from 'flatqueue';
import { formatInstant } from '../../src/time/instant.ts';
import { Seeded } from './seeded.ts';
import { CHANNELS, SessionScript, type Line, type Person } from './session-script.ts';

const START = Date.UTC(2026, 2, 2, 6);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const AGENTS = 150;
/** A session opens every four seconds on average: 900 an hour, six for each agent. */
const SESSION_EVERY_MS = 4 * SECOND;
/** Share of events that arrive late, within the ten minutes that the default policy allows. */
const LATE_SHARE = 0.02;
const LATE_MS_MAX = 8 * MINUTE;
const REPEATED_SHARE = 0.004;
/** Share of sessions that somebody opens who has written before. */
const RETURNING_SHARE = 0.35;
const BYTES_A_WRITE = 1 << 18;

/** Yields the lines of a file of `count` events, in the order of their arrival. */
export function* generateEvents(count: number, seed = 20_260_302): Generator<string> {
  const chance = new Seeded(seed);
  const arrivals = new FlatQueue<string>();
  const people: Person[] = [];
  let events = 0;
  let now = START;
  const arrive = (line: Line) => {
    events += 1;
    const text = JSON.stringify({ id: `e${events}`, ...line, at: formatInstant(line.at) });
    const late = chance.chance(LATE_SHARE) ? chance.between(1, LATE_MS_MAX) : 0;
    arrivals.push(text, line.at + late);
    if (chance.chance(REPEATED_SHARE)) arrivals.push(text, line.at + late + 30 * SECOND);
  };
  for (const line of setUp()) arrive(line);
  for (let written = 0; ;) {
    now += 1 + Math.floor(-Math.log(1 - chance.next()) * SESSION_EVERY_MS);
    const person = nextPerson(people, now, chance);
    const script = new SessionScript(person, now, AGENTS, chance);
    for (const line of script.lines) arrive(line);
    person.freeAt = script.endAt;
    if (chance.chance(0.01)) for (const line of awayAndBack(now, chance)) arrive(line);
    for (;;) {
      const at = arrivals.peekValue();
      if (at === undefined || at >= now) break;
      yield arrivals.pop() as string;
      written += 1;
      if (written === count) return;
    }
  }
}

/** Writes a file of `count` events. */
export async function writeEvents(path: string, count: number): Promise<void> {
  const file = createWriteStream(path);
  let piece: string[] = [];
  let bytes = 0;
  for (const line of generateEvents(count)) {
    piece.push(line, '\n');
    bytes += line.length + 1;
    if (bytes < BYTES_A_WRITE) continue;
    if (!file.write(piece.join(''))) await once(file, 'drain');
    piece = [];
    bytes = 0;
  }
  file.end(piece.join(''));
  await finished(file);
}

function* setUp(): Generator<Line> {
  for (const channel of CHANNELS) yield { type: 'channel.configured', ...channel, at: START };
  for (let agent = 1; agent <= AGENTS; agent += 1) {
    const agentId = `agent-${agent}`;
    yield { type: 'agent.presence', agentId, status: 'online', at: START };
    yield { type: 'agent.capacity', agentId, capacity: 8, at: START };
  }
}

/** A break: sessions that the agent holds hear of it. */
function* awayAndBack(now: number, chance: Seeded): Generator<Line> {
  const agentId = `agent-${chance.between(1, AGENTS)}`;
  const status = chance.pick(['offline', 'away', 'busy']);
  const backAt = now + chance.between(5, 40) * MINUTE;
  yield { type: 'agent.presence', agentId, status, at: now };
  yield { type: 'agent.presence', agentId, status: 'online', at: backAt };
}

function nextPerson(people: Person[], now: number, chance: Seeded): Person {
  if (people.length > 0 && chance.chance(RETURNING_SHARE)) {
    const known = chance.pick(people);
    if (known.freeAt < now) return known;
  }
  const endUserId = `user-${people.length + 1}`;
  const person = { endUserId, channel: chance.pick(CHANNELS), freeAt: now };
  people.push(person);
  return person;
}
