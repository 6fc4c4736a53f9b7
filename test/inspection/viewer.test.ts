// The viewer in a real browser, with all other network blocked.
import { createWebSocketInspector } from '@statelyai/inspect';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createActor, createMachine, type AnyActorRef } from 'xstate';
import type { InspectionOptions } from '../../src/inspection/inspection-options.ts';
import { shortId } from '../../src/inspection/redaction.ts';
import { noBrowser, OfflineBrowser } from './browser.ts';
import { serve, stopServing } from './serving.ts';
import { of, sessionOf, ToldFeed } from './told-feed.ts';

if (noBrowser !== undefined) process.stderr.write(`viewer tests passed over: ${noBrowser}\n`);

let browser: OfflineBrowser;

async function open(options: InspectionOptions, ...page: Parameters<OfflineBrowser['page']>) {
  const server = await serve(options);
  const shown = await browser.page(...page);
  await shown.goto(server.url);
  return { server, page: shown };
}

/** Twelve customers. */
const CUSTOMERS = Array.from({ length: 12 }, (_, n) => `c${n}`);

const lit = (page: Page, status: string) => page.locator(`[data-box="${status}"][data-lit=true]`);
const holds = (page: Page, status: string, count: number) =>
  page.locator(`[data-box="${status}"][data-count="${count}"]`);
const row = (page: Page, customer: string) =>
  page.locator(`[data-session="${shortId(sessionOf(customer))}"]`);
const currentRow = (page: Page) => page.locator('.log tr[aria-current=true]');
const shownText = async (locator: Locator) => (await locator.innerText()).replaceAll(/\s+/g, ' ');

/** Dots are short-lived: they are counted as they come. Run in the page. */
const COUNTS_DOTS = `
  globalThis.dots = 0;
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) globalThis.dots += addedNodes.length;
  }).observe(document.querySelector('.dots'), { childList: true });
`;

/** The words of a chart that lie on others' words or on a box, as the browser has drawn them. Run in the page. */
const OVERLAPS = `[...document.querySelectorAll('.chart .words text, .chart .box .name')].flatMap((text) => {
  const a = text.getBoundingClientRect();
  const own = text.closest('.words, .box');
  return [...document.querySelectorAll('.chart .words rect, .chart .box .body')]
    .filter((body) => {
      const b = body.getBoundingClientRect();
      const apart = a.right < b.left || b.right < a.left || a.bottom < b.top || b.bottom < a.top;
      return !apart && !own.contains(body);
    })
    .map((body) => text.textContent + ' on ' + body.parentElement.textContent);
})`;

/** A session that waits, is served, goes inactive by itself and ends by itself, recorded. */
function recorded(): ToldFeed {
  const told = new ToldFeed()
    .tell(
      of('cora', '09:00', 'customer.message'),
      of('cora', '09:01', 'work.accepted', { workId: 'w' }),
      of('cora', '09:02', 'agent.message'),
      of('dora', '09:03', 'customer.message'),
    )
    .advanceTo('+48h');
  told.feed.close();
  return told;
}

