import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Business } from '../../src/sandbox/fergus-api/index.ts';
import { CLIENT_KINDS, type ConnectedClient, MODERN_KINDS, type Result, textOf } from '../support/clients.ts';
import { connectOverHttp, TestSignIn } from '../support/http-clients.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { codeFor, register, signedInClient } from '../support/oauth-flow.ts';
import { callTool, INITIALIZE, initialize, inSession, resultOf, statusWith } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, redemption, refreshing } from './token-requests.ts';

const CALLS = 50;
const LIST_USERS = { id: 1, method: 'tools/call', params: { name: 'list-users', arguments: {} } };

/** Text that only one of the companies has. */
function marksOf({ company, users }: Business): readonly string[] {
  return [company.name ?? '', ...[...users.values()].map(({ email }) => email)];
}

describeOnStores('two users of two companies', (open) => {
  let suite: SuiteStore;
  let server: TestServer;

  beforeAll(async () => {
    suite = await open();
    server = await startTestServer({ store: suite.store });
  });
  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  const expectOnly = (text: string, own: Business, other: Business) => {
    for (const mark of marksOf(other)) expect(text).not.toContain(mark);
    expect(marksOf(own).some((mark) => text.includes(mark))).toBe(true);
  };

  /** What a client calls as number `i`: of the same things with the same arguments as the other, in turns. */
  const ask = async (client: ConnectedClient, i: number, own: Business, other: Business): Promise<Result> => {
    switch (i % 5) {
      case 0:
        return client.callTool('list-users', {});
      case 1:
        return client.callTool('list-jobs', { limit: 3 });
      case 2:
        return client.callTool('list-customers', { limit: 3 });
      case 3:
        return client.callTool('get-job', { job: [...own.jobs.keys()][i % own.jobs.size] });
      default:
        // Of the other company: the id is known, the job is not to be had.
        return client.callTool('get-job', { job: [...other.jobs.keys()][i % other.jobs.size] });
    }
  };

  test.each(CLIENT_KINDS)('see their own company alone, 50 calls each in turns (%s client)', async (kind) => {
    const { main, other } = server.fergus.businesses;
    const [a, b] = await Promise.all([
      connectOverHttp(kind, server.mcpUrl, new TestSignIn('owner')),
      connectOverHttp(kind, server.mcpUrl, new TestSignIn('other')),
    ]);
    expect(a.protocolVersion === '2026-07-28').toBe(MODERN_KINDS.includes(kind));
    const results = await Promise.all(
      Array.from({ length: CALLS }, async (_, i) => {
        const both = await Promise.all([ask(a, i, main, other), ask(b, i, other, main)]);
        return both.map((result) => ({ i, result }));
      }),
    );
    const idsOf = (records: ReadonlyMap<number, unknown>) => new Set(records.keys());
    for (const [side, own, foreign] of [
      [0, main, other],
      [1, other, main],
    ] as const) {
      const mine = results.map((pair) => pair[side]).filter((one) => one !== undefined);
      expect(mine).toHaveLength(CALLS);
      for (const { i, result } of mine) {
        const text = textOf(result) + JSON.stringify(result.structuredContent ?? {});
        for (const mark of marksOf(foreign)) expect(text).not.toContain(mark);
        expect(result.isError ?? false, `call ${i}: ${textOf(result)}`).toBe(i % 5 === 4);
        if (i % 5 === 0) expectOnly(text, own, foreign);
        const { items = [] } = (result.structuredContent ?? {}) as { items?: Record<string, number>[] };
        if (i % 5 === 1) expect(items.every(({ jobId = 0 }) => idsOf(own.jobs).has(jobId))).toBe(true);
        if (i % 5 === 2) {
          expect(items.every(({ customerId = 0 }) => idsOf(own.customers).has(customerId))).toBe(true);
        }
        if (i % 5 === 1 || i % 5 === 2) expect(items).toHaveLength(3);
      }
    }
    await Promise.all([a.close(), b.close()]);
  });

  describe('and what one of them holds', () => {
    const signIn = async (user: string) => {
      const { tokens } = await signedInClient(server.url, user);
      const opened = await initialize(server.mcpUrl, tokens.access_token);
      await opened.text();
      const sessionId = opened.headers.get('mcp-session-id') ?? '';
      return { token: tokens.access_token, sessionId };
    };

    test('a session id is nothing to the other: 404 to all, and the session goes on undisturbed', async () => {
      const [a, b] = [await signIn('owner'), await signIn('other')];
      const own = inSession(server.mcpUrl, a.token, a.sessionId, { method: 'GET' });
      const stream = await own;
      expect(stream.status).toBe(200);
      const reader = stream.body?.getReader();
      let ended = false;
      reader?.closed.then(
        () => {
          ended = true;
        },
        () => {
          ended = true;
        },
      );

      for (const request of [
        { message: LIST_USERS },
        { message: { method: 'notifications/initialized' } },
        { method: 'GET' },
        { method: 'DELETE' },
      ] as const) {
        const response = await inSession(server.mcpUrl, b.token, a.sessionId, request);
        expect(response.status, JSON.stringify(request)).toBe(404);
        await response.arrayBuffer();
      }
      const mixed = await inSession(server.mcpUrl, a.token, a.sessionId, { message: LIST_USERS });
      expectOnly(textOf(await resultOf(mixed)), server.fergus.businesses.main, server.fergus.businesses.other);
      expect(ended).toBe(false);
      const closed = await inSession(server.mcpUrl, a.token, a.sessionId, { method: 'DELETE' });
      expect(closed.status).toBe(200);
      await reader?.cancel();
    });

    test('a session is not taken over by initializing under its id', async () => {
      const [a, b] = [await signIn('owner'), await signIn('other')];
      const taken = await inSession(server.mcpUrl, b.token, a.sessionId, { message: INITIALIZE });
      await taken.text();
      expect(taken.headers.get('mcp-session-id')).not.toBe(a.sessionId);
      const still = await inSession(server.mcpUrl, a.token, a.sessionId, { message: LIST_USERS });
      const { main, other } = server.fergus.businesses;
      expectOnly(textOf(await resultOf(still)), main, other);
    });

    test('a session answers to the user of the token, also when a second client of theirs uses it', async () => {
      const [first, second] = [await signIn('owner'), await signIn('owner')];
      const response = await inSession(server.mcpUrl, second.token, first.sessionId, { message: LIST_USERS });
      expect(response.status).toBe(200);
    });

    test('a code is nothing to the client of the other, and does not end', async () => {
      const [a, b] = [await register(server.url), await register(server.url)];
      const code = await codeFor(server.url, a.client_id, 'owner');
      const own = await codeFor(server.url, b.client_id, 'other');
      for (const stolen of [code, { ...code, verifier: own.verifier }, { ...own, code: code.code }]) {
        const answer = await askForTokens(server.url, redemption(b, stolen));
        expect(answer.body.error).toBe('invalid_grant');
      }
      const { tokens } = await askForTokens(server.url, redemption(a, code));
      const response = await callTool(server.mcpUrl, tokens.access_token, 'list-users');
      const { main, other } = server.fergus.businesses;
      expectOnly(textOf(await resultOf(response)), main, other);
    });

    test('a refresh token is nothing to the client of the other, and does not end', async () => {
      const [a, b] = [await signedInClient(server.url, 'owner'), await signedInClient(server.url, 'other')];
      const stolen = await askForTokens(server.url, refreshing(b, a.tokens.refresh_token));
      expect(stolen.body.error).toBe('invalid_grant');
      expect(await statusWith(server.mcpUrl, a.tokens.access_token)).toBe(200);
      expect((await askForTokens(server.url, refreshing(a, a.tokens.refresh_token))).status).toBe(200);
    });
  });
});
