// Laws between figures of outcomes, on random streams.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { emojiScores } from '../../src/metrics/emoji-lexicon.ts';
import type { Moment } from '../../src/metrics/observation.ts';
import { OUTCOME_CALCULATORS } from '../../src/metrics/outcome-catalogue.ts';
import type { MetricOptions } from '../../src/policy/metric-options.ts';
import { streams } from '../replay/event-stream.ts';
import { SEED } from '../statechart/xstate-oracle.ts';
import { foldMoments } from './measured.ts';
import { putAway } from './put-away.ts';
import { momentsOf } from './random-moments.ts';
import { STORY_START, totalsOf } from './told.ts';

const calculators = OUTCOME_CALCULATORS;
const SETTINGS = { seed: SEED, numRuns: 100 };

/** What may come in one conversation after a customer's message, in any order; much of it is refused now and then. */
const happening = fc.oneof(
  fc.constantFrom(
    { type: 'agent.message', agentId: 'B' },
    { type: 'agent.ended', agentId: 'B' },
    { type: 'customer.ended' },
  ),
  fc.constantFrom('B', 'C').map((agentId) => ({ type: 'work.accepted', workId: agentId, agentId })),
  fc
    .array(fc.constantFrom('😀', '😡', '🚲', '👍🏽👎'), { maxLength: 4 })
    .map((emoji) => ({ type: 'customer.message', emoji })),
  fc.record({
    type: fc.constantFrom('reaction.added', 'reaction.removed'),
    messageId: fc.constantFrom('a', 'b'),
    emoji: fc.constantFrom('😀', '😡'),
  }),
  fc.record({
    type: fc.constantFrom('csat.requested', 'csat.answered'),
    surveyId: fc.constantFrom('s', 't', 'u'),
    scale: fc.constantFrom(2, 5, 10),
    score: fc.constantFrom(1, 2, 5),
  }),
);

/** The moments of one conversation. */
const talks = fc.array(happening, { minLength: 5, maxLength: 60 }).map((happenings) =>
  momentsOf([
    {
      id: 'channel',
      type: 'channel.configured',
      at: STORY_START - 1,
      channelId: 'chat',
      channelType: 'WhatsApp',
      platform: 'enhanced',
      capacityModel: 'tabBased',
    },
    ...happenings.map((one, place) => ({
      id: `e${place}`,
      at: STORY_START + place * 1000,
      channelId: 'chat',
      endUserId: 'u',
      messageId: `m${place}`,
      ...one,
    })),
  ]),
);

/** The mean of the emoji of each ended session in which there were any, gone through one by one. */
function moods(moments: readonly Moment[]): Map<string, number> {
  const sessions: string[] = [];
  const ended: string[] = [];
  let marks: { sessionId: string; score: number; reaction: string | null }[] = [];
  const add = (text: string, sessionId: string, reaction: string | null) =>
    marks.push(...emojiScores(text).map((score) => ({ sessionId, score, reaction })));
  for (const seen of moments.flatMap(({ observations }) => observations)) {
    if (seen.type === 'session.created') sessions.push(seen.sessionId ?? '');
    if (seen.type === 'session.ended') ended.push(seen.sessionId ?? '');
    if (seen.type === 'message.recorded' && seen.data.actor === 'EndUser') {
      for (const text of seen.data.emoji ?? []) add(text, sessions.at(-1) ?? '', null);
    }
    if (seen.type !== 'reaction.added' && seen.type !== 'reaction.removed') continue;
    const reaction = `${seen.messageId} ${seen.emoji}`;
    const isIt = (mark: (typeof marks)[number]) =>
      mark.reaction === reaction && sessions.slice(-2).includes(mark.sessionId);
    if (seen.type === 'reaction.removed') marks = marks.filter((mark) => !isIt(mark));
    else if (!marks.some(isIt)) add(seen.emoji, sessions.at(-1) ?? '', reaction);
  }
  const means = ended.map((sessionId) => {
    const own = marks.filter((mark) => mark.sessionId === sessionId).map(({ score }) => score);
    return [sessionId, own.reduce((sum, score) => sum + score, 0) / own.length] as const;
  });
  return new Map(means.filter(([, mean]) => !Number.isNaN(mean)));
}

