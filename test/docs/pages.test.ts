import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '../../src/policy/default-policy.ts';
import { errorsPage } from './errors-page.ts';
import { metricsPage } from './metrics-page.ts';
import { policyPage, settingsOf, SETTINGS } from './policy-page.ts';

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');

describe('generated pages', () => {
  it('docs/errors.md explains every code and is up to date', () => {
    expect(page('errors.md')).toBe(errorsPage());
  });

  it('docs/metrics.md lists every metric and is up to date', () => {
    expect(page('metrics.md')).toBe(metricsPage(page('metrics.md')));
  });

  it('docs/policy.md lists every setting and is up to date', () => {
    expect(Object.keys(SETTINGS).toSorted()).toEqual(
      settingsOf(DEFAULT_POLICY)
        .map(([path]) => path)
        .toSorted(),
    );
    expect(page('policy.md')).toBe(policyPage());
  });
});
