import { expect } from 'vitest';
import { answerConsent, sealedRequestIn, type TestBrowser } from '../support/oauth-flow.ts';

/**
 * Expects what a person gets where nobody can be redirected: a page of ours with this heading, which leads
 * nowhere and is not kept.
 *
 * @returns its markup.
 */
export async function expectPage(response: Response, heading: string, status = 400): Promise<string> {
  const html = await response.text();
  expect(html).toContain(`<h1>${heading}</h1>`);
  expect(response.status).toBe(status);
  expect(response.headers.get('location')).toBeNull();
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
  return html;
}

/** Where an answer redirects to. */
export function redirectOf(response: Response): URL {
  expect([302, 303]).toContain(response.status);
  return new URL(response.headers.get('location') ?? '');
}

/** What the client is told at its redirect address. */
export function answerOf(response: Response): Record<string, string> {
  const { searchParams } = redirectOf(response);
  expect([...searchParams.keys()].length).toBe(new Set(searchParams.keys()).size);
  return Object.fromEntries(searchParams);
}

/** Opens the consent page of an authorization request. @returns what its form carries. */
export async function openConsent(browser: TestBrowser, url: URL): Promise<string> {
  return sealedRequestIn(await (await browser.fetch(url)).text());
}

/** Opens the consent page and approves. @returns where at Fergus's sign-in the browser is sent. */
export async function approve(browser: TestBrowser, url: URL): Promise<URL> {
  return redirectOf(await answerConsent(browser, url.origin, await openConsent(browser, url)));
}

/** The attributes of the cookies that an answer sets, by name; the value stands under `value`. */
export function cookiesSetBy(response: Response): Map<string, Record<string, string | true>> {
  return new Map(
    response.headers.getSetCookie().map((line) => {
      const [[name = '', value = ''] = [], ...attributes] = line
        .split(';')
        .map((part) => part.trim().split('='));
      const entries = attributes.map(([key = '', text]) => [key, text ?? true] as const);
      return [name, { value, ...Object.fromEntries(entries) }];
    }),
  );
}
