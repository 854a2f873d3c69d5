import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLIENT_KINDS } from '../support/clients.ts';
import { connectOverHttp, TestSignIn } from '../support/http-clients.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { register, signedInClient } from '../support/oauth-flow.ts';
import { type CalledBack, type ClientFlow, callBack } from './client-flow.ts';
import { type ClientDocument, DocumentHost } from './document-host.ts';
import { expectRefusal } from './mcp-post.ts';
import { callTool, statusWith } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, redemption, refreshing } from './token-requests.ts';

const BOTH_GRANTS = ['authorization_code', 'refresh_token'];
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

/** A client as it describes itself, and the addresses that it is called back at. */
interface RealClient {
  readonly metadata: ClientDocument;
  readonly callbacks: readonly string[];
}

const CLAUDE: RealClient = {
  metadata: {
    client_name: 'Claude',
    client_uri: 'https://claude.ai',
    redirect_uris: ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'],
    grant_types: [...BOTH_GRANTS, JWT_BEARER],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  },
  callbacks: ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'],
};

const VS_CODE: RealClient = {
  metadata: {
    client_name: 'Visual Studio Code',
    client_uri: 'https://code.visualstudio.com',
    redirect_uris: [
      'https://insiders.vscode.dev/redirect',
      'https://vscode.dev/redirect',
      'http://localhost/',
      'http://127.0.0.1/',
      'http://localhost:33418/',
      'http://127.0.0.1:33418/',
    ],
    grant_types: [...BOTH_GRANTS, DEVICE_CODE],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
    application_type: 'native',
  },
  callbacks: ['http://127.0.0.1:33418/', 'https://vscode.dev/redirect', 'http://127.0.0.1:51004/'],
};

