// Where vendors read the same word differently: the same story under each profile.
import { expect, test } from 'vitest';
import { RESPONSE_CALCULATORS } from '../../src/metrics/response-catalogue.ts';
import {
  METRIC_PROFILE_NAMES,
  metricOptions,
  type MetricProfile,
} from '../../src/policy/metric-profiles.ts';
import { measure } from './measured.ts';
import { r1Events } from './r1-events.ts';
import { Story } from './story.ts';

const under = (profile: MetricProfile, events: readonly object[]) =>
  measure(events, { calculators: RESPONSE_CALCULATORS, options: metricOptions(profile) });

/** The values of one metric under every profile, in the order of their names. */
const byProfile = (metric: string, events: readonly object[]) =>
  Object.fromEntries(
    METRIC_PROFILE_NAMES.map((profile) => [profile, under(profile, events).values(metric)]),
  );

const all = (values: readonly (number | null)[]) =>
  Object.fromEntries(METRIC_PROFILE_NAMES.map((profile) => [profile, values]));

test('agentResponseTimeAvg of R1 is 125 s where the last message counts, else 127.5 s (X1)', () => {
  expect(byProfile('agentResponseTimeAvg', r1Events())).toEqual({
    ...all([127.5]),
    connect: [125],
  });
  expect(byProfile('responseTime', r1Events())).toEqual({
    ...all([90, 60, 340, 20]),
    connect: [90, 50, 340, 20],
  });
});

test('endUserResponseTimeAvg of R1 is 33.333 s where the last message counts, else 36.667 s (X1)', () => {
  expect(byProfile('endUserResponseTimeAvg', r1Events())).toEqual({
    ...all([36.667]),
    connect: [33.333],
  });
});

const handedOff = new Story()
  .customer(0)
  .tell(1, 'bot.accepted', { botId: 'bot' })
  .bot(2)
  .customer(50)
  .tell(60, 'bot.escalated')
  .accept(70)
  .agent(90)
  .end(100).events;

test("a bot's answer ends a wait without a figure for Salesforce and Chatwoot alone (X2)", () => {
  expect(byProfile('responseTime', handedOff)).toEqual({
    ...all([90]),
    connect: [40],
    salesforce: [40],
    chatwoot: [40],
  });
});

test('firstResponseTime counts from the creation for Zendesk, else from the hand-off (X3)', () => {
  expect(byProfile('firstResponseTime', handedOff)).toEqual({ ...all([30]), zendesk: [90] });
});

test('a failed reply still counts for Salesforce alone, whose rows are never changed (X13)', () => {
  const events = new Story()
    .customer(0)
    .accept(5)
    .agent(30)
    .failed(33, 'a30')
    .agent(120)
    .end(200).events;
  expect(byProfile('responseTime', events)).toEqual({ ...all([120]), salesforce: [30] });
});

test('under the profile of Salesforce the responses are the samples of the session metrics', () => {
  for (const events of [r1Events(), handedOff]) {
    const measured = under('salesforce', events);
    const samples = measured.values('responseTime').filter((value) => value !== null);
    const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
    expect(measured.values('agentResponseTimeAvg')).toEqual([mean]);
    expect(measured.values('agentResponseTimeMax')).toEqual([Math.max(...samples)]);
  }
});
