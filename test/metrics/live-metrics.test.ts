// Figures of a running engine are those of the order of time, whatever arrived first: late events correct exactly what they change.
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/open-engine.ts';
import { openMetrics } from '../../src/engine/open-metrics.ts';
import { CALCULATORS } from '../../src/metrics/catalogue.ts';
import type { Correction } from '../../src/metrics/figure-teller.ts';
import type { Measurement } from '../../src/metrics/measurement.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { measure } from './measured.ts';
import { r1Events } from './r1-events.ts';

type Told = { readonly id: string; readonly at: string };

/** A running engine, what its metrics have told, and what stands of it. */
function running() {
  const clock = new VirtualClock('2026-03-03T08:00:00Z');
  const engine = openEngine({ clock });
  const metrics = openMetrics(engine);
  const corrections: Correction[] = [];
  const standing = new Map<string, number>();
  const count = (one: Measurement, by: number) =>
    standing.set(one.says, (standing.get(one.says) ?? 0) + by);
  metrics.on('recorded', (one) => count(one, 1));
  metrics.on('metric.corrected', (correction) => {
    corrections.push(correction);
    count(correction.superseded, -1);
  });
  return { clock, engine, metrics, corrections, standing };
}

const told = (time: string, type: string, fields: object) => ({
  id: `${type} ${time}`,
  type,
  at: `2026-03-03T${time}Z`,
  ...fields,
});

const byName = ([a]: readonly [string, number], [b]: readonly [string, number]) => (a < b ? -1 : 1);

const standingOf = (figures: readonly Measurement[]) => {
  const counts = new Map<string, number>();
  for (const { says } of figures) counts.set(says, (counts.get(says) ?? 0) + 1);
  return [...counts].toSorted(byName);
};

const left = (standing: ReadonlyMap<string, number>) =>
  [...standing].filter(([, count]) => count !== 0).toSorted(byName);

describe('live metrics', () => {
  it('tell of R1 in order what a replay tells, and correct nothing', async () => {
    const { engine, metrics, corrections, standing } = running();
    const events = r1Events();
    for (const event of events) {
      // oxlint-disable-next-line no-await-in-loop
      await engine.dispatch(event);
      metrics.refresh();
    }
    await engine.close();
    const expected = measure(events, { calculators: CALCULATORS });
    expect(left(standing)).toEqual(standingOf(expected.measurements));
    expect(corrections.filter(({ by }) => by === undefined)).toEqual([]);
  });

  it('come to the same when a message of R1 arrives late, and say what they correct', async () => {
    const { engine, metrics, corrections, standing } = running();
    const events = r1Events() as readonly Told[];
    // The message of 09:02:00 comes six minutes late: the reply of 09:03:00 was told as one after 50 seconds.
    const late = events.filter(({ at }) => at.includes('09:02:00'));
    const order = [
      ...events.filter((event) => !late.includes(event) && event.at < '2026-03-03T09:08:10Z'),
      ...late,
      ...events.filter((event) => event.at > '2026-03-03T09:08:10Z'),
    ];
    for (const event of order) {
      // oxlint-disable-next-line no-await-in-loop
      await engine.dispatch(event);
      metrics.refresh();
    }
    await engine.close();
    const expected = measure(events, { calculators: CALCULATORS });
    expect(left(standing)).toEqual(standingOf(expected.measurements));
    const responses = corrections.filter(({ superseded }) => superseded.metric === 'responseTime');
    expect(responses.map(({ superseded, by }) => [superseded.valueMs, by?.valueMs])).toEqual([
      [50_000, 60_000],
    ]);
  });

  it('tell once what time alone has ended, whether it settles before or after more is heard of the agent', async () => {
    const { engine, metrics, corrections, standing } = running();
    const chat = { channelId: 'chat', endUserId: 'ada' };
    const kind = { channelType: 'WhatsApp', platform: 'enhanced', capacityModel: 'tabBased' };
    const events = [
      told('08:00:00', 'channel.configured', { channelId: 'chat', ...kind }),
      told('08:10:00', 'agent.presence', { agentId: 'B', status: 'online' }),
      told('08:10:10', 'agent.heartbeat', { agentId: 'B', clientId: 'desk' }),
      told('08:10:20', 'agent.presence', { agentId: 'C', status: 'online' }),
      told('08:10:30', 'agent.heartbeat', { agentId: 'C', clientId: 'desk' }),
      told('08:19:00', 'customer.message', { ...chat, messageId: 'm1' }),
      // B's desk has been silent for nine minutes, C's stays so.
      told('08:19:30', 'work.accepted', { ...chat, workId: 'w1', agentId: 'B' }),
      told('08:20:00', 'agent.heartbeat', { agentId: 'B', clientId: 'desk' }),
      told('08:38:00', 'customer.message', { ...chat, messageId: 'm2' }),
      told('08:45:00', 'customer.message', { ...chat, messageId: 'm3' }),
    ];
    for (const event of events) {
      // oxlint-disable-next-line no-await-in-loop
      await engine.dispatch(event);
      metrics.refresh();
    }
    const again = new Map<string, number>();
    const anew = openMetrics(engine).on('recorded', ({ says }) =>
      again.set(says, (again.get(says) ?? 0) + 1),
    );
    anew.refresh();
    await engine.close();
    const online = [...standing].filter(([says]) => says.startsWith('["onlineTime"'));
    expect(online.map(([, count]) => count)).toEqual([1, 1]);
    expect(left(standing)).toEqual(left(again));
    expect(corrections).toEqual([]);
  });
});
