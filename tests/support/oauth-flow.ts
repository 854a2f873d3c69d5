import { createHash, randomBytes } from 'node:crypto';
import { signInAt } from './sign-in.ts';

/** A browser without JavaScript: keeps cookies by origin, and follows redirects only when told. */
export class TestBrowser {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** `fetch` with this browser's cookies; redirects are not followed. */
  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { host } = new URL(request.url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    if (jar.size > 0)
      request.headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(request, { redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', value = ''] = pair.split('=', 2);
      if (/expires=Thu, 01 Jan 1970/i.test(line) || value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };

  /** The cookies that it holds for a host, by name. */
  cookiesOf(url: string): ReadonlyMap<string, string> {
    return this.#cookies.get(new URL(url).host) ?? new Map();
  }

  setCookie(url: string, name: string, value: string): void {
    const { host } = new URL(url);
    this.#cookies.set(host, new Map([...this.cookiesOf(url), [name, value]]));
  }
}

/** PKCE: a verifier and its S256 challenge. */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}

export interface Registered {
  readonly client_id: string;
  readonly client_secret?: string;
}

export const REDIRECT_URI = 'http://localhost:7777/callback';

/** Registers a client. @throws where the answer is not 201. */
export async function register(server: string, metadata: Record<string, unknown> = {}): Promise<Registered> {
  const response = await fetch(`${server}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'Test client', redirect_uris: [REDIRECT_URI], ...metadata }),
  });
  if (response.status !== 201) throw new Error(`register: ${response.status} ${await response.text()}`);
  return (await response.json()) as Registered;
}

/** The address of an authorization request; a parameter set to `undefined` is left out. */
export function authorizeUrl(server: string, parameters: Record<string, string | undefined>): URL {
  const url = new URL(`${server}/authorize`);
  const all: Record<string, string | undefined> = {
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    code_challenge_method: 'S256',
    state: 'client-state',
    resource: `${server}/mcp`,
    ...parameters,
  };
  for (const [name, value] of Object.entries(all)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

/** The hidden field of a consent page. @throws where the page has none. */
export function sealedRequestIn(html: string): string {
  const value = /name="request" value="([^"]+)"/.exec(html)?.[1];
  if (value === undefined) throw new Error(`No consent form in: ${html.slice(0, 300)}`);
  return value;
}

/** Answers the consent page. @returns the answer, whose `Location` leads to the sign-in or back to the client. */
export async function answerConsent(
  browser: TestBrowser,
  server: string,
  request: string,
  answer: { decision?: 'approve' | 'deny'; write?: boolean } = {},
): Promise<Response> {
  const { decision = 'approve', write = true } = answer;
  const body = new URLSearchParams({ request, decision, ...(write && { scope: 'fergus:write' }) });
  return browser.fetch(`${server}/authorize/consent`, { method: 'POST', body });
}

/** From the authorization request to the address that the client is called back at, signing in as the user. */
export async function authorizeAs(
  user: string,
  url: URL,
  options: { browser?: TestBrowser; write?: boolean } = {},
): Promise<URL> {
  const { browser = new TestBrowser(), write = true } = options;
  const page = await browser.fetch(url);
  const consent = await answerConsent(browser, url.origin, sealedRequestIn(await page.text()), { write });
  const upstream = consent.headers.get('location');
  if (upstream === null) throw new Error(`consent: ${consent.status} ${await consent.text()}`);
  const callback = await browser.fetch(await signInAt(upstream, user, browser.fetch));
  const location = callback.headers.get('location');
  if (location === null) throw new Error(`callback: ${callback.status} ${await callback.text()}`);
  return new URL(location);
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: string;
  readonly expires_in: number;
  readonly scope: string;
}

/** A request to the token endpoint. */
export function tokenRequest(
  server: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${server}/oauth/token`, { method: 'POST', body: new URLSearchParams(form), headers });
}

export interface SignedInClient extends Registered {
  readonly tokens: Tokens;
}

/** A new client whose user signed in. */
export async function signedInClient(
  server: string,
  user: string,
  options: { write?: boolean; metadata?: Record<string, unknown> } = {},
): Promise<SignedInClient> {
  const client = await register(server, options.metadata);
  const { code, verifier } = await codeFor(server, client.client_id, user, options);
  const response = await tokenRequest(server, {
    grant_type: 'authorization_code',
    client_id: client.client_id,
    ...(client.client_secret !== undefined && { client_secret: client.client_secret }),
    code,
    code_verifier: verifier,
    redirect_uri: REDIRECT_URI,
  });
  if (response.status !== 200) throw new Error(`token: ${response.status} ${await response.text()}`);
  return { ...client, tokens: (await response.json()) as Tokens };
}

/** A code that a user's sign-in gave a client, and the verifier that redeems it. */
export async function codeFor(
  server: string,
  clientId: string,
  user: string,
  options: { write?: boolean } = {},
): Promise<{ code: string; verifier: string }> {
  const { verifier, challenge } = pkce();
  const url = authorizeUrl(server, { client_id: clientId, code_challenge: challenge });
  const back = await authorizeAs(user, url, options);
  const code = back.searchParams.get('code');
  if (code === null) throw new Error(`No code in ${back.href}`);
  return { code, verifier };
}
