import { describe, expect, test } from 'vitest';
import { EMOJI_LEXICON, emojiScores } from '../../src/metrics/emoji-lexicon.ts';
import { emojiSentiments } from '../../src/metrics/emoji-sentiment.ts';
import { SENTIMENT_SHARES } from '../../src/metrics/sentiment-metrics.ts';
import { measure } from './measured.ts';
import { putAway } from './put-away.ts';
import { r1Events } from './r1-events.ts';
import { figureOf, momentAt, Story } from './told.ts';

const calculators = [putAway(emojiSentiments)];

const measured = (story: Story) => measure(story.events, { calculators });

const writes = (story: Story, time: string, ...emoji: string[]) =>
  story.at(time, 'customer.message', { messageId: `m-${time}`, emoji });

const ends = (story: Story, time: string) => story.at(time, 'customer.ended');

describe('emojiScores', () => {
  test.each([
    ['😀', [1]],
    ['😡', [-1]],
    ['🚲', [0]],
    ['❤️', [1]], // with the variation selector
    ['❤', [1]],
    ['👍🏽', [1]], // with a skin tone
    ['👎🏿', [-1]],
    ['😀😡👍', [1, -1, 1]],
    ['😮‍💨', [-1]], // two pictures joined to one
    ['🤦🏽‍♀️', [-1]], // tone, joiner and selector
    ['👩‍👩‍👧‍👦', [0]],
    ['🇧🇪', [0]],
    ['1️⃣', [0]],
    ['thanks 👍 1', [1]],
    [':)', []],
    ['🏽', []],
    ['', []],
  ])('of %s are %j', (text, scores) => {
    expect(emojiScores(text)).toEqual(scores);
  });

  test('of each emoji of the lexicon is what the lexicon says, in any style and tone', () => {
    expect(EMOJI_LEXICON.size).toBeGreaterThan(150);
    for (const [emoji, score] of EMOJI_LEXICON) {
      expect([emoji, emojiScores(emoji)]).toEqual([emoji, [score]]);
      expect([emoji, emojiScores(`${emoji}\uFE0F`)]).toEqual([emoji, [score]]);
    }
  });
});

test('emojiSentiment of 😀 😡 👍 is +0.333, and the session is positive', () => {
  const told = measured(
    ends(writes(writes(new Story(), '0:00', '😀', '😡'), '1:00', '👍'), '2:00'),
  );
  expect(told.of('emojiSentiment')).toMatchObject([
    { at: momentAt('2:00'), dims: { label: 'positive' }, evidence: ['u001', 'u002', 'u003'] },
  ]);
  expect(told.values('emojiSentiment')[0]).toBeCloseTo(0.333, 3);
  expect(told.values('sentimentShift')).toEqual([0]);
});

test('emojiSentiment of R1, without any emoji, is null for want of them', () => {
  const r1 = measure(r1Events(), { calculators });
  expect(r1.of('emojiSentiment')).toMatchObject([{ value: null, missing: 'emoji' }]);
  expect(SENTIMENT_SHARES.map((metric) => figureOf(metric, r1))).toEqual([null, null, null]);
});

test('reactions count as emoji of messages do, once each, until they are taken back', () => {
  const happy = { messageId: 'a1', emoji: '👍' };
  const story = () =>
    writes(new Story(), '0:00', '😡')
      .at('1:00', 'reaction.added', happy)
      .at('1:01', 'reaction.added', happy);
  expect(measured(ends(story(), '2:00')).values('emojiSentiment')).toEqual([0]);
  const back = story().at('1:30', 'reaction.removed', happy);
  expect(measured(ends(back, '2:00')).values('emojiSentiment')).toEqual([-1]);
  const again = story().at('1:30', 'reaction.removed', happy).at('1:40', 'reaction.added', happy);
  expect(measured(ends(again, '2:00')).values('emojiSentiment')).toEqual([0]);
});

test('a reaction after the end puts the figure right where it stood, and may be taken back in the next session', () => {
  const happy = { messageId: 'a1', emoji: '👍' };
  const ended = () => ends(writes(new Story(), '0:00', 'no emoji'), '2:00');
  expect(measured(ended()).of('emojiSentiment')).toMatchObject([{ missing: 'emoji' }]);
  const after = () => ended().at('3:00', 'reaction.added', happy);
  expect(measured(after()).of('emojiSentiment')).toMatchObject([
    { value: 1, missing: null, at: momentAt('2:00') },
  ]);
  const next = writes(after(), '60:00', '😡').at('61:00', 'reaction.removed', happy);
  expect(measured(ends(next, '62:00')).of('emojiSentiment')).toMatchObject([
    { missing: 'emoji', at: momentAt('2:00'), dims: { sessionId: 'default/chat/u/1' } },
    { value: -1, at: momentAt('62:00'), dims: { sessionId: 'default/chat/u/2' } },
  ]);
});

test.each([
  [['😡', '😀'], []],
  [['😡', '🚲', '😀'], [2]],
  [['😀', '🚲', '🚲', '🚲', '😡'], [-2]], // a third of five is one
  [['😡', '😀', '🚲', '🚲', '😀', '😀'], [1]],
])('sentimentShift of %j is %j', (emoji, shift) => {
  const told = measured(ends(writes(new Story(), '0:00', ...emoji), '2:00'));
  expect(told.values('sentimentShift')).toEqual(shift);
});

test('the mean of very many emoji is exact, and a reaction among them may still be taken back', () => {
  const many = Array.from({ length: 600 }, (_none, place) => (place < 450 ? '😀' : '😡'));
  const reaction = { messageId: 'a1', emoji: '👎' };
  const story = writes(new Story(), '0:00', ...many).at('1:00', 'reaction.added', reaction);
  const told = measured(ends(story.at('1:30', 'reaction.removed', reaction), '2:00'));
  expect(told.values('emojiSentiment')).toEqual([0.5]);
  expect(told.values('sentimentShift')).toEqual([]);
});

test('shares of sessions by mood leave sessions without emoji out', () => {
  const story = new Story();
  [['😀'], ['👍', '😡'], ['😡'], ['❤️'], []].forEach((emoji, place) => {
    ends(writes(story, `${place * 10}:00`, ...emoji), `${place * 10 + 5}:00`);
  });
  const told = measured(story);
  expect(SENTIMENT_SHARES.map(({ id }) => id)).toEqual([
    'positiveSentimentShare',
    'neutralSentimentShare',
    'negativeSentimentShare',
  ]);
  expect(SENTIMENT_SHARES.map((metric) => figureOf(metric, told))).toEqual([0.5, 0.25, 0.25]);
});