const says = (figures: readonly { readonly says: string }[]) =>
  figures.map((figure) => figure.says).toSorted();

test.each(['ticket', 'session'] as const)(
  `first and still resolved are some of every resolution, and each has its time, by %s (seed ${SEED})`,
  (reopening) => {
    let seen = 0;
    fc.assert(
      fc.property(streams, (events) => {
        const moments = momentsOf(events);
        const count = (metric: string, options: Partial<MetricOptions>) =>
          foldMoments(moments, { calculators, options: { reopening, ...options } }).of(metric)
            .length;
        const closed = (resolutionCounting: MetricOptions['resolutionCounting']) =>
          count('closedConversations', { resolutionCounting });
        const timed = (resolutionTime: MetricOptions['resolutionTime']) =>
          count('resolutionTime', { resolutionTime });
        const every = closed('every');
        seen += every;
        expect(count('resolvedConversations', { resolutionCounting: 'every' })).toBe(every);
        expect(closed('first')).toBeLessThanOrEqual(every);
        expect(closed('stillResolved')).toBeLessThanOrEqual(every);
        expect(timed('first')).toBe(closed('first'));
        expect(timed('cycle')).toBe(every);
        expect(timed('full')).toBeGreaterThanOrEqual(closed('first'));
        expect(timed('full')).toBeLessThanOrEqual(every);
      }),
      SETTINGS,
    );
    expect(seen).toBeGreaterThan(10);
  },
);

test(`agents who were active are those who wrote (seed ${SEED})`, () => {
  let agents = 0;
  fc.assert(
    fc.property(streams, (events) => {
      const moments = momentsOf(events);
      const told = foldMoments(moments, { calculators });
      const written = moments
        .flatMap(({ observations }) => observations)
        .flatMap((seen) =>
          seen.type === 'message.recorded' && seen.data.actor === 'Agent'
            ? [seen.data.actorId]
            : [],
        );
      const active = new Set(told.of('activeAgents').map(({ key }) => key));
      expect(active).toEqual(new Set(written));
      agents += active.size;
    }),
    SETTINGS,
  );
  expect(agents).toBeGreaterThan(10);
});

test(`emojiSentiment is the mean of what stands in the end, and csatScore agrees with its table (seed ${SEED})`, () => {
  let seen = 0;
  fc.assert(
    fc.property(talks, (moments) => {
      const told = foldMoments(moments, { calculators });
      const figures = told.of('emojiSentiment').filter(({ missing }) => missing === null);
      expect(new Map(figures.map(({ key, value }) => [key, value]))).toEqual(moods(moments));
      const rows = told.rows('csat');
      const sent = rows.filter(({ requestedAt }) => requestedAt !== null);
      const answered = rows.filter(({ score }) => score !== null);
      const both = sent.filter(({ score }) => score !== null);
      expect(totalsOf(told, 'csatSurveys').count).toBe(sent.length);
      expect(totalsOf(told, 'csatSurveys', 'answered').count).toBe(both.length);
      expect(totalsOf(told, 'csatScore').count).toBe(answered.length);
      expect(totalsOf(told, 'csatAverage').count).toBe(answered.length);
      seen += figures.length + both.length;
    }),
    SETTINGS,
  );
  expect(seen).toBeGreaterThan(20);
});

test(`outcomes are the same with every state put away between any two observations (seed ${SEED})`, () => {
  fc.assert(
    fc.property(fc.oneof(streams.map(momentsOf), talks), (moments) => {
      const kept = foldMoments(moments, { calculators });
      const away = foldMoments(moments, { calculators: calculators.map(putAway) });
      expect(says(away.measurements)).toEqual(says(kept.measurements));
      expect([...away.records]).toEqual([...kept.records]);
    }),
    SETTINGS,
  );
});
