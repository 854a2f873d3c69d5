import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { FaultOrder } from '../../src/sandbox/fergus-api/index.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { authorizeAs, authorizeUrl, pkce, register } from '../support/oauth-flow.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

/** Attempts at one call of Fergus, at most. */
const ATTEMPTS = 3;

describeOnStores('with OAUTH_REQUIRE_OWNER', (open) => {
  let suite: SuiteStore;
  let server: TestServer;
  let clientId: string;

  beforeAll(async () => {
    suite = await open();
    server = await startTestServer({ store: suite.store, env: { OAUTH_REQUIRE_OWNER: 'true' } });
    clientId = (await register(server.url)).client_id;
  });

  beforeEach(() => {
    server.fergus.faults.clear();
    server.cognito.faults.clear();
    server.cognito.requests.length = 0;
  });

  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  async function answerFor(user: string): Promise<Record<string, string>> {
    const url = authorizeUrl(server.url, { client_id: clientId, code_challenge: pkce().challenge });
    return Object.fromEntries((await authorizeAs(user, url)).searchParams);
  }

  /** Whether Cognito was told to forget the sign-in. */
  function revoked(): boolean {
    return server.cognito.requests.some(({ endpoint }) => endpoint === '/oauth2/revoke');
  }

  test.each(['owner', 'other'])('the owner of a business gets a code (%s)', async (user) => {
    const answer = await answerFor(user);
    expect(answer).toMatchObject({ state: 'client-state', iss: server.url });
    expect(answer.code).toMatch(/^fmcp_code\./);
    expect(revoked()).toBe(false);
  });

  test('somebody else is refused with a sentence that says why, and the sign-in ends at Cognito', async () => {
    expect(await answerFor('member')).toEqual({
      error: 'access_denied',
      error_description: 'Only owners of the Fergus account may sign in here. Ask an owner to do it.',
      state: 'client-state',
      iss: server.url,
    });
    expect(revoked()).toBe(true);
  });

  test('somebody else is refused all the same where Cognito cannot be told', async () => {
    server.cognito.faults.order({ kind: 'status', status: 500, path: '/oauth2/revoke' });
    expect(await answerFor('member')).toMatchObject({ error: 'access_denied' });
    expect(revoked()).toBe(true);
  });

  describe('a question that Fergus does not answer is no refusal, and lets nobody in', () => {
    test.each<[string, FaultOrder]>([
      ['an error', { kind: 'status', status: 500 }],
      ['an outage', { kind: 'status', status: 503, times: ATTEMPTS }],
      ['a missing permission', { kind: 'status', status: 403, body: { message: 'Forbidden' } }],
      ['a broken connection', { kind: 'reset', times: ATTEMPTS }],
      ['a page of a proxy', { kind: 'html', status: 200 }],
      ['an answer that does not say', { kind: 'status', status: 200, body: { data: { id: 1 } } }],
      ['an answer in other words', { kind: 'status', status: 200, body: { data: { isOwner: 'yes' } } }],
    ])('%s', async (_, fault) => {
      server.fergus.faults.order({ ...fault, path: '/users/me' });
      expect(await answerFor('owner')).toEqual({
        error: 'server_error',
        error_description: 'Fergus could not tell whether this user is an owner. Try to sign in again.',
        state: 'client-state',
        iss: server.url,
      });
      expect(revoked()).toBe(true);
      server.fergus.faults.clear();
      expect(await answerFor('owner')).toHaveProperty('code');
    });
  });
});

test('without it everybody of the account may sign in, and Fergus is not asked', async () => {
  const server = await startTestServer();
  try {
    const { client_id } = await register(server.url);
    const url = authorizeUrl(server.url, { client_id, code_challenge: pkce().challenge });
    expect((await authorizeAs('member', url)).searchParams.has('code')).toBe(true);
    expect(server.fergus.requests).toEqual([]);
  } finally {
    await server.close();
  }
});
