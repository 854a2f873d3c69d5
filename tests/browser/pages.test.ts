import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { consentPage } from '../../src/pages/consent.ts';
import { signedInPage } from '../../src/pages/signed-in.ts';
import { CONSENT, LANDING, PAGES, SIGNED_IN } from '../pages/views.ts';
import { browserSuite, chromiumAvailable, launchChromium } from '../support/browser.ts';
import { focused, openAll, overflow, tabThrough, textContrasts } from './in-page.ts';
import { type PageSite, readForm, servePages, startSite } from './page-server.ts';

const MIN_CONTRAST = 4.5;
const SIGNED_IN_PAGE = signedInPage(SIGNED_IN);
const HOSTILE_NAME = '<img src=x onerror="document.title=1"> & "\u202Eedualc\u202C"';

describe.skipIf(!chromiumAvailable())(browserSuite('pages in a browser'), () => {
  let browser: Browser;
  let site: PageSite;

  beforeAll(async () => {
    const pages = {
      ...PAGES,
      hostile: consentPage({ ...CONSENT, clientName: HOSTILE_NAME }),
      launching: SIGNED_IN_PAGE,
      // The browser's question whether to open the app would take the keys from the page: it comes later.
      'signed in': { ...SIGNED_IN_PAGE, html: SIGNED_IN_PAGE.html.replace('"1;url=', '"3600;url=') },
    };
    [browser, site] = await Promise.all([launchChromium(), servePages(pages)]);
  });

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Opens an address; `complaints` collects errors and blocked content. */
  async function openIn(context: BrowserContext, address: string) {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    await page.goto(address);
    return { page, complaints };
  }

  /** The same for the length of one test, in a window of its own. */
  async function open(address: string, options: BrowserContextOptions = {}) {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    return openIn(context, address);
  }

  describe.each(Object.keys(PAGES))('%s', (name) => {
    let page: Page;
    let complaints: readonly string[];

    beforeAll(async () => {
      // One window for all: a fresh one for each size would take minutes.
      ({ page, complaints } = await openIn(await browser.newContext(), site.addressOf(name)));
      await openAll(page);
    });

    afterAll(() => page?.context().close());

    describe.each(['light', 'dark'] as const)('in the %s scheme', (colorScheme) => {
      test.each([1280, 360])(
        'at a width of %i is readable, and the browser has no complaint',
        async (width) => {
          await page.setViewportSize({ width, height: 800 });
          await page.emulateMedia({ colorScheme });
          expect(await overflow(page)).toBeLessThanOrEqual(0);
          const contrasts = await textContrasts(page);
          expect(contrasts.length).toBeGreaterThan(3);
          expect(contrasts.filter(({ ratio }) => ratio < MIN_CONTRAST)).toEqual([]);
          expect(complaints).toEqual([]);
        },
      );
    });

    test.each([
      ['a width of 320', 320, '100%'],
      ['twice the zoom', 640, '100%'],
      ['letters of twice the size on a phone', 360, '200%'],
    ])('at %s needs no scrolling sideways', async (_, width, fontSize) => {
      await page.setViewportSize({ width, height: 600 });
      await page.locator('html').evaluate((root, size) => {
        root.style.fontSize = size;
      }, fontSize);
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    });

    test.each([1280, 360])(
      'at a width of %i the Tab key reaches everything in reading order',
      async (width) => {
        await page.setViewportSize({ width, height: 800 });
        await page.reload();
        await openAll(page);
        const controls = page.locator('a[href], button, summary, input:not([type=hidden])');
        expect(await focused(page)).toBeUndefined();
        const stops = await tabThrough(page);
        expect(stops.length).toBe(await controls.count());
        for (const [index, stop] of stops.entries()) {
          expect(stop, stop.label).toMatchObject({ inView: true });
          expect(stop.outline, stop.label).toBeGreaterThanOrEqual(2);
          const before = stops[index - 1];
          if (before === undefined) continue;
          const isBelow = stop.top >= before.bottom;
          const isBeside = stop.top < before.bottom && stop.bottom > before.top && stop.left > before.left;
          expect(isBelow || isBeside, `${before.label} → ${stop.label}`).toBe(true);
        }
      },
    );
  });

  describe('copying', () => {
    const clipboard = { permissions: ['clipboard-read', 'clipboard-write'] };

    test('each button copies what stands beside it, and says so', async () => {
      const { page, complaints } = await open(site.addressOf('landing'), clipboard);
      await openAll(page);
      const blocks = page.locator('.copyable');
      expect(await blocks.count()).toBe(6);
      for (const block of await blocks.all()) {
        const text = await block.locator('pre').textContent();
        await block.getByRole('button', { name: /^Copy the/ }).press('Enter');
        await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(text);
        await expect.poll(() => page.getByRole('status').textContent()).toBe('Copied to the clipboard.');
      }
      expect(complaints).toEqual([]);
    });

    test('where the clipboard is missing, selects the text and says how to copy it', async () => {
      const { page, complaints } = await open('about:blank');
      await page.addInitScript('Object.defineProperty(navigator, "clipboard", { value: undefined })');
      await page.goto(site.addressOf('landing'));
      await page.getByRole('button', { name: 'Copy the server address' }).click();
      await expect.poll(() => page.getByRole('status').textContent()).toMatch(/Ctrl\+C/);
      expect(await page.evaluate('String(getSelection())')).toBe(LANDING.mcpUrl);
      expect(complaints).toEqual([]);
    });

    test('without JavaScript there are no buttons, and the text is there', async () => {
      const { page } = await open(site.addressOf('landing'), { javaScriptEnabled: false });
      expect(await page.getByRole('button').count()).toBe(0);
      expect(await page.getByText(LANDING.mcpUrl, { exact: true }).isVisible()).toBe(true);
      await page.getByText('Claude Code', { exact: true }).click();
      expect(await page.getByText(/claude mcp add/).isVisible()).toBe(true);
    });
  });

  describe.each([true, false])('the consent form with JavaScript: %s', (javaScriptEnabled) => {
    async function press(page: Page, ...keys: readonly string[]) {
      for (const key of keys) await page.keyboard.press(key);
    }

    /** What the form sends when these keys are pressed. */
    async function sentBy(...keys: readonly string[]) {
      const { page, complaints } = await open(site.addressOf('consent'), { javaScriptEnabled });
      const before = site.posts.length;
      await press(page, ...keys);
      await page.waitForURL(`${site.url}${CONSENT.action}`);
      expect(complaints).toEqual([]);
      expect(site.posts.length).toBe(before + 1);
      return [...(site.posts.at(-1) ?? [])];
    }

    const request = ['request', CONSENT.request];

    test('approves with changes by Enter', async () => {
      const sent = await sentBy('Tab', 'Tab', 'Tab', 'Enter');
      expect(sent).toEqual([request, ['scope', 'fergus:write'], ['decision', 'approve']]);
    });

    test('approves by Space, and without changes once the box is unticked by Space', async () => {
      const sent = await sentBy('Tab', 'Space', 'Tab', 'Tab', 'Space');
      expect(sent).toEqual([request, ['decision', 'approve']]);
    });

    test('denies by Enter', async () => {
      expect(await sentBy('Tab', 'Tab', 'Enter')).toContainEqual(['decision', 'deny']);
    });

    test('Enter in the box does not approve', async () => {
      expect(await sentBy('Tab', 'Enter')).toContainEqual(['decision', 'deny']);
    });
  });

  test('the box is ticked and unticked by Space and by its words', async () => {
    const { page } = await open(site.addressOf('consent'));
    const box = page.getByRole('checkbox', { name: /^Make changes/ });
    expect(await box.isChecked()).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await box.isChecked()).toBe(false);
    await page.getByText('Create, change and delete').click();
    expect(await box.isChecked()).toBe(true);
  });

  test('after signing in the app is opened', async () => {
    const { page } = await open('about:blank');
    const launched = page.waitForRequest(SIGNED_IN.returnTo);
    await page.goto(site.addressOf('launching'));
    await launched;
    expect(await page.getByRole('link', { name: 'Return to Cursor' }).isVisible()).toBe(true);
  });

  test('a name full of markup and direction marks is shown as text', async () => {
    const { page, complaints } = await open(site.addressOf('hostile'));
    expect(await page.locator('dd.said').innerText()).toBe(
      '“<img src=x onerror="document.title=1"> & "\uFFFDedualc\uFFFD"”',
    );
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.title()).toMatch(/^Let this app/);
    expect(complaints).toEqual([]);
  });

  test('the longest host is in full view on a phone', async () => {
    const { page } = await open(site.addressOf('consent, longest values'), {
      viewport: { width: 360, height: 800 },
    });
    for (const host of await page.locator('dd.address').all()) {
      const hidden = await host.evaluate((element) => {
        const range = element.ownerDocument.createRange();
        range.selectNodeContents(element);
        const [text, box] = [range.getBoundingClientRect(), element.getBoundingClientRect()];
        return Math.max(
          box.left - text.left,
          text.right - box.right,
          box.top - text.top,
          text.bottom - box.bottom,
        );
      });
      expect(hidden).toBeLessThanOrEqual(0.5);
    }
  });

  test('approving leads through every redirect of a sign-in, over origins that the page does not know', async () => {
    const last = await startSite((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>connected</title>');
    });
    const client = await startSite((_, response) => {
      response.writeHead(302, { location: `${last.url}/done` }).end();
    });
    const signIn = await startSite(({ url = '' }, response) => {
      const back = new URL(url, 'http://here').searchParams.get('back') ?? '';
      response.writeHead(302, { location: `${back}?code=upstream` }).end();
    });
    const page = consentPage(CONSENT);
    const server = await startSite(async (request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://here');
      if (request.method === 'POST') {
        expect((await readForm(request)).get('decision')).toBe('approve');
        const back = encodeURIComponent(`http://${request.headers.host}/oauth/callback`);
        response.writeHead(303, { location: `${signIn.url}/authorize?back=${back}` }).end();
      } else if (pathname === '/oauth/callback') {
        response.writeHead(302, { location: `${client.url}/callback?code=ours` }).end();
      } else {
        response
          .writeHead(200, { 'content-type': 'text/html', 'content-security-policy': page.csp })
          .end(page.html);
      }
    });
    onTestFinished(async () => {
      await Promise.all([last, client, signIn, server].map((one) => one.close()));
    });
    const { page: window, complaints } = await open(`${server.url}/authorize`);
    await window.getByRole('button', { name: 'Approve' }).click();
    await window.waitForURL(`${last.url}/done`);
    expect(await window.title()).toBe('connected');
    expect(complaints).toEqual([]);
  });
});
