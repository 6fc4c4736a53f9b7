import { describe, expect, expectTypeOf, it } from 'vitest';
import { parseEvent } from '../../src/events/parse-event.ts';
import { Refusal } from '../../src/events/refusal.ts';
import {
  EVENT_TYPES,
  VOCABULARY,
  scopeOf,
  type EventIn,
  type EventOf,
  type EventType,
} from '../../src/events/vocabulary.ts';
import { REQUIRED_FIELDS, sampleOf, type Sample } from './event-samples.ts';

const AT = Date.UTC(2026, 2, 3, 9);

function refusalOf(input: unknown): Refusal {
  const result = parseEvent(input);
  if (!(result instanceof Refusal)) throw new Error('expected a refusal, found an event');
  return result;
}

function eventOf(input: unknown): EventIn & Sample {
  const result = parseEvent(input);
  if (result instanceof Refusal) throw new Error(result.message);
  return result;
}

describe('parseEvent accepts (events.md §1)', () => {
  it.each(EVENT_TYPES)('%s with its required fields alone', (type) => {
    const sample = sampleOf(type);
    expect(eventOf(sample)).toEqual({ ...sample, at: AT, tenant: 'default' });
  });

  it.each(EVENT_TYPES.filter((type) => VOCABULARY[type].addressed))(
    '%s with sessionId in place of channelId and endUserId',
    (type) => {
      const sample = sampleOf(type, {
        channelId: undefined,
        endUserId: undefined,
        sessionId: 's-1',
      });
      expect(eventOf(sample)).toMatchObject({ sessionId: 's-1' });
    },
  );

  it.each<[EventType, Sample]>([
    ['customer.message', { text: '', keyword: 'optOut', emoji: ['😀', '👍'] }],
    ['customer.message', { agentId: 'a-1', botId: 'b-1', sessionId: 's-1', tenant: 'acme' }],
    ['customer.message', { id: 'x'.repeat(128) }],
    ['agent.message', { visibility: 'note', proactive: true }],
    ['agent.closedTab', { outcome: 'noCustomerResponse', agentId: 'a-1' }],
    ['assignment.changed', { from: null, to: null }],
    ['assignment.changed', { from: 'a-1', to: 'a-2' }],
    ['message.failed', { statusCode: 30_003 }],
    ['ticket.statusChanged', { from: null, to: 'new' }],
    ['bot.escalated', { available: false }],
    ['automation.message', { longevity: 'keepOpen', allowExisting: 'nonActive' }],
    ['endUser.updated', { consent: 'DoublyOptedIn', accountId: 'acc', leadId: 'l-1' }],
    ['agent.presence', { reason: 'lunch', routable: false, status: 'away' }],
    ['policy.changed', { policy: { lateness: 'PT5M' } }],
    [
      'channel.configured',
      {
        deployment: 'inApp',
        consentType: 'double',
        keywords: { optOut: ['stop'], optIn: [] },
        customerIdle: {
          minutes: 5,
          action: 'inactivateAndEnd',
          warnMinutes: 4,
          endInactiveMinutes: 60,
        },
        abandonment: { minutes: 5 },
        acw: { seconds: 10, extensionSeconds: 3600, maxExtensions: 10 },
        sendWindow: 'PT24H',
        businessHours: {
          zone: 'UTC',
          open: { mon: [['09:00', '17:00']] },
          holidays: ['2026-12-25'],
        },
        sla: { firstResponse: 'PT1M', response: 'PT5M' },
      },
    ],
  ])('%s with %j', (type, over) => {
    expect(eventOf(sampleOf(type, over))).toMatchObject(over);
  });

  it('keeps unknown fields as attributes', () => {
    expect(eventOf(sampleOf('customer.ended', { crm: { caseId: 7 } }))).toMatchObject({
      crm: { caseId: 7 },
    });
  });

  it('takes integer epoch milliseconds and every form of offset for at', () => {
    expect(eventOf(sampleOf('clock.advanced', { at: AT })).at).toBe(AT);
    expect(eventOf(sampleOf('clock.advanced', { at: '2026-03-03T11:00:00.000+02:00' })).at).toBe(
      AT,
    );
  });

  it('reads the instants of an offer and of a shift', () => {
    const at = '2026-03-03T09:00:00Z';
    const to = '2026-03-03T09:00:30Z';
    expect(eventOf(sampleOf('work.offered', { requestedAt: at, expiresAt: to }))).toMatchObject({
      requestedAt: AT,
      expiresAt: AT + 30_000,
    });
    const activities = [{ from: at, to, productive: true, code: 'chat' }];
    const shift = sampleOf('agent.shift', { activities });
    expect(eventOf(shift)).toMatchObject({
      activities: [{ from: AT, to: AT + 30_000, productive: true, code: 'chat' }],
    });
    expect(activities[0]?.from).toBe(at);
  });

  it('gives each type its static shape', () => {
    expectTypeOf<EventOf<'work.offered'>['expiresAt']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<EventIn['at']>().toEqualTypeOf<number>();
    expectTypeOf<EventIn['tenant']>().toEqualTypeOf<string>();
    expectTypeOf<EventOf<'agent.message'>['agentId']>().toEqualTypeOf<string>();
    expectTypeOf<EventOf<'agent.ended'>['agentId']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<EventOf<'agent.transferred'>['to']['kind']>().toEqualTypeOf<
      'agent' | 'queue' | 'flow' | 'bot'
    >();
    expectTypeOf<EventOf<'assignment.changed'>['to']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<Extract<EventIn, { type: 'csat.answered' }>['score']>().toEqualTypeOf<number>();
  });
});

