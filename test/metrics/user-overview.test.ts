import { expect, test } from 'vitest';
import { AGENT_RATES } from '../../src/metrics/agent-catalogue.ts';
import { METRICS } from '../../src/metrics/catalogue.ts';
import { USER_OVERVIEW } from '../../src/metrics/user-overview.ts';

test('userOverview is made of metrics of the catalogue, each known by agent', () => {
  expect(USER_OVERVIEW.map(({ metric }) => metric).filter((id) => !METRICS.has(id))).toEqual([]);
});

test('the rates of agents read metrics that there are', () => {
  const read = AGENT_RATES.flatMap(({ of }) => of);
  expect(read.filter((id) => !METRICS.has(id))).toEqual([]);
});
