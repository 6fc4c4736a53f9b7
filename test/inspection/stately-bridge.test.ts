// The bridge to the Stately inspector, with a page that pretends to be it: the real one is never asked.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noBrowser, OfflineBrowser } from './browser.ts';
import { serve, stopServing } from './serving.ts';
import { of, ToldFeed } from './told-feed.ts';

let browser: OfflineBrowser;

describe.skipIf(noBrowser !== undefined)('the bridge to the Stately inspector', () => {
  const INSPECTOR = 'https://stately.ai/inspect';

  /** What that page does, as far as the wire goes: it says that it is there and takes what comes. */
  const PRETENDED = `<script>
    window.received = [];
    addEventListener('message', ({ data, origin }) => received.push({ data, origin }));
    opener.postMessage({ type: '@statelyai.connected' }, '*');
  </script>`;

  beforeAll(async () => {
    browser = await OfflineBrowser.launch();
  });
  afterAll(async () => {
    await stopServing();
    await browser.close();
  });

  it('asks and sends nothing before the button is pressed, and then the wire alone', async () => {
    const told = new ToldFeed().tell(of('cora', '09:00', 'customer.message', { text: 'SECRET' }));
    const server = await serve({ feed: told.feed });
    const page = await browser.page({}, { [INSPECTOR]: PRETENDED });
    await page.goto(`${server.url}stately`);
    await page.getByText('page of another company').waitFor();
    expect(browser.refused).toEqual([]);
    const [popup] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('button', { name: 'Open stately.ai' }).click(),
    ]);
    await page.getByText(/^Connected: \d+ messages/).waitFor();
    told.tell(of('cora', '09:01', 'customer.ended'));
    await popup.waitForFunction('received.length >= 7');
    const received = await popup.evaluate<unknown[]>('received');
    expect(new Set(browser.refused)).toEqual(new Set([INSPECTOR]));
    const text = JSON.stringify(received);
    expect(text).toContain('@xstate.actor');
    expect(text).toContain('customer.ended');
    expect(text).not.toMatch(/SECRET|cora|"holdline"/);
  });
});
