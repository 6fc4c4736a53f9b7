// The edge of the lateness bound, to the millisecond (events.md §2).
import { expect, it } from 'vitest';
import { replayed } from './replayed.ts';
import { ORIGIN, SET_UP } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const BOUND = 10 * MINUTE;
const setUp = SET_UP.map((template, index) => ({ ...template, id: `c${index}`, at: ORIGIN }));
const place = { channelId: 'bare', endUserId: 'u' };
const says = (id: string, at: number) => ({
  type: 'customer.message',
  id,
  messageId: id,
  at: ORIGIN + at,
  ...place,
});
const beat = (id: string, at: number) => ({
  type: 'agent.heartbeat',
  id,
  agentId: 'ann',
  at: ORIGIN + at,
});
const verdictOf = (events: readonly object[], id: string) =>
  replayed([...setUp, ...events]).verdicts.find(({ event_id }) => event_id === id)?.['verdict'];

it('takes an event that lies exactly the bound behind the watermark', () => {
  expect(verdictOf([beat('ahead', HOUR + BOUND), says('m', HOUR)], 'm')).toBe('applied');
});

it('calls an event late that lies one millisecond further back, and changes nothing', () => {
  const events = [says('first', 0), beat('ahead', HOUR + BOUND), says('m', HOUR - 1)];
  expect(verdictOf(events, 'm')).toBe('late');
  const { sessions, rejections } = replayed([...setUp, ...events]);
  expect(sessions).toHaveLength(1);
  expect(sessions[0]).toMatchObject({ last_modified_at: new Date(ORIGIN).toISOString() });
  expect(rejections).toEqual([]);
});

it('lets a late event beat a deadline that it lies on, though time had already passed it', () => {
  const idle = [
    { type: 'work.accepted', id: 'w', workId: 'w', agentId: 'ann', at: ORIGIN + MINUTE },
    { type: 'agent.message', id: 'a', messageId: 'a', agentId: 'ann', at: ORIGIN + 2 * MINUTE },
  ].map((event) => ({ ...event, channelId: 'tab', endUserId: 'u' }));
  const first = { ...says('first', 0), channelId: 'tab' };
  // The tab channel gives a silent customer five minutes from the agent's message.
  const answer = { ...says('answer', 7 * MINUTE), channelId: 'tab' };
  const ahead = beat('ahead', 17 * MINUTE);
  const { transitions } = replayed([...setUp, first, ...idle, ahead, answer]);
  const causes = transitions.map(({ cause, at }) => `${String(cause)} ${String(at).slice(11, 19)}`);
  expect(causes).not.toContain('timer.customerIdle 08:07:00');
  expect(
    replayed([...setUp, first, ...idle, ahead]).transitions.map(({ cause }) => cause),
  ).toContain('timer.customerIdle');
});

it('measures lateness in each tenant by its own watermark', () => {
  const elsewhere = { ...beat('ahead', 5 * HOUR), tenant: 'other' };
  expect(verdictOf([elsewhere, says('m', 0)], 'm')).toBe('applied');
});

it('lets an event further than 60 days ahead move nothing', () => {
  const day = 24 * HOUR;
  const far = [beat('far', 60 * day + 1), says('m', 0)];
  expect(verdictOf(far, 'far')).toBe('rejected');
  expect(verdictOf(far, 'm')).toBe('applied');
  expect(verdictOf([beat('near', 60 * day)], 'near')).toBe('applied');
});
