import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import {
  answerConsent,
  authorizeUrl,
  pkce,
  REDIRECT_URI,
  register,
  TestBrowser,
} from '../support/oauth-flow.ts';
import { answerOf, expectPage, openConsent, redirectOf } from './sign-in-steps.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

const INVALID = 'This page is no longer valid';
const INCOMPLETE = 'The answer to the consent page was incomplete';
const UNREADABLE = 'That could not be read';

describeOnStores('the answer to the consent page', (open) => {
  let suite: SuiteStore;
  let server: TestServer;
  let clientId: string;
  let browser: TestBrowser;
  const { challenge } = pkce();

  beforeAll(async () => {
    suite = await open();
    server = await startTestServer({ store: suite.store });
    clientId = (await register(server.url)).client_id;
  });

  beforeEach(() => {
    browser = new TestBrowser();
  });

  afterEach(() => vi.useRealTimers());

  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  function request(parameters: Record<string, string> = {}): URL {
    return authorizeUrl(server.url, { client_id: clientId, code_challenge: challenge, ...parameters });
  }

  function post(fields: readonly (readonly [string, string])[]): Promise<Response> {
    const body = new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value]));
    return browser.fetch(`${server.url}/authorize/consent`, { method: 'POST', body });
  }

  describe('counts only', () => {
    test('from a browser that holds our cookie', async () => {
      const sealed = await openConsent(browser, request());
      await expectPage(await answerConsent(new TestBrowser(), server.url, sealed), INVALID);
    });

    test('from the very browser that got the page', async () => {
      const sealed = await openConsent(browser, request());
      const other = new TestBrowser();
      await openConsent(other, request());
      await expectPage(await answerConsent(other, server.url, sealed), INVALID);
      expect(redirectOf(await answerConsent(browser, server.url, sealed)).origin).toBe(server.cognito.url);
    });

    test('with the cookie as we sealed it', async () => {
      const sealed = await openConsent(browser, request());
      const value = browser.cookiesOf(server.url).get('fergus-browser') ?? '';
      for (const changed of [flipped(value), 'chosen-by-somebody', `${value}x`]) {
        browser.setCookie(server.url, 'fergus-browser', changed);
        await expectPage(await answerConsent(browser, server.url, sealed), INVALID);
      }
    });

    test('with the request as we sealed it', async () => {
      const sealed = await openConsent(browser, request());
      const cookie = browser.cookiesOf(server.url).get('fergus-browser') ?? '';
      const plain = Buffer.from(JSON.stringify({ clientId, target: { uri: REDIRECT_URI } })).toString(
        'base64url',
      );
      for (const changed of [flipped(sealed), sealed.slice(0, -4), cookie, plain, '', '...']) {
        await expectPage(await answerConsent(browser, server.url, changed), INVALID);
      }
    });

    test('within ten minutes', async () => {
      const opened = Date.now();
      const sealed = await openConsent(browser, request());
      vi.useFakeTimers({ toFake: ['Date'], now: opened + 599_000 });
      expect(redirectOf(await answerConsent(browser, server.url, sealed)).origin).toBe(server.cognito.url);
      vi.setSystemTime(opened + 602_000);
      await expectPage(await answerConsent(browser, server.url, sealed), INVALID);
    });

    test('while the client is registered, and with that address', async () => {
      const { client_id: id } = await register(server.url);
      const sealed = await openConsent(browser, request({ client_id: id }));
      const key = `{${id}}:client`;
      const record: unknown = JSON.parse((await suite.store.get(key)) ?? '');
      const moved = { ...(record as object), redirectUris: ['https://moved.example/'] };
      await suite.store.set(key, JSON.stringify(moved), 60_000);
      await expectPage(await answerConsent(browser, server.url, sealed), 'This app is not known here');
      await suite.store.delete(key);
      await expectPage(await answerConsent(browser, server.url, sealed), 'This app is not known here');
    });
  });

  describe('as a form', () => {
    test.each<[string, (sealed: string) => (readonly [string, string])[]]>([
      ['without the request', () => [['decision', 'approve']]],
      ['without a decision', (sealed) => [['request', sealed]]],
      [
        'with a decision that is none',
        (sealed) => [
          ['request', sealed],
          ['decision', 'yes'],
        ],
      ],
      [
        'with two decisions',
        (sealed) => [
          ['request', sealed],
          ['decision', 'deny'],
          ['decision', 'approve'],
        ],
      ],
      [
        'with an unknown scope',
        (sealed) => [
          ['request', sealed],
          ['decision', 'approve'],
          ['scope', 'all'],
        ],
      ],
      ['with nothing in it', () => []],
    ])('%s is refused on a page', async (_, fields) => {
      await expectPage(await post(fields(await openConsent(browser, request()))), INCOMPLETE);
    });

    test('of another kind is refused on a page', async () => {
      const body = JSON.stringify({ request: await openConsent(browser, request()), decision: 'approve' });
      const headers = { 'content-type': 'application/json' };
      const answer = await browser.fetch(`${server.url}/authorize/consent`, {
        method: 'POST',
        body,
        headers,
      });
      await expectPage(answer, INCOMPLETE);
    });

    test.each([
      ['too large', [['request', 'x'.repeat(70_000)]] as const],
      ['with too many fields', Array.from({ length: 1001 }, (_, i) => [`f${i}`, 'x'] as const)],
    ])('%s is refused on a page', async (_, fields) => {
      await expectPage(await post(fields), UNREADABLE);
    });

    test('may carry the longest request that is taken', async () => {
      const uri = `https://app.example/${'p'.repeat(2028)}`;
      const { client_id: id } = await register(server.url, { redirect_uris: [uri] });
      const state = 'ü'.repeat(2048);
      const sealed = await openConsent(browser, request({ client_id: id, redirect_uri: uri, state }));
      const denial = await answerConsent(browser, server.url, sealed, { decision: 'deny' });
      expect(denial.headers.get('location')?.startsWith(uri)).toBe(true);
    });
  });

  test('pages of several apps in one browser can be answered in any order', async () => {
    const ids = await Promise.all([1, 2, 3].map(async () => (await register(server.url)).client_id));
    const pages: { state: string; sealed: string }[] = [];
    for (const id of ids) {
      pages.push({ state: id, sealed: await openConsent(browser, request({ client_id: id, state: id })) });
    }
    for (const { state, sealed } of pages.reverse()) {
      const denial = await answerConsent(browser, server.url, sealed, { decision: 'deny' });
      expect(answerOf(denial)).toMatchObject({ state });
    }
  });
});

/** The same text with its last letter but two changed. */
function flipped(sealed: string): string {
  const at = sealed.length - 3;
  return `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`;
}
