import type { TestBrowser } from '../support/oauth-flow.ts';

/** Collects what must stay secret, as it is given out. */
export class SecretCollector {
  readonly #secrets = new Set<string>();

  add(...secrets: readonly (string | undefined)[]): void {
    for (const secret of secrets) if (secret !== undefined && secret !== '') this.#secrets.add(secret);
  }

  get size(): number {
    return this.#secrets.size;
  }

  /**
   * The secrets that a text holds, whole or without what is in front of the last dot: our tokens name their
   * grant and JWTs carry claims, while the last part of each is good for nothing but proving it.
   */
  foundIn(text: string): readonly string[] {
    const telling = (secret: string) => [secret, secret.slice(secret.lastIndexOf('.') + 1)];
    return [...this.#secrets].filter((secret) => telling(secret).some((part) => text.includes(part)));
  }
}

/** `fetch` of a browser that notes all that the browser is given: cookies, and what stands in its addresses. */
export function noting(secrets: SecretCollector, browser: TestBrowser): TestBrowser['fetch'] {
  return async (input, init) => {
    const response = await browser.fetch(input, init);
    for (const cookie of response.headers.getSetCookie()) secrets.add(/^[^=]+=([^;]+)/.exec(cookie)?.[1]);
    const location = response.headers.get('location');
    const parameters = location === null ? [] : new URL(location).searchParams;
    for (const [name, value] of parameters) {
      if (['code', 'state', 'nonce', 'code_challenge'].includes(name)) secrets.add(value);
    }
    return response;
  };
}
