import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import { startTestServer, type TestServer, testConfig } from '../support/http-server.ts';
import { authorizeAs, authorizeUrl, pkce, register } from '../support/oauth-flow.ts';
import { type ServerBehindHttps, startBehindHttps } from './behind-https.ts';
import { plainRequest } from './plain-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

const ISSUER = 'https://fergus-mcp.example';
const SERVER_METADATA = [
  '/.well-known/oauth-authorization-server',
  '/.well-known/oauth-authorization-server/mcp',
  '/.well-known/openid-configuration',
];
const RESOURCE_METADATA = [
  '/.well-known/oauth-protected-resource',
  '/.well-known/oauth-protected-resource/mcp',
];
const DOCUMENTS = [...SERVER_METADATA, ...RESOURCE_METADATA];
const ENDPOINTS = ['/oauth/token', '/oauth/register', '/oauth/revoke'];

describeOnStores('discovery', (open) => {
  let stored: SuiteStore;
  let server: ServerBehindHttps;
  beforeAll(async () => {
    stored = await open();
    server = await startBehindHttps({ store: stored.store, env: { TRUST_PROXY: '1' } });
  });
  afterAll(async () => {
    await server?.close();
    await stored?.close();
  });

  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(server.local(`${ISSUER}${path}`), { headers });
  const documentAt = async (path: string): Promise<Record<string, unknown>> =>
    (await (await get(path)).json()) as Record<string, unknown>;

  test.each([
    [RESOURCE_METADATA[0], ISSUER],
    [RESOURCE_METADATA[1], `${ISSUER}/mcp`],
  ])('the protected-resource metadata at %s is about %s', async (path = '', resource) => {
    expect(await documentAt(path)).toEqual({
      resource,
      authorization_servers: [ISSUER],
      // Without offline_access, which is no matter of the resource's.
      scopes_supported: ['fergus:read', 'fergus:write'],
      bearer_methods_supported: ['header'],
      resource_name: 'Fergus',
    });
  });

  test.each(SERVER_METADATA)(
    'the authorization-server metadata at %s is this and nothing else',
    async (path) => {
      expect(await documentAt(path)).toEqual({
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/authorize`,
        token_endpoint: `${ISSUER}/oauth/token`,
        registration_endpoint: `${ISSUER}/oauth/register`,
        revocation_endpoint: `${ISSUER}/oauth/revoke`,
        scopes_supported: ['fergus:read', 'fergus:write'],
        response_types_supported: ['code'],
        response_modes_supported: ['query'],
        grant_types_supported: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
        revocation_endpoint_auth_methods_supported: ['none', 'client_secret_basic', 'client_secret_post'],
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
        client_id_metadata_document_supported: true,
      });
    },
  );

  test.each(DOCUMENTS)('%s is JSON that may be kept for an hour', async (path) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(response.headers.get('cache-control')).toBe('public, max-age=3600');
  });

  test('every endpoint of the metadata is there', async () => {
    const metadata = await documentAt('/.well-known/oauth-authorization-server');
    const endpoints = Object.entries(metadata).filter(([name]) => name.endsWith('_endpoint'));
    expect(endpoints).toHaveLength(4);
    for (const [name, address] of endpoints) {
      const method = name === 'authorization_endpoint' ? 'GET' : 'POST';
      const { status } = await fetch(server.local(String(address)), { method });
      expect([400, 401], name).toContain(status);
    }
  });

  test.each(DOCUMENTS)('%s is made of PUBLIC_URL, whatever the request calls the server', async (path) => {
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      'x-forwarded-port': '666',
      forwarded: 'host=evil.example;proto=http',
    };
    const { origin } = server.local(ISSUER);
    const answer = await plainRequest(origin, { path, headers });
    expect(JSON.parse(answer.body)).toEqual(await documentAt(path));
  });

  test('the challenge of /mcp is made of PUBLIC_URL, whatever the request calls the server', async () => {
    const { origin } = server.local(ISSUER);
    const headers = { host: 'fergus-mcp.example:8080', 'x-forwarded-host': 'evil.example' };
    const answer = await plainRequest(origin, { method: 'POST', path: '/mcp', headers });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe(
      `Bearer scope="fergus:read fergus:write", resource_metadata="${ISSUER}/.well-known/oauth-protected-resource/mcp"`,
    );
  });

  describe('to browsers', () => {
    test.each(DOCUMENTS)('%s is open from any origin, without credentials', async (path) => {
      const response = await get(path, { origin: 'https://anywhere.example' });
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    });

    test.each([...DOCUMENTS.map((path) => [path, 'GET']), ...ENDPOINTS.map((path) => [path, 'POST'])])(
      '%s lets %s through its preflight, with the headers that clients send',
      async (path = '', method = '') => {
        const asked = 'authorization,content-type,accept,mcp-protocol-version';
        const response = await fetch(server.local(`${ISSUER}${path}`), {
          method: 'OPTIONS',
          headers: {
            origin: 'https://anywhere.example',
            'access-control-request-method': method,
            'access-control-request-headers': asked,
          },
        });
        expect(response.status).toBe(204);
        expect(response.headers.get('access-control-allow-origin')).toBe('*');
        expect(response.headers.get('access-control-allow-credentials')).toBeNull();
        expect(response.headers.get('access-control-allow-methods')).toBe(method);
        const allowed = response.headers.get('access-control-allow-headers')?.toLowerCase().split(',');
        expect(allowed).toEqual(expect.arrayContaining(asked.split(',')));
      },
    );

    test.each(ENDPOINTS)('%s shows its refusals to any origin', async (path) => {
      const headers = { origin: 'https://anywhere.example', 'content-type': 'application/json' };
      const response = await fetch(server.local(`${ISSUER}${path}`), { method: 'POST', headers, body: '{}' });
      expect(response.status).toBe(400);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    });

    test('the pages of the sign-in are open to no other origin', async () => {
      const response = await get('/authorize', { origin: 'https://anywhere.example' });
      expect(response.status).toBe(400);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    });
  });

  describe('PUBLIC_URL', () => {
    const publicUrlOf = (PUBLIC_URL: string) =>
      testConfig(server.fergus, server.cognito, { PUBLIC_URL }).publicUrl;

    test.each([
      'http://fergus-mcp.example',
      'http://10.0.0.7:3100',
      'http://localhost.evil.example',
      'http://127.0.0.1.evil.example',
      'ftp://fergus-mcp.example',
      'fergus-mcp.example',
    ])('%s, which is neither https nor this machine, keeps the server from starting', (address) => {
      expect(() => publicUrlOf(address)).toThrow(ConfigError);
      expect(() => publicUrlOf(address)).toThrow(/PUBLIC_URL must be an https address/);
    });

    test.each(['/mcp', '/?x=1', '#x', '/%2e%2e/x'])(
      'with more than an origin (%s) keeps the server from starting',
      (rest) => {
        expect(() => publicUrlOf(`${ISSUER}${rest}`)).toThrow(
          /PUBLIC_URL must be an https address without a path/,
        );
      },
    );

    test.each([
      [`${ISSUER}/`, ISSUER],
      ['https://FERGUS-MCP.example:443', ISSUER],
      ['https://fergus-mcp.example:8443', 'https://fergus-mcp.example:8443'],
      ['http://localhost:3100', 'http://localhost:3100'],
      ['http://127.0.0.1:3100', 'http://127.0.0.1:3100'],
      ['http://[::1]:3100/', 'http://[::1]:3100'],
    ])('%s makes the issuer %s', (address, issuer) => {
      expect(publicUrlOf(address)).toBe(issuer);
    });
  });
});

describe('the issuer', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => server?.close());

  test('is one string everywhere: metadata, resource, and the answer to the client', async () => {
    const metadata = (path: string) => fetch(`${server.url}${path}`).then((response) => response.json());
    const { client_id } = await register(server.url);
    const url = authorizeUrl(server.url, { client_id, code_challenge: pkce().challenge });
    const back = await authorizeAs('owner', url);
    expect(server.url).toMatch(/^http:\/\/localhost:\d+$/);
    expect(await metadata('/.well-known/oauth-authorization-server')).toMatchObject({ issuer: server.url });
    expect(await metadata('/.well-known/oauth-protected-resource/mcp')).toMatchObject({
      authorization_servers: [server.url],
    });
    expect(back.searchParams.get('iss')).toBe(server.url);
  });
});