describe('parseEvent refuses (events.md §1)', () => {
  const required = EVENT_TYPES.flatMap((type) =>
    Object.keys(REQUIRED_FIELDS[type])
      .filter((field) => type !== 'ticket.statusChanged' || field !== 'from')
      .map((field) => [type, field] as const),
  );

  it.each(required)('%s without %s', (type, field) => {
    expect(refusalOf(sampleOf(type, { [field]: undefined }))).toMatchObject({
      code: 'invalid_event',
      path: field,
      eventId: 'e-1',
    });
  });

  it.each(required)('%s with a wrong %s', (type, field) => {
    expect(refusalOf(sampleOf(type, { [field]: [[]] }))).toMatchObject({ code: 'invalid_event' });
  });

  it.each(EVENT_TYPES)('%s without id, type or at', (type) => {
    expect(refusalOf(sampleOf(type, { id: undefined }))).toMatchObject({ path: 'id' });
    expect(refusalOf(sampleOf(type, { at: undefined }))).toMatchObject({ path: 'at' });
    expect(refusalOf({ ...sampleOf(type), type: undefined })).toMatchObject({ path: 'type' });
  });

  it.each<[string, EventType, Sample]>([
    ['id', 'customer.ended', { id: '' }],
    ['id', 'customer.ended', { id: 7 }],
    ['id', 'customer.ended', { id: 'x'.repeat(129) }],
    ['tenant', 'customer.ended', { tenant: '' }],
    ['tenant', 'customer.ended', { tenant: null }],
    ['agentId', 'customer.ended', { agentId: 5 }],
    ['at', 'customer.ended', { at: '2026-02-30T00:00:00Z' }],
    ['at', 'customer.ended', { at: '2026-03-03T09:00:00' }],
    ['at', 'customer.ended', { at: 1.5 }],
    ['at', 'customer.ended', { at: null }],
    ['keyword', 'customer.message', { keyword: 'stop' }],
    ['emoji[1]', 'customer.message', { emoji: ['😀', 5] }],
    ['text', 'customer.message', { text: 5 }],
    ['to.kind', 'agent.transferred', { to: { kind: 'team', id: 'q' } }],
    ['to.id', 'agent.transferred', { to: { kind: 'queue' } }],
    ['from', 'assignment.changed', { from: '' }],
    ['expiresAt', 'work.offered', { expiresAt: 'soon' }],
    [
      'activities[0].from',
      'agent.shift',
      { activities: [{ from: 'x', to: AT, productive: true }] },
    ],
    ['activities[0].to', 'agent.shift', { activities: [{ from: AT, to: AT, productive: true }] }],
    ['activities[0].productive', 'agent.shift', { activities: [{ from: AT, to: AT + 1 }] }],
    ['teamIds[0]', 'agent.team', { teamIds: [''] }],
    ['capacity', 'agent.capacity', { capacity: -1 }],
    ['score', 'csat.answered', { scale: 5, score: 9 }],
    ['score', 'csat.answered', { scale: 1, score: 1.1 }],
    ['policy', 'policy.changed', { policy: [] }],
    ['platform', 'channel.configured', { platform: 'Enhanced' }],
    ['customerIdle.minutes', 'channel.configured', { customerIdle: { minutes: 4 } }],
    ['customerIdle.minutes', 'channel.configured', { customerIdle: { minutes: 31 } }],
    ['customerIdle.minutes', 'channel.configured', { customerIdle: { minutes: 5.5 } }],
    ['customerIdle.action', 'channel.configured', { customerIdle: { minutes: 5, action: 'x' } }],
    ['keywords.optOut', 'channel.configured', { keywords: { optOut: 'stop' } }],
    ['acw.seconds', 'channel.configured', { acw: { seconds: 9 } }],
    ['sendWindow', 'channel.configured', { sendWindow: '24h' }],
    ['sla.response', 'channel.configured', { sla: { response: 'P1M' } }],
    ['businessHours.zone', 'channel.configured', { businessHours: { zone: 'Mars', open: {} } }],
    [
      'businessHours.open.mon[0]',
      'channel.configured',
      { businessHours: { zone: 'UTC', open: { mon: [['17:00', '09:00']] } } },
    ],
    [
      'businessHours.open.monday',
      'channel.configured',
      { businessHours: { zone: 'UTC', open: { monday: [] } } },
    ],
  ])('a wrong %s of %s: %j', (path, type, over) => {
    const refusal = refusalOf(sampleOf(type, over));
    expect(refusal).toMatchObject({ code: 'invalid_event', path });
    expect(refusal.message).toMatch(/expected .+, found .+: .+/s);
  });

  it.each([null, undefined, 5, 'x', true, [], [{}], () => 1, Symbol('x'), 1n])(
    'the input %s, which is no object',
    (input) => {
      expect(refusalOf(input)).toMatchObject({ code: 'invalid_event', path: undefined });
    },
  );

  it.each([
    ['1999-12-31T23:59:59Z'],
    ['2100-01-01T00:00:00Z'],
    [0],
    [1_772_528_400],
    [Number.MAX_SAFE_INTEGER],
  ])('the time %s as time_out_of_range', (at) => {
    expect(refusalOf(sampleOf('customer.ended', { at }))).toMatchObject({
      code: 'time_out_of_range',
      path: 'at',
      eventId: 'e-1',
    });
  });

  it('seconds in place of milliseconds, and says so', () => {
    expect(refusalOf(sampleOf('clock.advanced', { at: 1_772_528_400 })).message).toContain(
      'seconds',
    );
  });

  it.each([946_684_799_999, 4_102_444_800_000])('but %s for milliseconds of another year', (at) => {
    expect(refusalOf(sampleOf('clock.advanced', { at })).message).not.toContain('seconds');
  });

  it.each([
    ['rep.message', 'agent.message'],
    ['rep.openingMessage', 'agent.opened'],
    ['message.received', 'customer.message'],
    ['agent.presenceChanged', 'agent.presence'],
    ['settings.changed', 'policy.changed'],
    ['bot.handedOff', 'bot.escalated'],
    ['customer.mesage', 'customer.message'],
    ['Customer.Message', 'customer.message'],
    ['work.accept', 'work.accepted'],
  ])('the type %s as unknown and proposes %s', (type, meant) => {
    const refusal = refusalOf({ id: 'e-1', type, at: AT });
    expect(refusal).toMatchObject({ code: 'unknown_type', path: 'type', eventId: 'e-1' });
    expect(refusal.message).toContain(`did you mean ${meant}?`);
  });

  it.each(['invoice.paid', 'toString', 'constructor', '__proto__', 'x'.repeat(100_000)])(
    'the type %.20s as unknown and proposes nothing',
    (type) => {
      const refusal = refusalOf({ id: 'e-1', type, at: AT });
      expect(refusal.code).toBe('unknown_type');
      expect(refusal.message).not.toContain('did you mean');
      expect(refusal.message.length).toBeLessThan(200);
    },
  );

  it.each([{ channelId: 'c-1' }, { endUserId: 'u-1' }, {}])(
    'a conversation event that names only %j',
    (address) => {
      const refusal = refusalOf({ id: 'e-1', type: 'customer.ended', at: AT, ...address });
      expect(refusal.code).toBe('invalid_event');
      expect(refusal.message).toContain('name the conversation');
    },
  );

  it('a conversation named by undefined fields', () => {
    const input = { id: 'e-1', type: 'customer.ended', at: AT, sessionId: undefined };
    expect(refusalOf(input).message).toContain('name the conversation');
  });

  it('without repeating the text of a message', () => {
    const refusal = refusalOf(sampleOf('customer.message', { messageId: '', text: 'my secret' }));
    expect(refusal.message).not.toContain('secret');
    const long = refusalOf(sampleOf('customer.message', { messageId: 'my secret'.repeat(100) }));
    expect(long.message).not.toContain('secret');
  });
});

describe('scopeOf', () => {
  it('sends each event to those whom it is about', () => {
    expect(scopeOf('channel.configured')).toBe('channel');
    expect(scopeOf('policy.changed')).toBe('tenant');
    expect(scopeOf('clock.advanced')).toBe('tenant');
    expect(scopeOf('endUser.updated')).toBe('conversation');
    expect(scopeOf('agent.message')).toBe('conversation');
    expect(scopeOf('agent.presence')).toBe('agent');
    expect(scopeOf('focus.opened')).toBe('agent');
  });
});
