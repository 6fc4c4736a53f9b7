import { expect, test } from 'vitest';
import { sessionMessages } from '../../src/metrics/session-messages.ts';
import { measure } from './measured.ts';
import { r1Events } from './r1-events.ts';

test('messagesPerSession counts the ten messages of R1 at its end', () => {
  const measured = measure(r1Events(), { calculators: [sessionMessages] });
  expect(measured.values('messagesPerSession')).toEqual([10]);
  expect(measured.of('messagesPerSession')[0]).toMatchObject({
    level: 'ses',
    at: Date.parse('2026-03-03T09:11:00Z'),
    topics: ['billing'],
  });
});
