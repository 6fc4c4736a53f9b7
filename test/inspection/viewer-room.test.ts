// The viewer where there is little room, and much to say: a narrow page, unredacted ids and texts.
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { noBrowser, OfflineBrowser } from './browser.ts';
import { serve, stopServing } from './serving.ts';
import { of, sessionOf, ToldFeed } from './told-feed.ts';

let browser: OfflineBrowser;

/** A customer whose id is long, and differs from others' at its end. */
const LONG = 'a-customer-of-a-host-that-likes-long-names-4711';

/** Served, set aside by itself, and ended by a timer thirty hours later. */
const told = () =>
  new ToldFeed()
    .tell(
      of(LONG, '09:00', 'customer.message', { text: 'My parcel has not come. '.repeat(40) }),
      of(LONG, '09:01', 'work.accepted', { workId: 'w' }),
      of(LONG, '09:02', 'agent.message', { note: 'x'.repeat(300) }),
    )
    .advanceTo('+48h');

/** What sticks out of its panel, or of the page. Run in the page. */
const STICKS_OUT = `(() => {
  const page = document.documentElement;
  const wide = page.scrollWidth > page.clientWidth ? ['the page'] : [];
  const inner = [...document.querySelectorAll('.panel, .log .rows')].filter(
    (panel) => panel.scrollWidth > panel.clientWidth + 1,
  );
  return [...wide, ...inner.map((panel) => panel.className)];
})()`;

async function open(viewport: { readonly width: number; readonly height: number }): Promise<Page> {
  const { feed } = told();
  const { url } = await serve({ feed, redact: false, sessionId: sessionOf(LONG) });
  const page = await browser.page({ viewport });
  await page.goto(url);
  await page.locator('.log tr[data-cause="timer.inactiveExpiry"]').waitFor();
  await page.locator('[data-box="Ended"][data-lit=true]').waitFor();
  return page;
}

/** Whether something lies within the width of what frames it. */
const isWithin = (page: Page, inner: string, outer: string) =>
  page.evaluate(
    `(() => {
      const a = document.querySelector(${JSON.stringify(inner)}).getBoundingClientRect();
      const b = document.querySelector(${JSON.stringify(outer)}).getBoundingClientRect();
      return a.width > 0 && a.left >= b.left && a.right <= b.right + 1;
    })()`,
  );

describe.skipIf(noBrowser !== undefined)('a viewer with little room', () => {
  beforeAll(async () => {
    browser = await OfflineBrowser.launch();
  });
  afterEach(async () => {
    await browser.closePages();
    await stopServing();
    browser.assertClean();
  });
  afterAll(async () => {
    await browser.close();
  });

  it.each([
    { width: 1440, height: 900 },
    { width: 900, height: 700 },
    { width: 640, height: 900 },
  ])('keeps everything in its place at $width, unredacted', async (viewport) => {
    const page = await open(viewport);
    expect(await page.evaluate(STICKS_OUT)).toEqual([]);
    expect(await isWithin(page, '[data-box="Ended"]', '.drawing')).toBe(true);
    expect(await isWithin(page, '.log tr[data-cause="agent.message"] .pill', '.log')).toBe(true);
    expect(await isWithin(page, '.session .session-name .tail', '.session')).toBe(true);
    expect(await page.locator('.session .session-name .tail').innerText()).toMatch(/4711\/1$/);
  });

  it('brings the lit box into view where the chart is wider than the page', async () => {
    const page = await open({ width: 400, height: 800 });
    expect(await isWithin(page, '[data-box="Ended"]', '.drawing')).toBe(true);
    await page.getByRole('slider', { name: 'Time' }).fill('0');
    await page.locator('[data-box="Waiting"][data-lit=true]').waitFor();
    await expect.poll(() => isWithin(page, '[data-box="Waiting"]', '.drawing')).toBe(true);
  });

  it('names on the lit arrow what took it, and how much else would', async () => {
    const page = await open({ width: 1440, height: 900 });
    const words = page.locator('.words.taken text');
    expect((await words.allTextContents()).join(' ')).toMatch(/^inactiveExpiry \+\d+/);
    await page.getByRole('slider', { name: 'Time' }).fill('0');
    await expect.poll(() => words.allTextContents()).toEqual(['customer.message']);
  });

  it('shows the instants in a fact as times', async () => {
    const page = await open({ width: 1440, height: 900 });
    await page.locator('.log tr[data-cause="work.accepted"] button').click();
    const facts = page.locator('.log .facts');
    await expect.poll(() => facts.innerText()).toMatch(/requested at Tue 3 Mar, 09:00:00/);
    expect(await facts.innerText()).not.toMatch(/\d{13}/);
  });
});
