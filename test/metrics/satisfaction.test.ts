import { describe, expect, test } from 'vitest';
import { csatResponseRate } from '../../src/metrics/satisfaction-metrics.ts';
import { satisfaction } from '../../src/metrics/satisfaction.ts';
import { tagTable } from '../../src/metrics/tags.ts';
import { DEFAULT_METRIC_OPTIONS, type MetricOptions } from '../../src/policy/metric-options.ts';
import { measure, type Measured } from './measured.ts';
import { putAway } from './put-away.ts';
import { r1Events } from './r1-events.ts';
import { figureOf, momentAt, Story, totalsOf } from './told.ts';

const calculators = [satisfaction, tagTable].map(putAway);

const measured = (story: Story, csat: Partial<MetricOptions['csat']> = {}) =>
  measure(story.events, {
    calculators,
    options: { csat: { ...DEFAULT_METRIC_OPTIONS.csat, ...csat } },
  });

const mean = (told: Measured, metric: string) => {
  const { sum, count } = totalsOf(told, metric);
  return count === 0 ? null : sum / count;
};

/** A session that B had from minute 0 to 5. */
const served = () =>
  new Story()
    .customer('0:00')
    .accept('1:00', 'w1', 'B')
    .agent('2:00', 'B')
    .at('5:00', 'agent.ended', { agentId: 'B' });

const sends = (story: Story, time: string, surveyId: string) =>
  story.at(time, 'csat.requested', { surveyId, scale: 5 });

const answers = (story: Story, time: string, surveyId: string, score: number, scale = 5) =>
  story.at(time, 'csat.answered', { surveyId, scale, score });

/** Eight surveys, of which five are answered 5, 5, 4, 3 and 1. */
function eight() {
  const story = served();
  for (let place = 0; place < 8; place += 1) sends(story, `${10 + place}:00`, `s${place}`);
  [5, 5, 4, 3, 1].forEach((score, place) => answers(story, `${20 + place}:00`, `s${place}`, score));
  return story;
}

test('csatScore, csatAverage and csatResponseRate of 5, 5, 4, 3, 1 of 8: 60 %, 3.6, 62.5 %', () => {
  const told = measured(eight());
  expect(mean(told, 'csatScore')).toBeCloseTo(0.6, 12);
  expect(mean(told, 'csatAverage')).toBeCloseTo(3.6, 12);
  expect(figureOf(csatResponseRate, told)).toBe(0.625);
});

test('csatScore as normalisedMean (Trengo) of the same is 65 %', () => {
  expect(mean(measured(eight(), { variant: 'normalisedMean' }), 'csatScore')).toBeCloseTo(0.65, 12);
});

test('csatScore of R1 is 1, credited to C at the answer; the row holds both instants', () => {
  const r1 = measure(r1Events(), { calculators });
  expect(r1.of('csatScore')).toMatchObject([
    {
      value: 1,
      at: Date.parse('2026-03-03T09:30:00Z'),
      topics: ['billing'],
      dims: { agentId: 'C', queueId: 'Q2' },
    },
  ]);
  expect(r1.rows('csat')).toEqual([
    {
      surveyId: 's1',
      sessionId: 'default/chat/u1/1',
      agentId: 'C',
      requestedAt: Date.parse('2026-03-03T09:12:00Z'),
      answeredAt: Date.parse('2026-03-03T09:30:00Z'),
      scale: 5,
      score: 5,
    },
  ]);
});

test('an answer beyond its scale is rejected and shows nowhere', () => {
  const story = answers(served(), '6:00', 's', 9);
  expect(() => measured(story)).toThrow(/score: expected a score of at most the scale, 5, found 9/);
});

test('a second answer to a survey takes the place of the first', () => {
  const story = answers(answers(sends(served(), '6:00', 's'), '7:00', 's', 1), '9:00', 's', 4);
  const told = measured(story);
  expect(told.values('csatAverage')).toEqual([4]);
  expect(told.of('csatScore')).toMatchObject([{ value: 1, at: momentAt('9:00') }]);
  expect(figureOf(csatResponseRate, told)).toBe(1);
  expect(told.rows('csat')).toMatchObject([{ score: 4, answeredAt: momentAt('9:00') }]);
});

describe('other scales', () => {
  test.each([
    [2, 2, 1, 5],
    [1, 2, 0, 1],
    [3, 3, 1, 5],
    [2, 3, 0, 3],
    [4, 4, 1, 5],
    [3, 4, 0, 1 + 8 / 3],
    [8, 10, 1, 1 + 28 / 9],
    [7, 10, 0, 1 + 24 / 9],
    [1, 1, 1, 5],
    [0, 1, 0, 1],
    [0, 5, 0, 1],
  ])('%d of %d: csatScore %d, csatAverage %d of five', (score, scale, satisfied, average) => {
    const told = measured(answers(served(), '6:00', 's', score, scale));
    expect(told.values('csatScore')).toEqual([satisfied]);
    expect(told.values('csatAverage')[0]).toBeCloseTo(average, 12);
    expect(told.of('csatAverage')[0]?.dims.label).toBe(String(scale));
  });
});

