// Countdowns of an engine whose clock runs on by itself.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InspectedStep, InspectionFeed } from '../../src/inspection/inspection-feed.ts';
import { noBrowser, OfflineBrowser } from './browser.ts';
import { serve, stopServing } from './serving.ts';
import { at, of, ToldFeed } from './told-feed.ts';

/** The sessions of another feed, on a clock that began at an instant when the test did. */
function onRunningClock(steps: readonly InspectedStep[], start: number): InspectionFeed {
  const began = performance.now();
  return {
    kind: 'live',
    now: () => start + performance.now() - began,
    follow: () => () => undefined,
    sessions: () => ({ lastSteps: steps.slice(-1), moreCount: 0 }),
    history: () => steps,
  };
}

let browser: OfflineBrowser;

describe.skipIf(noBrowser !== undefined)('a viewer of a running engine', () => {
  beforeAll(async () => {
    browser = await OfflineBrowser.launch();
  });
  afterAll(async () => {
    await stopServing();
    await browser.close();
  });

  it('counts down to what happens by itself, and says when it is due', async () => {
    const told = new ToldFeed().tell(
      of('cora', '09:00', 'customer.message'),
      of('cora', '09:01', 'work.accepted', { workId: 'w' }),
      of('cora', '09:02', 'agent.message'),
    );
    const feed = onRunningClock(told.steps, at('09:12') - 6000);
    const { url } = await serve({ feed });
    const page = await browser.page();
    await page.goto(url);
    const left = page.locator('.next .left');
    const seen = new Set<string>();
    await expect
      .poll(
        async () => {
          const words = await left.innerText();
          seen.add(words);
          return words;
        },
        { timeout: 30_000, interval: 100 },
      )
      .toBe('due');
    expect([...seen].filter((words) => /^in \d(?:\.\d)? s$/.test(words)).length).toBeGreaterThan(2);
    await page.locator('[data-kind=live]').waitFor();
    browser.assertClean();
  });
});
