// A host may keep less of its metrics in memory: figures stay the same, in larger buckets (docs/metrics/live.md, "What is kept").
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/open-engine.ts';
import { openMetrics, type MetricsChoice } from '../../src/engine/open-metrics.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';

const HOUR = 3_600_000;

const noon = (day: number) => Date.parse(`2026-03-0${2 + day}T12:00:00Z`);

/** One message a day at noon, three days long, and metrics that keep as they are told. */
async function threeDays(kept: NonNullable<MetricsChoice['kept']>) {
  const clock = new VirtualClock('2026-03-02T08:00:00Z');
  const engine = openEngine({ clock });
  const metrics = openMetrics(engine, { kept });
  const channel = { channelType: 'WhatsApp', platform: 'enhanced', capacityModel: 'tabBased' };
  await engine.dispatch({ id: 'c', type: 'channel.configured', at: clock.at, channelId: 'chat', ...channel }); // prettier-ignore
  for (let day = 0; day < 3; day += 1) {
    // oxlint-disable-next-line no-await-in-loop
    await clock.advanceBy(day === 0 ? 4 * HOUR : 24 * HOUR);
    const ids = { id: `m${day}`, messageId: `m${day}`, channelId: 'chat', endUserId: `u${day}` };
    // oxlint-disable-next-line no-await-in-loop
    await engine.dispatch({ ...ids, type: 'customer.message', at: clock.at });
    metrics.refresh();
  }
  await clock.advanceBy(HOUR);
  const sessionsIn = (day: number, lengthMs: number) =>
    metrics.series(
      'sessionsByOrigin',
      { dimension: 'account', from: noon(day), to: noon(day) + lengthMs },
      lengthMs === HOUR ? 'hour' : 'minute',
    );
  return { engine, metrics, sessionsIn };
}

describe('what metrics keep', () => {
  it('is two days of minutes without a choice', async () => {
    const { engine, sessionsIn } = await threeDays({});
    expect(sessionsIn(1, 60_000).map(({ value }) => value)).toEqual([1]);
    await engine.close();
  });

  it('is as much as a host chooses: minutes become hours sooner, and their figures stay', async () => {
    const { engine, sessionsIn } = await threeDays({ minutes: 'PT13H' });
    expect(sessionsIn(2, 60_000).map(({ value }) => value)).toEqual([1]);
    expect(() => sessionsIn(1, 60_000)).toThrow(/buckets of one hour or larger/);
    expect(sessionsIn(1, HOUR).map(({ value }) => value)).toEqual([1]);
    expect(sessionsIn(0, HOUR).map(({ value }) => value)).toEqual([1]);
    await engine.close();
  });

  it.each([
    [{ minutes: 'PT12H' }, /kept\.minutes: expected a duration at least as long as PT13H/],
    [{ minutes: 'a while' }, /kept\.minutes: expected an ISO 8601 duration/],
    [{ minutes: NaN }, /kept\.minutes: expected a duration/],
    [{ minutes: 'P3D', hours: 'P2D' }, /kept\.hours: expected a duration at least as long as the/],
    [{ conversations: 0 }, /kept\.conversations: expected a whole number from 1, found 0/],
    [{ days: 'P1Y' }, /kept\.days: expected one of minutes, hours, conversations/],
  ])('refuses %o', async (kept: object, message) => {
    const engine = openEngine({ clock: new VirtualClock() });
    expect(() => openMetrics(engine, { kept })).toThrow(message);
    await engine.close();
  });
});
