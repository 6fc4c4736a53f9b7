import { describe, expect, expectTypeOf, it } from 'vitest';
import { parseEvent } from '../../src/events/parse-event.ts';
import { Refusal } from '../../src/events/refusal.ts';
import { eventsOf, VirtualClock, type BuiltEvent } from '../../src/testing/index.ts';

describe('builders of events', () => {
  const clock = new VirtualClock('2026-03-02T09:00:00Z');
  const events = eventsOf({ clock });
  const ada = events.customer('ada');
  const grace = events.agent('grace');
  const botty = events.bot('botty');
  const chat = events.channel();

  it('makes nothing that the door would refuse', () => {
    const made: readonly BuiltEvent[] = [
      chat.configured(),
      chat.disabled(),
      chat.enabled(),
      events.policy({ lateness: 'PT5M' }),
      ada.writes({ text: 'hello' }),
      ada.ends(),
      ada.leaves(),
      ada.returns(),
      ada.deletesConversation(),
      grace.becomes('away', { reason: 'lunch' }),
      grace.isOffered(ada),
      grace.accepts(ada),
      grace.declines(ada, { reason: 'busy' }),
      grace.writes(ada, { visibility: 'note' }),
      grace.opens(ada),
      grace.marksInactive(ada),
      grace.pauses(ada),
      grace.resumes(ada),
      grace.transfers(ada, { kind: 'queue', id: 'billing' }),
      grace.closesTab(ada, { outcome: 'end' }),
      grace.ends(ada),
      botty.accepts(ada),
      botty.writes(ada),
      botty.escalates(ada, { available: false }),
      botty.ends(ada, { outcome: 'resolved' }),
      events.event('clock.advanced'),
      ada.event('supervisor.ended'),
    ];
    expect(
      made.map((event) => parseEvent(event)).filter((read) => read instanceof Refusal),
    ).toEqual([]);
    const ids = made.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    // At one instant events of one kind count in the order of their ids.
    expect(ids.toSorted()).toEqual(ids);
  });

  it('takes up the work that was offered, and makes new work without an offer', () => {
    const offered = grace.isOffered(ada).workId;
    expect(grace.accepts(ada).workId).toBe(offered);
    expect(grace.accepts(ada).workId).not.toBe(offered);
  });

  it('dates by the clock when it makes, leaves undated without one, and lets a test have its way', () => {
    expect(ada.writes().at).toBe(clock.now());
    expect(eventsOf().customer('ada').writes()).not.toHaveProperty('at');
    expect(ada.writes({ id: 'm-7', at: 5 })).toMatchObject({ id: 'm-7', at: 5 });
    expect(eventsOf({ tenant: 'acme', ids: 'x' }).customer('ada').ends()).toMatchObject({
      id: 'x000001',
      tenant: 'acme',
    });
  });

  it('compiles no event that misses a field, names an unknown type or no conversation', () => {
    // @ts-expect-error there is no such type
    events.event('customer.massage', { channelId: 'chat', endUserId: 'ada', messageId: 'm' });
    // @ts-expect-error a message has an id
    ada.event('customer.message');
    // @ts-expect-error whose message?
    events.event('customer.message', { messageId: 'm' });
    // @ts-expect-error no such presence
    grace.becomes('sleeping');
    // @ts-expect-error no such field
    chat.configured({ customerIdel: { minutes: 10 } });
    expectTypeOf(
      events.event('agent.heartbeat', { agentId: 'grace' }).type,
    ).toEqualTypeOf<'agent.heartbeat'>();
    expectTypeOf(ada.writes().messageId).toEqualTypeOf<string>();
  });
});