describe.skipIf(noBrowser !== undefined)('the viewer', () => {
  beforeAll(async () => {
    browser = await OfflineBrowser.launch();
  });
  afterEach(async () => {
    await browser.closePages();
    await stopServing();
    browser.assertClean();
  });
  afterAll(() => browser.close());

  it('shows twelve sessions as they move', async () => {
    const told = new ToldFeed();
    const { page } = await open({ feed: told.feed });
    await page.getByText('Nothing to see yet').waitFor();
    told.tell(...CUSTOMERS.map((one) => of(one, '09:00', 'customer.message')));
    await holds(page, 'Waiting', 12).waitFor();
    expect(await page.locator('[data-session]').count()).toBe(12);
    await page.evaluate(COUNTS_DOTS);
    told.tell(...CUSTOMERS.map((one, n) => of(one, '09:01', 'work.accepted', { workId: `w${n}` })));
    await holds(page, 'Active', 12).waitFor();
    await holds(page, 'Waiting', 0).waitFor();
    await page.waitForFunction('dots === 12');
    told.tell(...CUSTOMERS.slice(0, 8).map((one) => of(one, '09:02', 'agent.message')));
    await page.locator('[data-deadline=customerIdle]').first().waitFor();
    expect(await shownText(page.locator('.next li').first())).toContain(
      'in 10 min customer idle → Inactive',
    );
    told.advanceTo('09:12');
    await holds(page, 'Inactive', 8).waitFor();
    await holds(page, 'Active', 4).waitFor();
    expect(await shownText(currentRow(page))).toContain('timer.customerIdle Inactive EC42');
    told.advanceTo('+48h').tell(of('c9', '+48h', 'customer.ended'));
    await holds(page, 'Ended', 9).waitFor();
  });

  it('follows one session: lit status, leaf, counters, deadlines, log', async () => {
    const told = new ToldFeed().tell(
      ...CUSTOMERS.map((one) => of(one, '09:00', 'customer.message')),
    );
    const { page } = await open({ feed: told.feed });
    await row(page, 'c3').click();
    await lit(page, 'Waiting').waitFor();
    told.tell(
      of('c3', '09:01', 'work.accepted', { workId: 'w' }),
      of('c3', '09:02', 'agent.message'),
    );
    await lit(page, 'Active').waitFor();
    expect(await lit(page, 'Waiting').count()).toBe(0);
    await page.getByText('open › Active › withAgent › awaitingCustomer › timed › silent').waitFor();
    expect(await shownText(page.locator('[data-counter=agentMessages]'))).toBe('agent messages 1');
    expect(await shownText(page.locator('.next li').first())).toContain('by EC31');
    expect(await page.locator('.log tr[data-cause]').count()).toBe(3);
    expect(page.url()).toContain(`#session=${shortId(sessionOf('c3'))}`);
    await page.reload();
    await lit(page, 'Active').waitFor();
  });

  it('goes back and forth over a recorded session', async () => {
    const { page } = await open({ feed: recorded().feed, sessionId: sessionOf('cora') });
    await lit(page, 'Ended').waitFor();
    const slider = page.getByRole('slider', { name: 'Time' });
    await page.locator('.log tr[data-cause="timer.inactiveExpiry"]').waitFor();
    expect(await shownText(currentRow(page))).toContain('timer.inactiveExpiry Ended EC64');

    await slider.fill('0');
    await lit(page, 'Waiting').waitFor();
    expect(await lit(page, 'Ended').count()).toBe(0);
    expect(await shownText(currentRow(page))).toMatch(/^09:00:00 customer.message.* Waiting EC01$/);
    expect(await page.locator('.log tr.later').count()).toBe(4);
    expect(await shownText(page.locator('[data-counter=agentMessages]'))).toBe('agent messages 0');

    for (const [status, cause] of [
      ['Active', 'work.accepted'],
      ['Active', 'agent.message'],
      ['Inactive', 'timer.customerIdle'],
    ] as const) {
      await page.getByRole('button', { name: 'Next step' }).click();
      await page.locator(`.log tr[aria-current=true][data-cause="${cause}"]`).waitFor();
      await lit(page, status).waitFor();
    }
    expect(await shownText(page.locator('.next li').first())).toContain(
      'in 30 h inactive expiry → Ended',
    );
    expect(await slider.getAttribute('aria-valuetext')).toBe('Tue 3 Mar, 09:12:00, Inactive');

    await page.getByRole('button', { name: 'Previous step' }).click();
    await lit(page, 'Active').waitFor();
    await slider.focus();
    await page.keyboard.press('End');
    await lit(page, 'Ended').waitFor();
    await page.keyboard.press('Home');
    await lit(page, 'Waiting').waitFor();
    await page.locator('.log tr[data-cause="timer.customerIdle"] button').click();
    await lit(page, 'Inactive').waitFor();
    await page.getByRole('button', { name: 'Play' }).click();
    await lit(page, 'Ended').waitFor();
  });

  it('shows a whole recording at any instant of it', async () => {
    const { page } = await open({ feed: recorded().feed });
    const slider = page.getByRole('slider', { name: 'Time' });
    await slider.fill('0');
    await holds(page, 'Waiting', 1).waitFor();
    expect(await row(page, 'dora').getAttribute('data-status')).toBe('not begun');
    await page.getByRole('button', { name: 'enhanced-customer 1', exact: true }).waitFor();
    const next = page.getByRole('button', { name: 'Next step' });
    for (const _ of ['work.accepted', 'agent.message', 'customer.message']) await next.click();
    await holds(page, 'Active', 1).waitFor();
    await holds(page, 'Waiting', 1).waitFor();
    expect(await row(page, 'dora').getAttribute('data-status')).toBe('Waiting');
  });

  it('finds sessions by their ids and statuses, with the keyboard alone', async () => {
    const told = new ToldFeed().tell(
      ...CUSTOMERS.map((one) => of(one, '09:00', 'customer.message')),
      of('c1', '09:01', 'customer.ended'),
    );
    const { page } = await open({ feed: told.feed });
    const rows = page.locator('[data-session]');
    await row(page, 'c11').waitFor();
    await page.getByRole('searchbox').fill(shortId(sessionOf('c7')).toUpperCase());
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByRole('button', { name: 'All sessions 1 of 12 sessions' }).waitFor();
    await page.getByRole('button', { name: 'Waiting 1', exact: true }).waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: 'Waiting 11' }).press('Enter');
    await expect.poll(() => rows.count()).toBe(1);
    expect(await rows.first().getAttribute('data-status')).toBe('Ended');
    await page.getByRole('button', { name: 'Waiting 11' }).press('Enter');
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => rows.nth(1).getAttribute('aria-current')).toBe('true');
    await page.getByRole('button', { name: 'All sessions' }).press('Enter');
    await holds(page, 'Waiting', 11).waitFor();
  });

  it('says the chart in words for who does not see it', async () => {
    const { page } = await open({ feed: recorded().feed, sessionId: sessionOf('cora') });
    await page.getByRole('img', { name: /is Ended$/ }).waitFor();
    await page.getByText('The chart as a table').click();
    const table = page.locator('.chart-table table');
    expect(await shownText(table)).toContain('Waiting customer.message EC60');
    expect(await shownText(table.locator('tr.lit'))).toMatch(/^Ended here nowhere/);
  });

  it('moves nothing for who prefers less motion', async () => {
    const told = new ToldFeed();
    const { page } = await open({ feed: told.feed }, { reducedMotion: 'reduce' });
    told.tell(of('cora', '09:00', 'customer.message'));
    await holds(page, 'Waiting', 1).waitFor();
    told.tell(of('cora', '09:01', 'work.accepted', { workId: 'w' }));
    await page.locator('.arrow.moving').waitFor({ state: 'attached' });
    expect(await page.locator('.dot').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'writes words that overlap nothing, on every session chart, %s',
    async (colorScheme) => {
      const told = new ToldFeed().tell(
        of('cora', '09:00', 'customer.message'),
        of('dora', '09:00', 'agent.opened'),
        of('emma', '09:00', 'automation.message', { longevity: 'keepOpen', allowExisting: 'any' }),
      );
      const { page } = await open({ feed: told.feed }, { colorScheme });
      for (const machine of ['enhanced-customer', 'enhanced-business', 'notification']) {
        await page.locator('.tabs button', { hasText: machine }).click();
        await page.getByRole('img', { name: `Chart ${machine} with 1 session` }).waitFor();
        const overlaps = await page.evaluate<string[]>(OVERLAPS);
        expect(overlaps).toEqual([]);
      }
    },
  );

  it('shows plain actors of a stock client', async () => {
    const { server, page } = await open({});
    const inspector = createWebSocketInspector({ url: server.url.replace('http', 'ws') });
    const door = createMachine({
      id: 'door',
      context: { opened: 0 },
      initial: 'closed',
      states: { closed: { on: { OPEN: 'open' } }, open: { on: { CLOSE: 'closed' } } },
    });
    const actors: AnyActorRef[] = ['front', 'back'].map((id) =>
      createActor(door, { id, inspect: inspector.inspect }).start(),
    );
    await holds(page, 'closed', 2).waitFor();
    actors[0]?.send({ type: 'OPEN' });
    await holds(page, 'open', 1).waitFor();
    await page.locator('[data-session]', { hasText: 'front' }).click();
    await lit(page, 'open').waitFor();
    expect(await shownText(currentRow(page))).toContain('OPEN');
    actors[0]?.send({ type: 'CLOSE' });
    await lit(page, 'closed').waitFor();
    await page.getByRole('slider', { name: 'Time' }).waitFor();
    await page.getByRole('button', { name: 'Previous step' }).click();
    await page.getByRole('button', { name: 'Previous step' }).click();
    await lit(page, 'open').waitFor();
    inspector.stop();
  });

  it('connects again by itself', async () => {
    const told = new ToldFeed().tell(of('cora', '09:00', 'customer.message'));
    const { server, page } = await open({ feed: told.feed });
    await holds(page, 'Waiting', 1).waitFor();
    const { port } = server;
    await server.close();
    await page.getByText('No connection to the inspection').waitFor();
    told.tell(of('dora', '09:00', 'customer.message'));
    await serve({ feed: told.feed, port });
    await row(page, 'dora').waitFor();
    // What the browser says of the socket that was refused in between.
    for (const error of browser.errors.splice(0)) expect(error).toContain('ERR_CONNECTION_REFUSED');
  });
});
