// What is kept of conversations that have gone quiet, and what is no longer known of them once there are too many.
import { expect, test } from 'vitest';
import { addressOf } from '../../src/engine/moments.ts';
import { CALCULATORS } from '../../src/metrics/catalogue.ts';
import type { Measurement } from '../../src/metrics/measurement.ts';
import { MetricFold } from '../../src/metrics/metric-fold.ts';
import { DEFAULT_METRIC_OPTIONS } from '../../src/policy/metric-options.ts';
import { momentsOf } from './random-moments.ts';
import { Story } from './story.ts';

/** What stands of two customers' stories, told one event after the other. */
function figures(keptConversations: number, ...stories: readonly Story[]): readonly string[] {
  const standing = new Set<Measurement>();
  const fold = new MetricFold({
    tenant: 'default',
    calculators: CALCULATORS,
    options: DEFAULT_METRIC_OPTIONS,
    addressOf,
    keptConversations,
    sink: { recorded: (one) => standing.add(one), retracted: (one) => standing.delete(one) },
  });
  for (const moment of momentsOf(stories.flatMap(({ events }) => events))) fold.observe(moment);
  return [...standing].map((one) => `${one.says} ${one.evidence.join()} ${one.topics?.join()}`);
}

const served = (name: string) =>
  new Story({}, name).customer(0).accept(5).agent(30, `${name}-a`).end(40);

const servedAgain = () => served('u').customer(4000).accept(4010).agent(4030, 'b').end(4060);

const failedLate = () => served('u').failed(2000, 'u-a');

test('a conversation that nothing was kept of goes on as one that all was kept of', () => {
  expect(figures(0, servedAgain())).toEqual(figures(9, servedAgain()));
});

test('a receipt changes what it is about as long as the conversation is kept', () => {
  const [kept, letGo] = [figures(9, failedLate()), figures(0, failedLate())];
  expect(kept.some((one) => one.includes('"messageDeliveryFailures"'))).toBe(true);
  expect(letGo).toEqual(figures(9, served('u')));
});
