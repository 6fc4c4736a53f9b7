import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf } from '../../src/engine/moments.ts';
import { EarliestFirst } from '../../src/metrics/earliest-first.ts';
import { agentActivity, type AgentNow } from '../../src/metrics/live-agents.ts';
import { LiveBoard } from '../../src/metrics/live-board.ts';
import type { Moment } from '../../src/metrics/observation.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { at, MINUTE, SEED } from '../time/zones.ts';
import { measure } from './measured.ts';
import { r1Events } from './r1-events.ts';

const SECOND = 1000;
const instant = (time: string) => at(`2026-03-03T${time}Z`);

/** The board as of a time of the day, with a target of a minute for every wait. */
function boardAt(moments: readonly Moment[], time: string): LiveBoard {
  const board = new LiveBoard({
    options: DEFAULT_METRIC_OPTIONS,
    addressOf,
    dueAt: (_channelId, anchorAt) => anchorAt + MINUTE,
  });
  const until = instant(time);
  for (const moment of moments) if (moment.at <= until) board.observe(moment);
  board.reach(until);
  return board;
}

const event = (id: string, type: string, time: string, fields: object) => ({
  id,
  type,
  at: `2026-03-03T${time}Z`,
  ...fields,
});

/** The moments of events, brought into the order of time: what comes later than the bound of lateness changes nothing. */
const momentsOf = (events: readonly object[]) =>
  measure(
    (events as readonly { at: string }[]).toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)),
    { calculators: [] },
  ).moments;

const R1 = momentsOf(r1Events());

describe('the live board of R1 (metrics.md §5)', () => {
  it.each([
    ['09:00:10', 'Waiting', 1, 1, 0],
    ['09:01:05', 'Active', 1, 0, 1],
    ['09:01:35', 'Active', 0, 0, 0],
    ['09:08:40', 'Waiting', 0, 1, 1],
    ['09:10:25', 'Active', 0, 0, 0],
  ])('at %s: %s, unattended %i, unassigned %i, past the target %i', (time, status, ...numbers) => {
    const [unattended, unassigned, waitsPastTarget] = numbers;
    const expected = { open: 1, unattended, unassigned, waitsPastTarget };
    const board = boardAt(R1, time);
    expect(board.numbers).toMatchObject(expected);
    expect([...board.numbers.byStatus]).toEqual([[status, 1]]);
  });

  it('shows the queue and its oldest wait: Q1 until 09:01:00, Q2 from 09:08:30 to 09:09:10', () => {
    const waits = ['09:00:45', '09:01:00', '09:08:40', '09:09:10'].map((time) => {
      const board = boardAt(R1, time);
      return ['Q1', 'Q2'].map((queue) => board.queue(queue).longestWaitMs);
    });
    expect(waits).toEqual([
      [45 * SECOND, null],
      [null, null],
      [null, 10 * SECOND],
      [null, null],
    ]);
    expect(boardAt(R1, '09:08:40').queue('Q2').size).toBe(1);
  });

  it('shows what an agent holds, with its messages so far', () => {
    expect(boardAt(R1, '09:04:30').ownedBy('B')).toMatchObject([
      { status: 'Active', endUserMessages: 4, agentMessages: 3 },
    ]);
    expect(boardAt(R1, '09:08:40').ownedBy('B')).toEqual([]);
    expect(boardAt(R1, '09:10:25').ownedBy('C')).toMatchObject([
      { endUserMessages: 5, agentMessages: 5 },
    ]);
    expect(boardAt(R1, '09:12:00').numbers).toMatchObject({
      open: 0,
      unattended: 0,
      unassigned: 0,
    });
  });

  it('says what agents are doing', () => {
    const doing = (['A', 'B', 'C'] as const).map((agent) =>
      ['09:00:30', '09:00:55', '09:01:05', '09:09:05', '09:11:20', '09:12:00'].map((time) =>
        boardAt(R1, time).activityOf(agent),
      ),
    );
    expect(doing).toEqual([
      ['incoming', 'missed', 'missed', 'missed', 'missed', 'missed'],
      ['available', 'incoming', 'onContact', 'available', 'available', 'available'],
      ['available', 'available', 'available', 'incoming', 'afterConversationWork', 'available'],
    ]);
  });

  it('is the same after a conversation was forgotten and told anew', () => {
    const board = boardAt(R1, '09:10:25');
    const shown = () => JSON.stringify([board.numbers, board.ownedBy('C'), board.loadOf('C')]);
    const before = shown();
    const own = R1.filter(
      (one) => one.at <= instant('09:10:25') && one.conversationId?.endsWith('/u1') === true,
    );
    expect(own.length).toBeGreaterThan(10);
    board.forget(own[0]?.conversationId ?? '');
    expect(board.numbers.open).toBe(0);
    for (const moment of own) board.observe(moment);
    expect(shown()).toBe(before);
  });
});

