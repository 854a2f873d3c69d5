import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CATALOG } from '../../src/tools/catalog.ts';
import { CLIENT_KINDS, MODERN_KINDS } from '../support/clients.ts';
import { connectOverHttp, type HttpClient, isUnauthorized, TestSignIn } from '../support/http-clients.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { REDIRECT_URI } from '../support/oauth-flow.ts';

/** Where the client with a metadata document says that it is described. Nothing is ever sent there. */
const DOCUMENT_URL = 'https://client.example/oauth/client.json';

/** The requests by which each SDK finds out how to sign in, and does it. */
const SIGN_IN = [
  'POST /mcp 401',
  'GET /.well-known/oauth-protected-resource/mcp 200',
  'GET /.well-known/oauth-authorization-server 200',
  'POST /oauth/register 201',
  'POST /oauth/token 200',
  'POST /mcp 200',
];

describe.each(CLIENT_KINDS)('%s client', (kind) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({
      fetchDocument: async ({ href }) => ({
        status: href === DOCUMENT_URL ? 200 : 404,
        contentType: 'application/json',
        cacheControl: undefined,
        body: JSON.stringify({
          client_id: DOCUMENT_URL,
          client_name: 'Document client',
          redirect_uris: [REDIRECT_URI],
          token_endpoint_auth_method: 'none',
        }),
      }),
    });
  });

  afterAll(() => server.close());

  /** Revokes a token as its client would; the SDKs have no function for it. */
  const revoke = async ({ kept }: TestSignIn, name: 'access_token' | 'refresh_token') => {
    const body = new URLSearchParams({
      token: kept.tokens?.[name] ?? '',
      client_id: kept.client?.client_id ?? '',
    });
    expect((await fetch(`${server.url}/oauth/revoke`, { method: 'POST', body })).status).toBe(200);
  };

  const companyOf = async (client: HttpClient) => {
    const { contents } = await client.readResource('fergus://company');
    return JSON.parse(contents[0]?.text ?? '') as { name: string };
  };

  test('finds the sign-in, registers, lets its user sign in, and serves that user', async () => {
    const signIn = new TestSignIn();
    const client = await connectOverHttp(kind, server.mcpUrl, signIn);
    expect(signIn.requests.slice(0, SIGN_IN.length)).toEqual(SIGN_IN);
    expect(signIn.authorizations).toHaveLength(1);
    expect(signIn.kept.tokens?.scope).toBe('fergus:read fergus:write');
    expect(await companyOf(client)).toMatchObject({ name: server.fergus.businesses.main.company.name });
    await client.close();
  });

  test('two users of one server each see their own business', async () => {
    const { main, other } = server.fergus.businesses;
    const clients = await Promise.all([
      connectOverHttp(kind, server.mcpUrl, new TestSignIn('member')),
      connectOverHttp(kind, server.mcpUrl, new TestSignIn('other')),
    ]);
    const companies = await Promise.all(clients.map(companyOf));
    expect(companies.map(({ name }) => name)).toEqual([main.company.name, other.company.name]);
    await Promise.all(clients.map((client) => client.close()));
  });

  test('connects again with the tokens that it kept, without asking its user', async () => {
    const signIn = new TestSignIn();
    await (await connectOverHttp(kind, server.mcpUrl, signIn)).close();
    signIn.requests.length = 0;
    const client = await connectOverHttp(kind, server.mcpUrl, signIn);
    await client.listTools();
    await client.close();
    expect(signIn.authorizations).toHaveLength(1);
    expect(signIn.requests.filter((request) => !request.includes(' /mcp '))).toEqual([]);
  });

  test('describes itself by a metadata document in the place of registering', async () => {
    const signIn = new TestSignIn('owner', { clientMetadataUrl: DOCUMENT_URL });
    const client = await connectOverHttp(kind, server.mcpUrl, signIn);
    expect((await client.listTools()).tools).not.toEqual([]);
    await client.close();
    expect(signIn.authorizations[0]?.searchParams.get('client_id')).toBe(DOCUMENT_URL);
    expect(signIn.requests).not.toContain('POST /oauth/register 201');
  });

  test.each(['client_secret_basic', 'client_secret_post'] as const)(
    'proves who it is by %s where it wants to, on refresh too',
    async (authMethod) => {
      const signIn = new TestSignIn('owner', { authMethod });
      const client = await connectOverHttp(kind, server.mcpUrl, signIn);
      expect(signIn.kept.client).toHaveProperty('client_secret');
      const { tokens } = signIn.kept;
      signIn.kept.tokens = { ...tokens, access_token: 'lost', token_type: 'Bearer' };
      expect((await client.listTools()).tools).not.toEqual([]);
      await client.close();
      expect(signIn.kept.tokens?.refresh_token).not.toBe(tokens?.refresh_token);
    },
  );

  test('an address that chooses tools is signed in to like any other', async () => {
    const url = `${server.mcpUrl}?toolsets=customers&readonly=true`;
    const client = await connectOverHttp(kind, url, new TestSignIn());
    const names = (await client.listTools()).tools.map(({ name }) => name);
    const expected = CATALOG.filter(({ toolset, access }) => toolset === 'customers' && access === 'read');
    expect(names).toEqual(expected.map(({ name }) => name));
    await client.close();
  });

  describe('in the middle of its work', () => {
    let signIn: TestSignIn;
    let client: HttpClient;

    beforeEach(async () => {
      signIn = new TestSignIn();
      client = await connectOverHttp(kind, server.mcpUrl, signIn);
      signIn.requests.length = 0;
      return () => client.close();
    });

    test('refreshes by itself when its access token ends, and its session goes on', async () => {
      const { sessionId } = client.route;
      const before = signIn.kept.tokens;
      await revoke(signIn, 'access_token');
      expect(await companyOf(client)).toHaveProperty('name');
      expect(signIn.requests).toContain('POST /mcp 401');
      expect(signIn.requests.filter((request) => request === 'POST /oauth/token 200')).toHaveLength(1);
      expect(signIn.authorizations).toHaveLength(1);
      expect(signIn.kept.tokens?.access_token).not.toBe(before?.access_token);
      expect(signIn.kept.tokens?.refresh_token).not.toBe(before?.refresh_token);
      expect(client.route.sessionId).toBe(sessionId);
      expect(sessionId === undefined).toBe(MODERN_KINDS.includes(kind));
    });

    test('has its user sign in again when the sign-in was revoked, and goes on', async () => {
      await revoke(signIn, 'refresh_token');
      await expect(client.listTools()).rejects.toSatisfy(isUnauthorized);
      expect(signIn.requests).toContain('POST /oauth/token 400');
      await client.route.finishSignIn();
      expect(await companyOf(client)).toHaveProperty('name');
      expect(signIn.authorizations).toHaveLength(2);
    });
  });
});
