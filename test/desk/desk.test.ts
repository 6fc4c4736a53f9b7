import { describe, expect, it } from 'vitest';
import { decideDesk, unreportedDesk, type Desk, type DeskEvent } from '../../src/desk/desk.ts';

const ann = unreportedDesk('ann');
const desk = (...events: readonly (Pick<DeskEvent, 'type'> & object)[]): Desk =>
  events.reduce<Desk>(
    (now, fields, index) =>
      decideDesk(now, { id: `e${index}`, agentId: 'ann', at: index, ...fields } as DeskEvent),
    ann,
  );
const present = (status: string, fields: object = {}) =>
  ({ type: 'agent.presence', status, ...fields }) as const;

describe('a desk', () => {
  it('of which nobody ever spoke counts as online', () => {
    expect(ann).toMatchObject({ presence: 'online', since: null, capacity: null });
  });

  it('remembers presence, since when, and why', () => {
    expect(desk(present('away', { reason: 'lunch' }))).toMatchObject({
      presence: 'away',
      since: 0,
      reason: 'lunch',
    });
    expect(desk(present('away', { reason: 'lunch' }), present('online'))).toMatchObject({
      presence: 'online',
      since: 1,
      reason: null,
    });
  });

  it('keeps the instant of a presence that is only repeated', () => {
    expect(desk(present('busy'), present('busy'))).toMatchObject({ presence: 'busy', since: 0 });
  });

  it('goes from every presence to every other', () => {
    const all = ['online', 'away', 'busy', 'offline'];
    for (const from of all) {
      for (const to of all) {
        expect(desk(present(from), present(to)).presence).toBe(to);
      }
    }
  });

  it('remembers capacity, and the weight of an item until it is told anew', () => {
    const told = desk(
      { type: 'agent.capacity', capacity: 4, weight: 2 } as DeskEvent,
      { type: 'agent.capacity', capacity: 6 } as DeskEvent,
    );
    expect(told).toMatchObject({ capacity: 6, weight: 2 });
  });

  it('remembers teams', () => {
    expect(desk({ type: 'agent.team', teamIds: ['t1'] } as DeskEvent).teamIds).toEqual(['t1']);
  });

  it('is the same after a sign of life', () => {
    expect(decideDesk(ann, { type: 'agent.heartbeat', agentId: 'ann' } as DeskEvent)).toBe(ann);
  });
});
