// The process that the population bench fills, kills and opens again: `fill FILE COUNT` and `fire FILE COUNT`.
import { setTimeout as later } from 'node:timers/promises';
import { openEngine } from '../../src/engine/open-engine.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 2, 2, 9);
/** The inactive sessions of one hour end in one hour, thirty hours later. */
const EXPIRY = 30 * HOUR;
const SESSIONS_A_PIECE = 500;
const SETTLES_IN_S = 6;
/** Firings from one look at the memory to the next, count. */
const SAMPLED_EVERY = 1000;
/** A million sessions in an hour are many in ten minutes, and what may still be overtaken stays in memory: one minute. */
const POLICY = { lateness: 'PT1M' };
const CHANNEL = {
  id: 'channel',
  type: 'channel.configured',
  at: START,
  channelId: 'chat',
  channelType: 'EmbeddedMessaging',
  platform: 'enhanced',
  capacityModel: 'tabBased',
} as const;

const [phase = '', file = '', written = '0'] = process.argv.slice(2);
const count = Number(written);
if (phase === 'fill') await fill();
else await fire();

/** Opens sessions and leaves them inactive; reports, and waits to be killed. */
async function fill(): Promise<void> {
  const clock = new VirtualClock(START);
  const engine = openEngine({ store: file, clock, policy: POLICY, ticksByClock: false });
  await engine.dispatch(CHANNEL);
  for (let first = 0; first < count; first += SESSIONS_A_PIECE) {
    await engine.dispatchMany(sessionsFrom(first));
    await clock.advanceTo(instantOf(first));
  }
  // An hour of nothing: what is idle leaves memory with the next checkpoint.
  await clock.advanceTo(START + 2 * HOUR);
  await engine.dispatch({ id: 'later', type: 'clock.advanced', at: START + 2 * HOUR });
  await engine.checkpoint();
  report({ rss: await settledRss() });
  setInterval(() => undefined, 60_000);
}

/** Opens the file after the crash, lets thirty hours and half an hour pass, then half an hour in which nothing arrives; says what fired. */
async function fire(): Promise<void> {
  const start = performance.now();
  const clock = new VirtualClock(START + 2 * HOUR);
  const engine = openEngine({ store: file, clock, policy: POLICY, ticksByClock: false });
  const openMs = performance.now() - start;
  const rssOpen = await settledRss();
  let fired = 0;
  let inOrder = true;
  let last = -Infinity;
  let rssMost = 0;
  engine.on('timer.fired', ({ at }) => {
    fired += 1;
    if (at < last) inOrder = false;
    last = at;
    if (fired % SAMPLED_EVERY === 0) rssMost = Math.max(rssMost, process.memoryUsage().rss);
  });
  const fireStart = performance.now();
  for (let at = START + EXPIRY; at <= START + EXPIRY + HOUR / 2; at += MINUTE) {
    await engine.advanceTo(at);
    await clock.advanceTo(at);
    // In a service others go on writing: what they report says that nothing older is to come.
    await engine.dispatch({ id: `minute-${at}`, type: 'clock.advanced', at });
  }
  const rssFiring = rssMost;
  // After an outage nobody says that: each of these may still have to be repaired.
  rssMost = 0;
  await engine.advanceTo(START + EXPIRY + HOUR);
  const fireMs = performance.now() - fireStart;
  report({ openMs, rssOpen, fired, inOrder, fireMs, rssFiring, rssCatchUp: rssMost });
  await engine.close();
}

function sessionsFrom(first: number): unknown[] {
  const events: unknown[] = [];
  for (let index = first; index < Math.min(count, first + SESSIONS_A_PIECE); index += 1) {
    const at = instantOf(index);
    const of = { channelId: 'chat', endUserId: `person-${index}`, at };
    const agentId = `agent-${index % 500}`;
    events.push(
      { id: `m${index}`, type: 'customer.message', messageId: `m${index}`, ...of },
      { id: `w${index}`, type: 'work.accepted', workId: `w${index}`, agentId, ...of },
      { id: `i${index}`, type: 'agent.markedInactive', agentId, ...of },
    );
  }
  return events;
}

function instantOf(index: number): number {
  return START + Math.floor((index / count) * HOUR);
}

/** Memory once the process is idle, as its sessions are: what the collector has freed goes back to the system by and by. */
async function settledRss(): Promise<number> {
  for (let second = 0; second < SETTLES_IN_S; second += 1) {
    globalThis.gc?.();
    await later(1000);
  }
  return process.memoryUsage().rss;
}

function report(found: object): void {
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
