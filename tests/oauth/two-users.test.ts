import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Business } from '../../src/sandbox/fergus-api/index.ts';
import { CLIENT_KINDS, MODERN_KINDS, textOf } from '../support/clients.ts';
import { connectOverHttp, TestSignIn } from '../support/http-clients.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { codeFor, register, signedInClient } from '../support/oauth-flow.ts';
import { callTool, INITIALIZE, inSession, resultOf, statusWith } from './mcp-request.ts';
import { listenIn, openSession } from './mcp-session.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, redemption, refreshing } from './token-requests.ts';

const CALLS = 50;
const LIST_USERS = { id: 1, method: 'tools/call', params: { name: 'list-users', arguments: {} } };

/** Names and addresses that only one of the companies has. */
function marksOf({ users, customers }: Business): readonly string[] {
  const names = [...customers.values()].map(({ customerFullName }) => customerFullName);
  return [...names, ...[...users.values()].map(({ email }) => email)];
}

/** Whether a text is of the one company and holds nothing of the other. */
function isOf(text: string, own: Business, other: Business): boolean {
  return (
    marksOf(own).some((mark) => text.includes(mark)) && !marksOf(other).some((mark) => text.includes(mark))
  );
}

/** The same questions for either company, among them one about a record of the other. */
function questions(own: Business, other: Business): readonly [string, Record<string, unknown>][] {
  const [customerId] = own.customers.keys();
  const [foreignId] = other.customers.keys();
  return [
    ['list-users', {}],
    ['list-jobs', { limit: 5 }],
    ['list-customers', { limit: 5 }],
    ['get-customer', { customerId }],
    ['get-customer', { customerId: foreignId }],
  ];
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

  /** An answer with the users of the main business. */
  const expectMain = async (answer: Promise<Response>) => {
    const { main, other } = server.fergus.businesses;
    expect(isOf(textOf(await resultOf(await answer)), main, other)).toBe(true);
  };

  test.each(CLIENT_KINDS)('see their own company alone, 50 calls each in turns (%s client)', async (kind) => {
    const { main, other } = server.fergus.businesses;
    const sides = await Promise.all(
      (
        [
          ['owner', main, other],
          ['other', other, main],
        ] as const
      ).map(async ([user, own, foreign]) => {
        const client = await connectOverHttp(kind, server.mcpUrl, new TestSignIn(user));
        return { client, own, foreign };
      }),
    );
    for (let i = 0; i < CALLS; i += 5) {
      await Promise.all(
        sides.flatMap(({ client, own, foreign }) =>
          questions(own, foreign).map(async ([tool, args], which) => {
            const result = await client.callTool(tool, args);
            const text = textOf(result) + JSON.stringify(result.structuredContent ?? {});
            if (which < 4) expect(isOf(text, own, foreign), `${tool}: ${text}`).toBe(true);
            else expect(text).toMatch(/404/);
            expect(result.isError ?? false).toBe(which === 4);
          }),
        ),
      );
    }
    for (const { client } of sides) {
      expect(client.protocolVersion === '2026-07-28').toBe(MODERN_KINDS.includes(kind));
      await client.close();
    }
  });

  describe('and what one of them holds', () => {
    const signIn = async (user: string) => {
      const { tokens } = await signedInClient(server.url, user);
      const token = tokens.access_token;
      return { token, sessionId: await openSession(server.mcpUrl, token) };
    };

    test('a session id is nothing to the other: 404 to all, and the session goes on undisturbed', async () => {
      const [a, b] = [await signIn('owner'), await signIn('other')];
      const stream = await listenIn(server.mcpUrl, a.token, a.sessionId);
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
      await expectMain(inSession(server.mcpUrl, a.token, a.sessionId, { message: LIST_USERS }));
      expect(stream.ended()).toBe(false);
      stream.leave();
    });

    test('a session is not taken over by initializing under its id', async () => {
      const [a, b] = [await signIn('owner'), await signIn('other')];
      const taken = await inSession(server.mcpUrl, b.token, a.sessionId, { message: INITIALIZE });
      await taken.text();
      expect(taken.headers.get('mcp-session-id')).not.toBe(a.sessionId);
      await expectMain(inSession(server.mcpUrl, a.token, a.sessionId, { message: LIST_USERS }));
    });

    test('a session answers to the user of the token, also when a second client of theirs uses it', async () => {
      const [first, second] = [await signIn('owner'), await signIn('owner')];
      await expectMain(inSession(server.mcpUrl, second.token, first.sessionId, { message: LIST_USERS }));
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
      await expectMain(callTool(server.mcpUrl, tokens.access_token, 'list-users'));
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
