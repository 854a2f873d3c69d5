import { afterAll, afterEach, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { startSandboxCognito } from '../../src/sandbox/cognito/index.ts';
import { startTestServer } from '../support/http-server.ts';
import { signedInClient } from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { callTool, resultOf, statusWith } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { startTwoServers, type TwoServers } from './two-servers.ts';
import { expectTwentySuccesses, MINUTE, refreshesIn, UpstreamSuite } from './upstream-setup.ts';

describeOnStores('upstream tokens are refreshed', (open) => {
  const on = new UpstreamSuite(open);

  test('once for 20 calls at once when they have expired', async () => {
    const client = await on.signInWithLeft(-1);
    on.server.cognito.setRotation(true);
    await expectTwentySuccesses(on.server, [on.server.mcpUrl], client.tokens.access_token);
    expect(refreshesIn(on.server)).toBe(1);
    expect(on.server.fergus.requests.map((request) => request.status)).not.toContain(401);
  });

  test('once for 20 calls at once that Fergus refuses', async () => {
    const client = await on.signInWithLeft(30);
    on.server.cognito.setRotation(true);
    on.server.cognito.expireAccessTokens();
    await expectTwentySuccesses(on.server, [on.server.mcpUrl], client.tokens.access_token);
    expect(refreshesIn(on.server)).toBe(1);
  });

  test('when Fergus refuses them within a call, and a change is made once', async () => {
    const client = await on.signInWithLeft(30);
    on.server.cognito.expireAccessTokens();
    const draft = { title: 'Upstream test', jobType: 'Charge Up', isDraft: true };
    const response = await callTool(on.server.mcpUrl, client.tokens.access_token, 'create-job', draft);
    expect((await resultOf(response)).isError ?? false).toBe(false);
    expect(refreshesIn(on.server)).toBe(1);
    const posts = on.server.fergus.requests.filter(({ method }) => method === 'POST');
    expect(posts.filter((post) => post.status !== 401)).toHaveLength(1);
  });

  test('before a call when less than five minutes are left, and not earlier', async () => {
    const client = await on.signInWithLeft(5.5);
    expect(await on.status(client)).toBe(200);
    expect(refreshesIn(on.server)).toBe(0);
    await on.pass(MINUTE);
    // Whatever was sent with the old token would be refused from now on.
    on.server.cognito.expireAccessTokens();
    on.server.fergus.requests.length = 0;
    expect(await on.status(client)).toBe(200);
    expect(refreshesIn(on.server)).toBe(1);
    expect(on.server.fergus.requests.map((request) => request.status)).toEqual([200]);
  });

  test('by their own expiry, however often ours were refreshed meanwhile', async () => {
    const client = await on.signIn();
    let latest = client;
    for (let minute = 0; minute < 54; minute += 9) {
      await on.pass(9 * MINUTE);
      latest = await on.refreshOurs(latest);
    }
    on.server.cognito.requests.length = 0;
    expect([await on.status(latest), refreshesIn(on.server)]).toEqual([200, 0]);
    await on.pass(1.5 * MINUTE);
    latest = await on.refreshOurs(latest);
    expect(refreshesIn(on.server)).toBe(0);
    expect([await on.status(latest), refreshesIn(on.server)]).toEqual([200, 1]);
  });

  test('with the refresh token that came last, whether Cognito rotates it, stops, or never did', async () => {
    const client = await on.signIn();
    let latest = client;
    for (const rotation of [false, false, true, true, false, false]) {
      on.server.cognito.setRotation(rotation);
      await on.pass(61 * MINUTE);
      latest = await on.refreshOurs(latest);
      expect(await on.status(latest)).toBe(200);
    }
  });
});

describeOnStores('upstream tokens at two servers over one store', (open) => {
  let suite: SuiteStore;
  let store: AgeingStore;
  let two: TwoServers;

  beforeAll(async () => {
    suite = await open();
    store = new AgeingStore(suite.store);
    two = await startTwoServers(store);
    two.first.cognito.setRotation(true);
  });
  afterEach(() => void vi.useRealTimers());
  afterAll(async () => {
    await two?.close();
    await suite?.close();
  });

  test.each([
    ['run low', () => store.pass(56 * MINUTE)],
    ['are refused by Fergus', async () => two.first.cognito.expireAccessTokens()],
  ])('that %s are refreshed once for 20 calls at once, ten at each', async (_, end) => {
    const { first, second } = two;
    const { tokens } = await signedInClient(first.url, 'owner');
    first.cognito.requests.length = 0;
    await end();
    await expectTwentySuccesses(first, [first.mcpUrl, second.mcpUrl], tokens.access_token);
    expect(refreshesIn(first)).toBe(1);
  });
});

test('tokens that Cognito makes to live for 200 seconds are refreshed before each use', async () => {
  const base = await startTestServer();
  const cognito = await startSandboxCognito({ fergus: base.fergus, accessTokenSeconds: 200 });
  const server = await startTestServer({ fergus: base.fergus, cognito });
  onTestFinished(async () => {
    await server.close();
    await cognito.close();
    await base.close();
  });
  const { tokens } = await signedInClient(server.url, 'owner');
  cognito.expireAccessTokens();
  expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
  expect(server.fergus.requests.map(({ status }) => status)).not.toContain(401);
});
