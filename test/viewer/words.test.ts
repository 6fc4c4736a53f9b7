import { expect, it } from 'vitest';
import { minuteWords, momentWords, nameWords, spanWords } from '../../src/viewer/words.ts';

it.each([
  [0, '0 s'],
  [340, '0.3 s'],
  [9900, '9.9 s'],
  [59_000, '59 s'],
  [245_000, '4 min 5 s'],
  [7_200_000, '2 h'],
  [108_000_000, '30 h'],
  [107_940_000, '29 h 59 min'],
  [172_800_000, '48 h'],
  [190_800_000, '2 d 5 h'],
  [-90_000, '1 min 30 s'],
])('says %d ms as %s', (ms, words) => {
  expect(spanWords(ms)).toBe(words);
});

it('says instants in UTC, wherever the reader is', () => {
  expect(momentWords(Date.UTC(2026, 2, 3, 9, 5, 7))).toBe('Tue 3 Mar, 09:05:07');
  expect(minuteWords(Date.UTC(2026, 2, 3, 9, 5, 7))).toBe('Tue 3 Mar, 09:05');
});

it('says names as words', () => {
  expect(nameWords('inactiveExpiry')).toBe('inactive expiry');
  expect(nameWords('acw')).toBe('acw');
});
