import { TestBrowser } from '../support/oauth-flow.ts';

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

/** A browser that hands all that it is given to the collector: cookies, and what stands in its addresses. */
export class LeakyBrowser extends TestBrowser {
  readonly #secrets: SecretCollector;

  constructor(secrets: SecretCollector) {
    super();
    this.#secrets = secrets;
  }

  override readonly fetch: typeof fetch = async (input, init) => {
    const response = await super.fetch(input, init);
    for (const cookie of response.headers.getSetCookie()) this.#secrets.add(/=([^;]+)/.exec(cookie)?.[1]);
    const location = response.headers.get('location');
    const parameters = location === null ? [] : new URL(location).searchParams;
    for (const [name, value] of parameters) {
      if (['code', 'state', 'nonce', 'code_challenge'].includes(name)) this.#secrets.add(value);
    }
    return response;
  };
}
