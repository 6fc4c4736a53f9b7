import { expect, test } from 'vitest';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import {
  isMetricProfile,
  METRIC_PROFILE_NAMES,
  METRIC_PROFILES,
  metricOptions,
} from '../../src/policy/metric-profiles.ts';
import { parseMetricOptions } from '../../src/policy/parse-metric-options.ts';
import { isPolicyIssues, parsePolicy } from '../../src/policy/parse-policy.ts';
import { metricOptionsOf } from '../../src/policy/policy-metrics.ts';
import type { Policy } from '../../src/policy/policy.ts';

const policy = (written: unknown, base?: Policy): Policy => {
  const parsed = parsePolicy(written, base);
  if (isPolicyIssues(parsed)) throw new Error(JSON.stringify(parsed));
  return parsed;
};

test('reads every choice back as it stands in the defaults', () => {
  expect(parseMetricOptions(structuredClone(DEFAULT_METRIC_OPTIONS))).toEqual(
    DEFAULT_METRIC_OPTIONS,
  );
});

test.each(METRIC_PROFILE_NAMES)('the profile %s is made of known choices alone', (name) => {
  expect(parseMetricOptions(structuredClone(METRIC_PROFILES[name]))).toEqual(METRIC_PROFILES[name]);
});

test('leaves out what is left out, and reads durations in both forms', () => {
  expect(
    parseMetricOptions({ serviceLevel: { targetMs: 'PT30S' }, reopenWithinMs: null, focus: {} }),
  ).toEqual({ serviceLevel: { targetMs: 30_000 }, reopenWithinMs: null, focus: {} });
  expect(parseMetricOptions({ noRecontactMs: 5000 })).toEqual({ noRecontactMs: 5000 });
});

test.each([
  [{ anchors: 'firstUnanswered' }, 'anchors: expected a known setting; did you mean anchor?'],
  [{ anchor: 'middle' }, 'anchor: expected one of firstUnanswered, lastUnanswered'],
  [{ focus: { idleMs: -1 } }, 'focus.idleMs: expected an integer from 0'],
  [{ focus: { idleMs: 'soon' } }, 'focus.idleMs: expected milliseconds, or '],
  [{ csat: { satisfiedFrom: 1.5 } }, 'csat.satisfiedFrom: expected a number from 0 to 1'],
  [{ reportingZone: '+02:00' }, 'reportingZone: expected an IANA zone such as Europe/Brussels'],
  [{ firstDayOfWeek: 0 }, 'firstDayOfWeek: expected an integer from 1 to 7'],
  [[], 'metric options: expected an object of settings'],
  [{ responders: { human: 'yes', cat: true } }, 'responders.cat: expected'],
])('refuses %j with the path', (written, message) => {
  expect(() => parseMetricOptions(written)).toThrow(message);
});

test('keeps another prototype out', () => {
  expect(() => parseMetricOptions(JSON.parse('{"__proto__": {"anchor": "middle"}}'))).toThrow(
    '__proto__',
  );
});

test('lays overrides over a profile over the defaults, groups by their fields', () => {
  const options = metricOptions('connect', { serviceLevel: { targetMs: 60_000 } });
  expect(options.anchor).toBe('lastUnanswered');
  expect(options.serviceLevel).toMatchObject({ targetMs: 60_000, denominator: 'offered' });
  expect(options.reportingZone).toBe('UTC');
  expect(metricOptions()).toEqual(DEFAULT_METRIC_OPTIONS);
  expect(isMetricProfile('zendesk')).toBe(true);
  expect(isMetricProfile('toString')).toBe(false);
});

test('a policy names a profile and choices over it, and a later change merges with them', () => {
  const first = policy({
    metrics: { profile: 'zendesk', options: { responders: { bot: true } } },
  });
  expect(metricOptionsOf(first)).toMatchObject({
    firstResponseStart: 'creation',
    responders: { human: true, bot: true, automation: false },
  });
  const second = policy({ metrics: { options: { responders: { automation: true } } } }, first);
  expect(metricOptionsOf(second)).toMatchObject({
    firstResponseStart: 'creation',
    responders: { human: true, bot: true, automation: true },
  });
  const third = policy({ metrics: { profile: null } }, second);
  expect(metricOptionsOf(third).firstResponseStart).toBe('handOffOrFirstInbound');
  expect(parsePolicy({ metrics: { profile: 'zendeks', options: { ancor: 1 } } })).toMatchObject([
    { path: 'metrics.profile' },
    { path: 'metrics.options.ancor' },
  ]);
});

test('settings of the session metrics hold for the measurements, unless a choice says otherwise', () => {
  const written = { metrics: { anchor: 'last', countKeywords: false, botAnswers: false } };
  expect(metricOptionsOf(policy(written))).toMatchObject({
    anchor: 'lastUnanswered',
    keywordMessages: 'customOnly',
    botAnswers: false,
  });
  const otherwise = { metrics: { ...written.metrics, options: { anchor: 'firstUnanswered' } } };
  expect(metricOptionsOf(policy(otherwise)).anchor).toBe('firstUnanswered');
});
