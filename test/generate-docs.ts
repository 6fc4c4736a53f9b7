// `npm run docs`: rewrites the generated pages, and the generated parts of pages that are written by hand.
import { readFileSync, writeFileSync } from 'node:fs';
import { errorsPage } from './docs/errors-page.ts';
import { lifecyclePage } from './docs/lifecycle-page.ts';
import { metricsPage } from './docs/metrics-page.ts';
import { policyPage } from './docs/policy-page.ts';
import { rulesPage } from './docs/rules-page.ts';

const fileOf = (name: string) => new URL(`../docs/${name}`, import.meta.url);

const pages = {
  'errors.md': errorsPage(),
  'lifecycle.md': lifecyclePage(readFileSync(fileOf('lifecycle.md'), 'utf8')),
  'metrics.md': metricsPage(readFileSync(fileOf('metrics.md'), 'utf8')),
  'policy.md': policyPage(),
  'rules.md': rulesPage(),
};

for (const [name, page] of Object.entries(pages)) writeFileSync(fileOf(name), page);
