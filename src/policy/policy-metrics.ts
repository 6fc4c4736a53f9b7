// The choices of the metrics that a policy comes to.
import { frozen } from './frozen.ts';
import type { MetricOptions } from './metric-options.ts';
import { metricOptions, withMetricOptions } from './metric-profiles.ts';
import type { Policy } from './policy.ts';

/**
 * The choices that hold under a policy: its profile, over it what its other settings say of messages, over that its own choices.
 *
 * Settings of the session metrics hold here too, so that the vendor's table and the measurements agree unless a choice says otherwise.
 */
export function metricOptionsOf({ metrics, consent }: Policy): MetricOptions {
  const base = metricOptions(metrics.profile);
  const { anchor, botAnswers, notificationRows, countKeywords, options } = metrics;
  const said = {
    ...base,
    anchor: anchor === 'last' ? 'lastUnanswered' : base.anchor,
    botAnswers,
    notificationRows,
    keywordMessages: keywordsOf(countKeywords, consent.customKeywordIsConsent),
  } as const;
  return frozen(withMetricOptions(said, options));
}

function keywordsOf(
  countKeywords: boolean,
  customIsConsent: boolean,
): MetricOptions['keywordMessages'] {
  if (countKeywords) return 'counted';
  return customIsConsent ? 'ignored' : 'customOnly';
}