/** By their documents' addresses. */
const BY_DOCUMENT: Readonly<Record<string, RealClient>> = {
  'https://claude.ai/oauth/mcp-oauth-client-metadata': CLAUDE,
  'https://claude.ai/oauth/claude-code-client-metadata': {
    metadata: {
      client_name: 'Claude Code',
      client_uri: 'https://claude.ai',
      redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
      grant_types: BOTH_GRANTS,
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    callbacks: ['http://localhost:52163/callback', 'http://127.0.0.1:8080/callback'],
  },
  'https://chatgpt.com/oauth/connector/client.json': {
    metadata: {
      client_name: 'ChatGPT',
      redirect_uris: [
        'https://chatgpt.com/connector_platform_oauth_redirect',
        'https://chatgpt.com/connector/oauth/aBcD1234',
      ],
      grant_types: BOTH_GRANTS,
      response_types: ['code'],
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
      token_endpoint_auth_signing_alg: 'RS256',
      jwks_uri: 'https://chatgpt.com/oauth/jwks.json',
    },
    callbacks: [
      'https://chatgpt.com/connector_platform_oauth_redirect',
      'https://chatgpt.com/connector/oauth/aBcD1234',
    ],
  },
  'https://vscode.dev/oauth/client-metadata.json': VS_CODE,
};

/** By dynamic registration. */
const BY_REGISTRATION: Readonly<Record<string, RealClient>> = {
  Claude: CLAUDE,
  'Claude with a secret': {
    ...CLAUDE,
    metadata: { ...CLAUDE.metadata, token_endpoint_auth_method: 'client_secret_post' },
  },
  'Claude Code': {
    metadata: {
      client_name: 'Claude Code (fergus)',
      redirect_uris: ['http://localhost:52163/callback'],
      grant_types: BOTH_GRANTS,
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    callbacks: ['http://localhost:52163/callback', 'http://localhost:3118/callback'],
  },
  'VS Code': VS_CODE,
  Cursor: {
    metadata: {
      client_name: 'Cursor',
      redirect_uris: [
        'cursor://anysphere.cursor-mcp/oauth/callback',
        'https://www.cursor.com/agents/mcp/oauth/callback',
        'http://localhost:8787/callback',
      ],
      grant_types: BOTH_GRANTS,
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    callbacks: ['cursor://anysphere.cursor-mcp/oauth/callback', 'http://localhost:8787/callback'],
  },
  'mcp-remote': {
    metadata: {
      client_name: 'MCP CLI Proxy',
      client_uri: 'https://github.com/modelcontextprotocol/mcp-cli',
      redirect_uris: ['http://localhost:3334/oauth/callback'],
      grant_types: BOTH_GRANTS,
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      software_id: '2e6dc280-f3c3-4e01-99a7-8181dbd1d23d',
      software_version: '0.1.37',
    },
    callbacks: ['http://localhost:3334/oauth/callback'],
  },
  'the MCP Inspector': {
    metadata: {
      client_name: 'MCP Inspector',
      client_uri: 'https://github.com/modelcontextprotocol/inspector',
      redirect_uris: ['http://localhost:6274/oauth/callback'],
      grant_types: BOTH_GRANTS,
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      scope: '',
    },
    callbacks: ['http://localhost:6274/oauth/callback', 'http://localhost:6275/oauth/callback'],
  },
};

const flowsOf = (clients: Readonly<Record<string, RealClient>>) =>
  Object.entries(clients).flatMap(([name, { callbacks }]) => callbacks.map((uri) => [name, uri] as const));

describeOnStores('the client', (open) => {
  let stored: SuiteStore;
  let server: TestServer;
  const host = new DocumentHost();
  beforeAll(async () => {
    stored = await open();
    server = await startTestServer({ store: stored.store, fetchDocument: host.fetch });
    for (const [address, { metadata }] of Object.entries(BY_DOCUMENT)) host.put(address, metadata);
  });
  afterAll(async () => {
    await server?.close();
    await stored?.close();
  });

  /** Is called back, redeems, calls a tool, refreshes, and calls a tool again. */
  const expectWorks = async (flow: ClientFlow, client_secret?: string) => {
    const client = { client_id: flow.clientId, ...(client_secret !== undefined && { client_secret }) };
    const called: CalledBack = await callBack(server.url, flow);
    expect(called.address.startsWith(`${flow.redirectUri}?`)).toBe(true);
    expect(called.parameters.get('state')).toBe('client-state');
    const code = { code: called.parameters.get('code') ?? '', verifier: called.verifier };
    const extra = { redirect_uri: flow.redirectUri, resource: `${server.url}/mcp` };
    const { tokens, ...answer } = await askForTokens(server.url, redemption(client, code, extra));
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
    const refreshed = await askForTokens(server.url, refreshing(client, tokens.refresh_token));
    expect(refreshed.status).toBe(200);
    expect(await statusWith(server.mcpUrl, refreshed.tokens.access_token)).toBe(200);
  };

  test.each(flowsOf(BY_DOCUMENT))(
    '%s signs in by its document and is called back at %s',
    (clientId, redirectUri) => expectWorks({ clientId, redirectUri }),
  );

  test.each(flowsOf(BY_REGISTRATION))(
    '%s signs in by registration and is called back at %s',
    async (name, redirectUri) => {
      const metadata = BY_REGISTRATION[name]?.metadata ?? {};
      const { client_id: clientId, client_secret } = await register(server.url, metadata);
      await expectWorks({ clientId, redirectUri }, client_secret);
    },
  );

  test.each(CLIENT_KINDS)(
    'of the SDK (%s) signs in by registration, without application_type',
    async (kind) => {
      const signIn = new TestSignIn();
      expect(signIn.clientMetadata).not.toHaveProperty('application_type');
      const client = await connectOverHttp(kind, server.mcpUrl, signIn);
      expect(signIn.requests).toContain('POST /oauth/register 201');
      expect((await client.callTool('list-customers', { limit: 1 })).isError).not.toBe(true);
      await client.close();
    },
  );

  test('that asks for offline_access, or names no resource, signs in all the same', async () => {
    const { client_id: clientId } = await register(server.url);
    const redirectUri = 'http://localhost:7777/callback';
    await expectWorks({ clientId, redirectUri, parameters: { scope: 'fergus:read offline_access' } });
    await expectWorks({ clientId, redirectUri, parameters: { resource: undefined, scope: undefined } });
  });

  test('Claude finds both things that make it use its document', async () => {
    const response = await fetch(`${server.url}/.well-known/oauth-authorization-server`);
    const metadata = (await response.json()) as Record<string, unknown>;
    expect(metadata.client_id_metadata_document_supported).toBe(true);
    expect(metadata.token_endpoint_auth_methods_supported).toContain('none');
  });
});

describe('an assistant whose users all come from one address', () => {
  let server: TestServer;
  let eager: string;
  let other: string;
  beforeAll(async () => {
    // Just enough for the pages of two sign-ins from one address.
    server = await startTestServer({ env: { ENABLE_RATE_LIMITING: 'true', RATE_LIMIT_MAX: '6' } });
    eager = (await signedInClient(server.url, 'owner')).tokens.access_token;
    other = (await signedInClient(server.url, 'other')).tokens.access_token;
  });
  afterAll(() => server?.close());

  test('is not shut out when one of them does too much', async () => {
    const statuses: number[] = [];
    while (statuses.at(-1) !== 429 && statuses.length < 1000) {
      statuses.push(await statusWith(server.mcpUrl, eager));
    }
    expect(statuses.length).toBeGreaterThan(100);
    const refused = await callTool(server.mcpUrl, eager, 'list-customers');
    expect(await expectRefusal(refused, 429, -32_000)).toMatch(
      /^Too many requests\. Try again in \d+ seconds\.$/,
    );
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await statusWith(server.mcpUrl, other)).toBe(200);
  });

  test('registers and redeems for more users than may open the sign-in from one address', async () => {
    const page = await fetch(`${server.url}/authorize`);
    expect(page.status).toBe(429);
    for (let count = 0; count < 20; count += 1) {
      const { client_id } = await register(server.url);
      expect((await askForTokens(server.url, refreshing({ client_id }, 'x'))).status).toBe(400);
    }
  });
});
