// What the rivals of the durable engine run: whole lives of sessions, all of them at once, as a routing service would see them.
// Each event in both spellings: as the chart reads it, and as a host reports it.
import type { SessionEvent, SessionSettings } from '../../machines/index.ts';
import { sessionLives, type SessionLife } from './session-life.ts';

const START = Date.UTC(2026, 2, 2, 9);
/** Between two events of a session: no timer of the workload is that short. */
const EVENT_EVERY_MS = 60_000;

/** One event of the workload. */
export interface RivalEvent {
  /** Index of its session. */
  readonly session: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly forChart: SessionEvent;
  /** On the wire. */
  readonly forEngine: object;
}

/** The lives of so many sessions, event by event in turns. */
export interface RivalWorkload {
  readonly settings: readonly SessionSettings[];
  /** Ascending by `at`. */
  readonly events: readonly RivalEvent[];
  /** Events that a host reports before: the channels. */
  readonly setUp: readonly object[];
  readonly startAt: number;
}

/** Where a session must stand in the end, whoever ran it. */
export interface RivalEnd {
  /** Dotted path of the leaf. */
  readonly value: string;
  readonly agentMessages: number;
  readonly endUserMessages: number;
}

/** The end user whose session it is. */
export const endUserOf = (session: number) => `person-${session}`;

/** The channel of a session: every second one has a customer-idle rule, as its settings say. */
export const channelOf = (session: number) => (session % 2 === 0 ? 'chat' : 'chat-idle');

/** The same workload for the same count. */
export function rivalWorkload(sessions: number): RivalWorkload {
  const lives = sessionLives(sessions);
  return {
    settings: lives.map((life) => life.settings),
    events: [...inTurns(lives)],
    setUp: [channel('chat', {}), channel('chat-idle', IDLE_RULE)],
    startAt: START,
  };
}

const IDLE_RULE = { customerIdle: { minutes: 10, action: 'inactivate' } };

function channel(channelId: string, fields: object): object {
  const kind = {
    channelType: 'EmbeddedMessaging',
    platform: 'enhanced',
    capacityModel: 'tabBased',
  };
  return { id: channelId, type: 'channel.configured', at: START, channelId, ...kind, ...fields };
}

function* inTurns(lives: readonly SessionLife[]): Generator<RivalEvent> {
  const works = lives.map(() => 0);
  const longest = Math.max(...lives.map((life) => life.events.length));
  for (let turn = 0; turn < longest; turn += 1) {
    for (const [session, life] of lives.entries()) {
      const forChart = life.events[turn];
      if (forChart === undefined) continue;
      if (forChart.type === 'work.offered') works[session] = (works[session] ?? 0) + 1;
      const at = START + (turn + 1) * EVENT_EVERY_MS + session;
      const workId = `work-${session}-${works[session]}`;
      const forEngine = {
        id: `event-${session}-${turn}`,
        ...forChart,
        at,
        channelId: channelOf(session),
        endUserId: endUserOf(session),
        ...whoAndWhat(forChart.type, session, workId),
      };
      yield { session, at, forChart, forEngine };
    }
  }
}

/** What the wire wants to know beside the address. */
function whoAndWhat(type: string, session: number, workId: string): object {
  if (type.startsWith('customer.')) return {};
  const agentId = `agent-${session % 150}`;
  return type.startsWith('work.') ? { agentId, workId } : { agentId };
}
