import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemoryStore } from '../../src/storage/memory-store.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { authorizeUrl, codeFor, pkce, register, signedInClient } from '../support/oauth-flow.ts';
import { type FloodAnswer, flood, heapMegabytes } from './flood.ts';
import { callTool, INITIALIZE } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, redemption } from './token-requests.ts';

/** A quarter of the default, so that the limits by user and by address are both within reach. */
const MAX = 25;
const LIMITS = { authorize: MAX, register: MAX * 5, token: MAX * 50, user: MAX * 20, address: MAX * 100 };
const SESSIONS_PER_USER = 20;
/** The machine may be busy. */
const LONG = { timeout: 120_000 };
/** More than garbage and logs of a run make up, and far less than a thousand sessions would. */
const GROWTH_MB = 25;

const ENV = {
  ENABLE_RATE_LIMITING: 'true',
  RATE_LIMIT_MAX: `${MAX}`,
  MAX_SESSIONS_PER_USER: `${SESSIONS_PER_USER}`,
  TRUST_PROXY: '1',
  LOG_LEVEL: 'silent',
};

const JSON_TYPES = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const initializeAs = (token: string) => ({ ...JSON_TYPES, authorization: `Bearer ${token}` });

/** The proxy in front tells the address last; what the client made up stands before it. */
const from = (address: string) => (i: number) => ({ 'x-forwarded-for': `198.51.100.${i % 256}, ${address}` });

function countsIn(answers: ReadonlyMap<number, FloodAnswer>): (readonly [number, number])[] {
  return [...answers].map(([status, { count }]) => [status, count]);
}

/** @returns the body. */
function expectRefusal(answer: FloodAnswer | undefined, type: string): string {
  expect(Number(answer?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(answer?.headers.get('ratelimit-policy')).toMatch(/q=\d+; w=900/);
  expect(answer?.headers.get('ratelimit')).toMatch(/r=0; t=\d+/);
  expect(answer?.headers.get('content-type')).toContain(type);
  return answer?.body ?? '';
}

/** Somebody else, at another address, gets through the whole sign-in and a call. */
async function expectServed({ url, mcpUrl }: TestServer, user: string): Promise<void> {
  const { tokens } = await signedInClient(url, user);
  const response = await callTool(mcpUrl, tokens.access_token, 'list-customers', { limit: 1 });
  expect(response.status).toBe(200);
  expect(response.headers.get('ratelimit')).not.toBeNull();
  await response.text();
}

describeOnStores('a flood', (open) => {
  let suite: SuiteStore;
  let server: TestServer;

  beforeAll(async () => {
    suite = await open();
    server = await startTestServer({ store: suite.store, env: ENV });
  });
  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  /** The limits are of this process and the same with each store, so that one of them gets the whole flood. */
  const asMany = (count: number) =>
    suite.store.kind === 'memory' ? count : Math.max(count / 10, LIMITS.user + 100);
  const entries = async () =>
    suite.store instanceof MemoryStore ? suite.store.size : (await suite.dump()).split('\n').length;

  test(
    'of 20,000 authorization requests is answered with a page that says when to come back',
    LONG,
    async () => {
      const count = asMany(20_000);
      const { client_id } = await register(server.url);
      const url = authorizeUrl(server.url, { client_id, code_challenge: pkce().challenge });
      const [before, heap] = [await entries(), heapMegabytes()];
      const answers = await flood({ url, count, headers: from('203.0.113.1') });
      expect(countsIn(answers)).toEqual([
        [200, LIMITS.authorize],
        [429, count - LIMITS.authorize],
      ]);
      const page = expectRefusal(answers.get(429), 'text/html');
      expect(page).toMatch(/<h1>Too many attempts<\/h1>/);
      expect(page).toMatch(/Wait 15 minutes/);
      // What was asked for is in the pages that were sent, and nowhere here.
      expect(await entries()).toBe(before);
      expect(heapMegabytes() - heap).toBeLessThan(GROWTH_MB);
      await expectServed(server, 'other');
    },
  );

  test(
    'of 3,000 initializes by one user opens as many sessions as one may have, and is stopped',
    LONG,
    async () => {
      const count = asMany(3000);
      const { tokens } = await signedInClient(server.url, 'owner');
      const token = tokens.access_token;
      const [before, heap] = [await entries(), heapMegabytes()];
      const headers = (i: number) => ({ ...initializeAs(token), ...from('203.0.113.2')(i) });
      const body = JSON.stringify(INITIALIZE);
      const answers = await flood({ url: server.mcpUrl, method: 'POST', body, count, headers });
      expect(countsIn(answers)).toEqual([
        [200, LIMITS.user],
        [429, count - LIMITS.user],
      ]);
      const refusal = expectRefusal(answers.get(429), 'application/json');
      expect(JSON.parse(refusal)).toMatchObject({
        jsonrpc: '2.0',
        error: { message: expect.stringMatching(/Try again in \d+ seconds/) },
      });
      const health = (await (await fetch(`${server.url}/health`)).json()) as { activeSessions: number };
      expect(health.activeSessions).toBeLessThanOrEqual(SESSIONS_PER_USER);
      // The sessions, and the list of them.
      expect((await entries()) - before).toBeLessThanOrEqual(SESSIONS_PER_USER + 1);
      expect(heapMegabytes() - heap).toBeLessThan(GROWTH_MB);
      await expectServed(server, 'other');
    },
  );
});

/** What is refused before the store is asked. */
describe('a flood', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ env: ENV });
  });
  afterAll(() => server?.close());

  test(
    'of initializes by a stranger is told to sign in, and at last refused before that is looked at',
    LONG,
    async () => {
      const answers = await flood({
        url: server.mcpUrl,
        method: 'POST',
        body: JSON.stringify(INITIALIZE),
        count: LIMITS.address + 50,
        headers: (i) => ({ ...initializeAs(`made-up-${i}`), ...from('203.0.113.3')(i) }),
      });
      expect(countsIn(answers)).toEqual([
        [401, LIMITS.address],
        [429, 50],
      ]);
      expect(JSON.parse(expectRefusal(answers.get(429), 'application/json'))).toMatchObject({
        jsonrpc: '2.0',
      });
      await expectServed(server, 'member');
    },
  );

  test.each([
    ['token', '/oauth/token', LIMITS.token, 401, 'grant_type=refresh_token&client_id=nobody&refresh_token=x'],
    ['revoke', '/oauth/revoke', LIMITS.token, 401, 'client_id=nobody&token=x'],
    ['register', '/oauth/register', LIMITS.register, 400, '{}'],
  ])('of %s requests is refused in the words of OAuth', async (name, path, limit, status, body) => {
    const answers = await flood({
      url: `${server.url}${path}`,
      method: 'POST',
      body,
      count: limit + 50,
      headers: (i) => ({
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://assistant.example.com',
        ...from(`203.0.113.4${name.length}`)(i),
      }),
    });
    expect(countsIn(answers)).toEqual([
      [status, limit],
      [429, 50],
    ]);
    expect(JSON.parse(expectRefusal(answers.get(429), 'application/json'))).toEqual({
      error: 'temporarily_unavailable',
      error_description: expect.stringMatching(/Try again in \d+ seconds/),
    });
    // Clients in browsers can read it, too.
    expect(answers.get(429)?.headers.get('access-control-allow-origin')).toBe('*');
    const client = await register(server.url);
    const code = await codeFor(server.url, client.client_id, 'other');
    expect((await askForTokens(server.url, redemption(client, code))).status).toBe(200);
  });
});
