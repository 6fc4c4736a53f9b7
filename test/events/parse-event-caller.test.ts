import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEvent } from '../../src/events/parse-event.ts';
import { Refusal } from '../../src/events/refusal.ts';
import { EVENT_TYPES } from '../../src/events/vocabulary.ts';
import { sampleOf, type Sample } from './event-samples.ts';

const AT = Date.UTC(2026, 2, 3, 9);

describe('parseEvent leaves the caller alone', () => {
  it('returns a copy and changes nothing, unless it owns the object', () => {
    const input = Object.freeze(sampleOf('customer.message'));
    const event = parseEvent(input);
    expect(event).not.toBe(input);
    const owned = sampleOf('customer.message');
    expect(parseEvent(owned, true)).toBe(owned);
    expect(owned).toMatchObject({ at: AT, tenant: 'default' });
  });

  it('drops a field named __proto__ and reads nothing through it', () => {
    const text = `{"id":"e-1","type":"customer.ended","at":${AT},"__proto__":{"sessionId":"s-1"}}`;
    expect(parseEvent(JSON.parse(text))).toMatchObject({ path: 'channelId' });
    const addressed = JSON.parse(
      text.replace('"id"', '"channelId":"c","endUserId":"u","id"'),
    ) as object;
    for (const owned of [false, true]) {
      const event = parseEvent(addressed, owned);
      expect(Object.hasOwn(event, '__proto__')).toBe(false);
      expect(Object.getPrototypeOf(event)).toBe(Object.prototype);
      expect('sessionId' in event).toBe(false);
    }
    expect(({} as Sample)['sessionId']).toBeUndefined();
  });

  it('refuses an object whose fields cannot be read', () => {
    const input = {
      get id(): string {
        throw new TypeError('no');
      },
    };
    expect(parseEvent(input)).toMatchObject({ code: 'invalid_event' });
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    expect(parseEvent(revoked.proxy)).toMatchObject({ code: 'invalid_event' });
  });

  it('never throws, whatever it is given', () => {
    const fields = fc.record(
      {
        id: fc.anything(),
        type: fc.oneof(fc.constantFrom(...EVENT_TYPES), fc.string(), fc.anything()),
        at: fc.oneof(fc.constant(AT), fc.anything()),
        channelId: fc.anything(),
        endUserId: fc.anything(),
        customerIdle: fc.anything(),
        businessHours: fc.anything(),
        activities: fc.anything(),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fields, fc.anything()), (input) => {
        const result = parseEvent(input);
        expect(result instanceof Refusal || EVENT_TYPES.includes(result.type)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads its own output again as the same event', () => {
    fc.assert(
      fc.property(fc.constantFrom(...EVENT_TYPES), (type) => {
        const once = parseEvent(sampleOf(type));
        expect(once).toMatchObject({ type });
        expect(parseEvent(once)).toEqual(once);
      }),
    );
  });
});
