import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { browserSuite, chromiumAvailable, launchChromium } from '../support/browser.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { authorizeUrl, pkce, register, tokenRequest } from '../support/oauth-flow.ts';
import { overflow } from './in-page.ts';
import { type Site, startSite } from './page-server.ts';
import { CONSENT_KEYS, type Complaints, complaintsOf, press, SIGN_IN_KEYS } from './sign-in-windows.ts';

const APP_URI = 'cursor://anysphere.cursor-mcp/oauth/callback';

describe.skipIf(!chromiumAvailable())(browserSuite('signing in with a browser'), () => {
  let browser: Browser;
  let server: TestServer;
  /** Listens on loopback for the sign-in, as clients on people's computers do. */
  let listener: Site;
  let clientId: string;
  let complaints: Complaints;
  const { verifier, challenge } = pkce();

  beforeAll(async () => {
    [browser, server, listener] = await Promise.all([
      launchChromium(),
      startTestServer(),
      startSite((_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<title>connected</title>Go back.');
      }),
    ]);
    const uris = ['http://127.0.0.1/callback', APP_URI];
    clientId = (await register(server.url, { redirect_uris: uris })).client_id;
  });

  afterEach(() => expect(complaints).toEqual([]));

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await listener?.close();
  });

  function request(parameters: Record<string, string> = {}): string {
    const own = { client_id: clientId, code_challenge: challenge, redirect_uri: `${listener.url}/callback` };
    return authorizeUrl(server.url, { ...own, ...parameters }).href;
  }

  /** An empty window of its own, for the length of one test. */
  async function openWindow(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options);
    onTestFinished(() => context.close());
    complaints = await complaintsOf(context);
    return context.newPage();
  }

  function atSignIn(page: Page): Promise<void> {
    return page.waitForURL((url) => url.origin === server.cognito.url);
  }

  /** What the client was told at its address. */
  async function answerTo(page: Page): Promise<Record<string, string>> {
    await page.waitForURL((url) => url.origin === listener.url);
    expect(await page.title()).toBe('connected');
    return Object.fromEntries(new URL(page.url()).searchParams);
  }

  async function scopeOf({ code = '' }: Record<string, string>): Promise<unknown> {
    const form = { grant_type: 'authorization_code', client_id: clientId, code, code_verifier: verifier };
    const answer = await tokenRequest(server.url, { ...form, redirect_uri: `${listener.url}/callback` });
    return ((await answer.json()) as { scope?: unknown }).scope;
  }

  describe.each([
    [1280, true],
    [360, true],
    [360, false],
  ])('by keyboard alone, %i pixels wide, with JavaScript: %s', (width, javaScriptEnabled) => {
    const options = { viewport: { width, height: 740 }, javaScriptEnabled };

    async function expectNoSideways(page: Page): Promise<void> {
      expect(await overflow(page)).toBeLessThanOrEqual(0);
    }

    test('leads from the consent by way of Fergus to the client, with code, state and issuer', async () => {
      const page = await openWindow(options);
      await page.goto(request());
      await expectNoSideways(page);
      await press(page, ...CONSENT_KEYS.approve);
      await atSignIn(page);
      await expectNoSideways(page);
      await press(page, ...SIGN_IN_KEYS.owner);
      const answer = await answerTo(page);
      expect(answer).toEqual({ code: expect.any(String), state: 'client-state', iss: server.url });
      expect(await scopeOf(answer)).toBe('fergus:read fergus:write');
    });

    test('allows reading only once the box is unticked', async () => {
      const page = await openWindow(options);
      await page.goto(request());
      await press(page, ...CONSENT_KEYS.approveReading);
      await atSignIn(page);
      await press(page, ...SIGN_IN_KEYS.owner);
      expect(await scopeOf(await answerTo(page))).toBe('fergus:read');
    });

    test('denies, and goes nowhere near Fergus', async () => {
      const page = await openWindow(options);
      await page.goto(request());
      server.cognito.requests.length = 0;
      await press(page, ...CONSENT_KEYS.deny);
      expect(await answerTo(page)).toMatchObject({ error: 'access_denied', state: 'client-state' });
      expect(server.cognito.requests).toEqual([]);
    });

    test('gives up at Fergus', async () => {
      const page = await openWindow(options);
      await page.goto(request());
      await press(page, ...CONSENT_KEYS.approve);
      await atSignIn(page);
      await press(page, ...SIGN_IN_KEYS.cancel);
      expect(await answerTo(page)).toMatchObject({ error: 'access_denied', state: 'client-state' });
    });

    test('opens an app by its scheme, and leaves a page with a button', async () => {
      const page = await openWindow(options);
      await page.goto(request({ redirect_uri: APP_URI }));
      await press(page, ...CONSENT_KEYS.approve);
      await atSignIn(page);
      const launch = page.waitForRequest((sent) => sent.url().startsWith('cursor:'));
      await press(page, ...SIGN_IN_KEYS.owner);
      await page.waitForURL((url) => url.pathname === '/oauth/callback');
      await expectNoSideways(page);
      const launched = (await launch).url();
      expect(launched).toMatch(/^cursor:\/\/anysphere\.cursor-mcp\/oauth\/callback\?code=/);
      expect(await page.getByRole('heading').first().textContent()).toBe('You are signed in');
      expect(await page.getByRole('link').getAttribute('href')).toBe(launched);
      const again = page.waitForRequest(launched);
      await press(page, 'Tab', 'Enter');
      await again;
    });
  });

  test('reaches a client that sends the browser on to another origin', async () => {
    const relay = await startSite((_, response) => {
      response.writeHead(302, { location: `${listener.url}/callback?relayed=yes` }).end();
    });
    onTestFinished(() => relay.close());
    const page = await openWindow();
    await page.goto(request({ redirect_uri: `${relay.url}/callback` }));
    await press(page, ...CONSENT_KEYS.approve);
    await atSignIn(page);
    await press(page, ...SIGN_IN_KEYS.owner);
    expect(await answerTo(page)).toEqual({ relayed: 'yes' });
  });

  test('in a window that a page of another origin opened, can tell that page how it went', async () => {
    const client = await startSite(({ url = '' }, response) => {
      const script = url.startsWith('/callback')
        ? 'opener.postMessage(location.search, location.origin); close();'
        : 'addEventListener("message", (event) => { document.title = event.data; });';
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end(`<title>waiting</title><script>${script}</script>`);
    });
    onTestFinished(() => client.close());
    const opener = await openWindow();
    await opener.goto(client.url);
    const opened = opener.waitForEvent('popup');
    const address = request({ redirect_uri: `${client.url}/callback` });
    await opener.evaluate(`void window.open(${JSON.stringify(address)})`);
    const page = await opened;
    await page.waitForLoadState();
    await press(page, ...CONSENT_KEYS.approve);
    await atSignIn(page);
    await press(page, ...SIGN_IN_KEYS.owner);
    await expect.poll(() => opener.title()).toMatch(/^\?code=.*&state=client-state&iss=/);
    expect(page.isClosed()).toBe(true);
  });

  test('works in two tabs at once', async () => {
    const one = await openWindow();
    const two = await one.context().newPage();
    await one.goto(request({ state: 'one' }));
    await two.goto(request({ state: 'two' }));
    for (const page of [one, two]) await press(page, ...CONSENT_KEYS.approve);
    for (const page of [two, one]) {
      await atSignIn(page);
      await press(page, ...SIGN_IN_KEYS.owner);
    }
    expect(await answerTo(one)).toMatchObject({ state: 'one', code: expect.any(String) });
    expect(await answerTo(two)).toMatchObject({ state: 'two', code: expect.any(String) });
  });

  test('is not shown within a page of another site', async () => {
    const framing = await startSite((_, response) => {
      const frame = `<iframe src="${request().replaceAll('&', '&amp;')}"></iframe>`;
      response.writeHead(200, { 'content-type': 'text/html' }).end(frame);
    });
    onTestFinished(() => framing.close());
    const page = await openWindow();
    await page.goto(framing.url);
    await expect.poll(() => complaints.join()).toContain("frame-ancestors 'none'");
    await expect
      .poll(() => page.frames().map((frame) => frame.url()))
      .toEqual([`${framing.url}/`, 'chrome-error://chromewebdata/']);
    complaints = [];
  });

  test('tells no site where the browser came from, and no script what the cookies are', async () => {
    const page = await openWindow();
    const referers: (string | undefined)[] = [];
    page.on('request', (sent) => referers.push(sent.headers().referer));
    await page.goto(request());
    expect(await page.evaluate('document.cookie')).toBe('');
    await press(page, ...CONSENT_KEYS.approve);
    await atSignIn(page);
    const cookies = await page.context().cookies(server.url);
    expect(cookies.map(({ name }) => name.replace(/-[\w-]{8}$/, '')).sort()).toEqual([
      'fergus-browser',
      'fergus-sign-in',
    ]);
    for (const cookie of cookies)
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    await press(page, ...SIGN_IN_KEYS.owner);
    await answerTo(page);
    expect(referers.length).toBeGreaterThan(4);
    expect(new Set(referers)).toEqual(new Set([undefined]));
  });
});
