// A real Chromium that reaches nothing but this machine.
import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** The browser that the tests use. */
export const BROWSER = process.env['CHROME'] ?? '/usr/bin/chromium';

/**
 * Why the tests in a browser are passed over; undefined where they run.
 *
 * On CI they always run, and fail where there is no browser.
 */
export const noBrowser =
  existsSync(BROWSER) || process.env['CI'] !== undefined
    ? undefined
    : `no browser at ${BROWSER}: install chromium, or set CHROME`;

/** One browser for a test file. */
export class OfflineBrowser {
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];
  /** Addresses that a page asked for and that are not of this machine. */
  readonly refused: string[] = [];
  /** Errors of pages, breaches of their policy included. */
  readonly errors: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async launch(): Promise<OfflineBrowser> {
    const rules = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
    const args = ['--no-sandbox', rules];
    return new OfflineBrowser(await chromium.launch({ executablePath: BROWSER, args }));
  }

  /**
   * A fresh page.
   *
   * @param pretended Answers in the name of other sites, by address.
   */
  async page(
    options: Parameters<Browser['newContext']>[0] = {},
    pretended: Readonly<Record<string, string>> = {},
  ): Promise<Page> {
    const viewport = { width: 1440, height: 900 };
    const context = await this.#browser.newContext({ viewport, ...options });
    this.#contexts.push(context);
    await context.route('**/*', async (route) => {
      const url = route.request().url();
      if (new URL(url).hostname === '127.0.0.1') return route.continue();
      this.refused.push(url);
      const body = pretended[url];
      return body === undefined ? route.abort() : route.fulfill({ contentType: 'text/html', body });
    });
    const page = await context.newPage();
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    return page;
  }

  /** @throws Error if a page of the test had an error, or asked for something that is not of this machine. */
  assertClean(): void {
    const found = [...this.errors.splice(0), ...this.refused.splice(0)];
    if (found.length > 0) throw new Error(`expected quiet pages, found ${found.join('; ')}`);
  }

  /** Closes the pages of a test. */
  async closePages(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}
