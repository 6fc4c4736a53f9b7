import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openSessions } from '../../src/metrics/backlog.ts';
import { Standing, type Span } from '../../src/metrics/standing.ts';
import { waitingTickets } from '../../src/metrics/ticket-standing.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { measure, type Measured } from './measured.ts';
import { r1Events } from './r1-events.ts';
import { momentAt, Story } from './told.ts';

const calculators = [openSessions, waitingTickets];

/** The spans of a gauge; those recorded as of a report go on. */
function standingOf(measured: Measured, metric: string, asOf?: number): Standing {
  const standing = new Standing();
  for (const { from, at } of measured.of(metric)) {
    if (from !== null) standing.add({ from, to: at === asOf ? null : at });
  }
  return standing;
}

test('backlog of starts 09:00, 09:30 and 10:00 and ends 09:30 and 11:00 is 1, 2 and 1 at 09:30, 10:00 and 11:00', () => {
  const events = [
    ...new Story({}, 'a').customer('-60:00').at('-30:00', 'customer.ended').events,
    ...new Story({}, 'b').customer('-30:00').at('60:00', 'customer.ended').events,
    ...new Story({}, 'c').customer('0:00').events,
  ].toSorted((a, b) => (a as { at: number }).at - (b as { at: number }).at);
  const measured = measure(events, { calculators, asOf: '2026-03-03T12:00:00Z' });
  const standing = standingOf(measured, 'backlog', momentAt('120:00'));
  const at = (time: string) => standing.at(Date.parse(`2026-03-03T${time}:00Z`));
  expect([at('08:59'), at('09:00'), at('09:30'), at('10:00'), at('11:00')]).toEqual([
    0, 1, 1, 2, 1,
  ]);
  expect(standing.agesAt(momentAt('30:00'))).toEqual([30 * 60_000, 60 * 60_000]);
});

test.each([
  ['backlog', [660]],
  ['unattended', [90]],
  ['unassigned', [60, 40]],
  ['pending', []],
])('%s of R1 is %j seconds', (metric, seconds) => {
  expect(measure(r1Events(), { calculators }).values(metric)).toEqual(seconds);
});

test('unattended goes on while only bots have answered; unassigned does not', () => {
  const story = new Story()
    .customer('0:00')
    .at('0:10', 'bot.accepted', { botId: 'bot' })
    .at('0:20', 'bot.message', { botId: 'bot', messageId: 'b1' });
  const measured = measure(story.events, { calculators, asOf: '2026-03-03T10:05:00Z' });
  expect(measured.values('unattended')).toEqual([300]);
  expect(measured.values('unassigned')).toEqual([10]);
  expect(measured.values('backlogAge')).toEqual([300]);
});

test('unassigned follows assignments by hand, and takes a session that an agent opened for theirs', () => {
  const inbound = new Story()
    .customer('0:00')
    .at('0:30', 'assignment.changed', { from: null, to: 'B', by: 'manualSelf' })
    .at('1:00', 'assignment.changed', { from: 'B', to: null, by: 'api' })
    .at('1:45', 'customer.ended');
  expect(measure(inbound.events, { calculators }).values('unassigned')).toEqual([30, 45]);
  const opened = new Story({ capacityModel: 'statusBased' })
    .at('0:00', 'agent.presence', { agentId: 'B', status: 'online' })
    .at('0:10', 'agent.opened', { agentId: 'B', messageId: 'hello' })
    .customer('1:00')
    .at('2:00', 'agent.ended', { agentId: 'B' });
  const measured = measure(opened.events, { calculators });
  expect(measured.values('unassigned')).toEqual([]);
  expect(measured.values('backlog')).toEqual([110]);
});

test('pending and onHold are stretches of the ticket, after the end of the session too', () => {
  const story = new Story()
    .customer('0:00')
    .ticket('0:00', null, 'new')
    .ticket('1:00', 'new', 'pending')
    .ticket('2:00', 'pending', 'open')
    .ticket('3:00', 'open', 'hold')
    .at('4:00', 'customer.ended')
    .ticket('8:00', 'hold', 'pending');
  const measured = measure(story.events, { calculators, asOf: '2026-03-03T10:09:30Z' });
  expect(measured.values('pending')).toEqual([60, 90]);
  expect(measured.values('onHold')).toEqual([300]);
});

test('pending and onHold of a host that reports no tickets are null for want of them', () => {
  const story = new Story().customer('0:00').at('4:00', 'customer.ended');
  const measured = measure(story.events, { calculators });
  for (const metric of ['pending', 'onHold']) {
    expect(measured.of(metric)).toMatchObject([{ valueMs: null, missing: 'ticket' }]);
  }
});

test(`Standing counts what begins by an instant and has not ended by it, as one by one (seed ${SEED})`, () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 20 }), fc.option(fc.integer({ min: 0, max: 9 })))
    .map(([from, length]): Span => ({ from, to: length === null ? null : from + length }));
  fc.assert(
    fc.property(fc.array(span), fc.integer({ min: -1, max: 31 }), (spans, instant) => {
      const standing = new Standing();
      for (const one of spans) standing.add(one);
      const holds = spans.filter(
        ({ from, to }) => from <= instant && (to === null || instant < to),
      );
      expect(standing.at(instant)).toBe(holds.length);
      expect(standing.agesAt(instant)).toHaveLength(holds.length);
    }),
    { seed: SEED },
  );
});