describe('agents on the board', () => {
  const agent = { agentId: 'ann' };
  const presence = (id: string, time: string, status: string, fields: object = {}) =>
    event(id, 'agent.presence', time, { ...agent, status, ...fields });

  it('counts them by presence and reason, and those who may be given work', () => {
    const moments = momentsOf([
      presence('1', '09:00:00', 'online'),
      presence('2', '10:00:00', 'away', { reason: 'lunch' }),
      presence('3', '11:00:00', 'busy', { routable: true }),
    ]);
    const seen = ['09:30:00', '10:30:00', '11:30:00'].map((time) => {
      const { agents } = boardAt(moments, time);
      return [[...agents.byPresence], agents.available];
    });
    expect(seen).toEqual([
      [[['online', 1]], 1],
      [[['away:lunch', 1]], 0],
      [[['busy', 1]], 1],
    ]);
  });

  it('loses sight of who sends heartbeats and then none, and finds who sends one again', () => {
    const moments = momentsOf([
      presence('1', '09:00:00', 'online'),
      event('2', 'agent.heartbeat', '09:00:30', agent),
      event('3', 'agent.heartbeat', '09:10:00', agent),
    ]);
    // The default timeout is a minute; at its very instant the agent is still there.
    const seen = ['09:01:30', '09:01:31', '09:10:00'].map((time) => [
      ...boardAt(moments, time).agents.byPresence.keys(),
    ]);
    expect(seen).toEqual([['online'], ['offline'], ['online']]);
  });

  it('frees no slot of who is away, and counts what is held all the same', () => {
    const capacity = event('0', 'agent.capacity', '08:00:00', { agentId: 'B', capacity: 3 });
    const away = event('z', 'agent.presence', '09:05:00', { agentId: 'B', status: 'away' });
    const moments = momentsOf([capacity, ...r1Events(), away]);
    const loads = ['09:00:30', '09:02:00', '09:06:00'].map((time) =>
      boardAt(moments, time).loadOf('B'),
    );
    expect(loads).toEqual([
      { load: 0, capacity: 3, freeSlots: 3 },
      { load: 1, capacity: 3, freeSlots: 2 },
      { load: 1, capacity: 0, freeSlots: 0 },
    ]);
  });

  it('takes the first label that holds (metrics.md §1E, agentActivity)', () => {
    const all: AgentNow = {
      status: 'online',
      isRoutable: true,
      lastOffer: 'missed',
      contacts: 1,
      wrapUps: 1,
      offers: 1,
    };
    const labels = [
      { ...all, status: 'offline' } as const,
      all,
      { ...all, lastOffer: 'rejected' } as const,
      { ...all, lastOffer: null },
      { ...all, lastOffer: null, contacts: 0 },
      { ...all, lastOffer: null, contacts: 0, wrapUps: 0 },
      { ...all, lastOffer: null, contacts: 0, wrapUps: 0, offers: 0, isRoutable: false },
      { ...all, lastOffer: null, contacts: 0, wrapUps: 0, offers: 0 },
    ].map(agentActivity);
    expect(labels).toEqual([
      'offline',
      'missed',
      'rejected',
      'onContact',
      'afterConversationWork',
      'incoming',
      'customStatus',
      'available',
    ]);
  });
});

describe('waits on the board', () => {
  it('opens a wait again when the only reply fails, from its first message (X13)', () => {
    const failed = event('f', 'message.failed', '09:10:50', {
      channelId: 'chat',
      endUserId: 'u1',
      messageId: 'a5',
      statusCode: 'x',
    });
    const moments = momentsOf([...r1Events(), failed]);
    // m5 of 09:10:00 was answered at 09:10:20; that reply fails at 09:10:50, and the minute is over after 09:11:00.
    const past = ['09:10:45', '09:10:55'].map(
      (time) => boardAt(moments, time).numbers.waitsPastTarget,
    );
    expect(past).toEqual([0, 0]);
    const slow = boardAt(moments, '09:10:55');
    slow.reach(instant('09:11:00') + 1);
    expect(slow.numbers.waitsPastTarget).toBe(1);
  });
});

describe(`the earliest first (seed ${SEED})`, () => {
  it('is always the earliest that stands', () => {
    const id = fc.integer({ min: 0, max: 150 }).map(String);
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.tuple(id, fc.nat(50)) },
      { weight: 2, arbitrary: fc.tuple(id, fc.constant(null)) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600 }), (steps) => {
        const queue = new EarliestFirst();
        const model = new Map<string, number>();
        for (const [name, when] of steps) {
          if (when === null) {
            queue.delete(name);
            model.delete(name);
          } else {
            queue.set(name, when);
            model.set(name, when);
          }
          const earliest = model.size === 0 ? undefined : Math.min(...model.values());
          if (queue.first()?.at !== earliest || queue.size !== model.size) return false;
        }
        return true;
      }),
      { seed: SEED, numRuns: 150 },
    );
    expect(new EarliestFirst().first()).toBeUndefined();
  });
});