test('an answer long after, when the next session is another agent’s, is credited to the first agent and its topics', () => {
  const story = sends(
    new Story()
      .customer('0:00')
      .accept('1:00', 'w1', 'B')
      .agent('2:00', 'B')
      .at('3:00', 'conversation.tagged', { tagId: 'billing', kind: 'topic' })
      .at('5:00', 'agent.ended', { agentId: 'B' }),
    '6:00',
    's',
  );
  for (const [place, agentId] of ['C', 'D'].entries()) {
    const minute = 100 * (place + 1);
    story
      .customer(`${minute}:00`)
      .accept(`${minute + 1}:00`, `v${place}`, agentId)
      .agent(`${minute + 2}:00`, agentId)
      .at(`${minute + 3}:00`, 'agent.ended', { agentId });
  }
  const told = measured(answers(story, '300:00', 's', 2));
  const own = { sessionId: 'default/chat/u/1', agentId: 'B', queueId: null };
  expect(told.of('csatScore')).toMatchObject([{ value: 0, topics: ['billing'], dims: own }]);
  expect(told.of('csatSurveys')).toMatchObject([{ dims: { label: 'answered', agentId: 'B' } }]);
  expect(told.rows('csat')).toMatchObject([{ sessionId: 'default/chat/u/1', agentId: 'B' }]);
});

test('a survey that names an earlier session is about that session’s agent', () => {
  const story = served().customer('100:00').accept('101:00', 'w2', 'C');
  const named = { surveyId: 's', scale: 5, sessionId: 'default/chat/u/1' };
  const told = measured(
    story
      .at('102:00', 'csat.requested', named)
      .at('103:00', 'csat.answered', { ...named, score: 5 }),
  );
  expect(told.of('csatScore')).toMatchObject([
    { dims: { agentId: 'B', sessionId: 'default/chat/u/1', channelId: 'chat' } },
  ]);
});

test('an answer without a request counts for the score and not for the response rate', () => {
  const told = measured(answers(served(), '6:00', 's', 5));
  expect(told.values('csatScore')).toEqual([1]);
  expect(figureOf(csatResponseRate, told)).toBeNull();
  expect(told.rows('csat')).toMatchObject([{ requestedAt: null, answeredAt: momentAt('6:00') }]);
});

test('with sentAndAnswered an answer counts when its survey was sent, and without a known sending not at all', () => {
  const story = answers(
    answers(sends(served(), '6:00', 's'), '90:00', 's', 5),
    '91:00',
    'other',
    1,
  );
  const told = measured(story, { sentAndAnswered: true });
  expect(told.of('csatScore')).toMatchObject([{ value: 1, at: momentAt('6:00') }]);
  expect(told.of('csatAverage')).toHaveLength(1);
});

test('no survey, no figure: neither score nor rate is 0', () => {
  const told = measured(served());
  expect(told.measurements).toEqual([]);
  expect(figureOf(csatResponseRate, told)).toBeNull();
  expect(csatResponseRate.needs).toEqual(['csat']);
});

test('what a bot closed is credited to nobody', () => {
  const story = new Story()
    .customer('0:00')
    .at('0:05', 'bot.accepted', { botId: 'bot1' })
    .at('1:00', 'bot.ended', { botId: 'bot1' });
  const told = measured(answers(sends(story, '2:00', 's'), '3:00', 's', 4));
  expect(told.of('csatScore')[0]?.dims.agentId).toBeNull();
});

test('tags hold when each was set and taken off, session by session', () => {
  const tag = { tagId: 'billing', kind: 'topic' };
  const story = served()
    .at('4:00', 'conversation.tagged', tag)
    .at('4:01', 'conversation.tagged', tag)
    .at('4:02', 'conversation.tagged', { tagId: 'vip', kind: 'label' })
    .at('4:03', 'conversation.untagged', tag)
    .at('4:04', 'conversation.tagged', tag)
    .customer('10:00')
    .at('11:00', 'conversation.tagged', tag)
    .at('12:00', 'conversation.untagged', tag)
    .at('12:01', 'conversation.untagged', tag);
  const rows = measured(story).rows('tags');
  expect(
    rows.map(({ tagId, sessionId, taggedAt, untaggedAt }) => [
      tagId,
      sessionId,
      taggedAt,
      untaggedAt,
    ]),
  ).toEqual([
    ['billing', 'default/chat/u/1', momentAt('4:00'), momentAt('4:03')],
    ['vip', 'default/chat/u/1', momentAt('4:02'), null],
    ['billing', 'default/chat/u/1', momentAt('4:04'), null],
    ['billing', 'default/chat/u/2', momentAt('11:00'), momentAt('12:00')],
  ]);
});
