import { describe, expect, test } from 'vitest';
import {
  ClientDocumentError,
  isDocumentClientId,
  parseClientDocument,
} from '../../../src/auth/authorization-server/client-metadata-document.ts';
import type { FetchedDocument } from '../../../src/auth/authorization-server/fetch-document.ts';

const ID = 'https://app.example/oauth/client.json';
const DOCUMENT = { client_id: ID, client_name: 'App', redirect_uris: ['https://app.example/cb'] };

function answer(document: unknown, about: Partial<FetchedDocument> = {}): FetchedDocument {
  return {
    status: 200,
    contentType: 'application/json',
    cacheControl: undefined,
    body: JSON.stringify(document),
    ...about,
  };
}

function failureOf(fetched: FetchedDocument): ClientDocumentError {
  try {
    parseClientDocument(ID, fetched);
  } catch (error) {
    if (error instanceof ClientDocumentError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('a client id is the address of a document', () => {
  test.each([
    'https://claude.ai/oauth/mcp-oauth-client-metadata',
    'https://app.example:8443/client.json',
    'https://app.example:443/client.json',
    'https://app.example/client.json?version=2',
    'https://app.example/client/',
    'https://app.example/.well-known/client',
    'https://app.example/..client/a...b',
    'https://app.example/client?next=/../x',
    'https://app.example/@app/client.json',
    'https://xn--bcher-kva.example/client',
    `https://app.example/${'a'.repeat(2048 - 20)}`,
  ])('%j', (id) => {
    expect(isDocumentClientId(id)).toBe(true);
  });

  test.each([
    '',
    'https://app.example',
    'https://app.example/',
    'https://app.example?x=/client',
    'https://app.example/?x=1',
    'http://app.example/client.json',
    'HTTPS://app.example/client.json',
    'https:/app.example/client.json',
    'https:///client.json',
    'ftp://app.example/client.json',
    'app.example/client.json',
    'https://app.example/client.json#',
    'https://app.example/client.json#main',
    'https://user@app.example/client.json',
    'https://user:secret@app.example/client.json',
    'https://@app.example/client.json',
    'https://app.example/./client.json',
    'https://app.example/a/../client.json',
    'https://app.example/client/.',
    'https://app.example/client/..',
    'https://app.example/%2e/client.json',
    'https://app.example/a/%2E%2e/client.json',
    'https://app.example/a/.%2E/client.json',
    'https://app.example/a/%2e./client.json',
    'https://app.example/a/..?x=1',
    'https://app.example/a\\..\\client.json',
    'https://app.example\\client.json',
    'https://app.example:99999/client.json',
    'https://app.example:port/client.json',
    'https://bücher.example/client.json',
    'https://app.example/cli ent.json',
    'https://app.example/client.json\n',
    `https://app.example/${'a'.repeat(2048 - 19)}`,
  ])('but not %j', (id) => {
    expect(isDocumentClientId(id)).toBe(false);
  });
});

describe('a document', () => {
  test('describes a public client', () => {
    expect(parseClientDocument(ID, answer(DOCUMENT))).toEqual({
      clientId: ID,
      kind: 'metadata-document',
      clientName: 'App',
      redirectUris: ['https://app.example/cb'],
      tokenEndpointAuthMethod: 'none',
    });
  });

  test.each([
    [
      'Claude, which names a grant besides',
      {
        client_uri: 'https://claude.ai',
        redirect_uris: ['https://claude.ai/api/mcp/auth_callback'],
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      },
    ],
    [
      'Claude Code, whose loopback URIs have no port',
      {
        redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      },
    ],
    [
      'ChatGPT, which prefers keys and can do without',
      {
        redirect_uris: ['https://chatgpt.com/connector_platform_oauth_redirect'],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
        token_endpoint_auth_signing_alg: 'RS256',
        jwks_uri: 'https://chatgpt.com/oauth/jwks.json',
      },
    ],
    [
      'VS Code, which names the device grant',
      {
        application_type: 'native',
        redirect_uris: ['https://vscode.dev/redirect', 'http://127.0.0.1:33418/'],
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
      },
    ],
    ['a client with sign-ins of other kinds elsewhere', { response_types: ['code', 'id_token'] }],
    [
      'a client with client credentials elsewhere',
      { grant_types: ['authorization_code', 'client_credentials'] },
    ],
    ['a client that lists its methods only', { token_endpoint_auth_methods_supported: ['none'] }],
  ])('of %s is accepted', (_, about) => {
    const document: Record<string, unknown> = { ...DOCUMENT, ...about };
    expect(parseClientDocument(ID, answer(document))).toMatchObject({
      redirectUris: document.redirect_uris,
      tokenEndpointAuthMethod: 'none',
    });
  });

  test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/client-metadata+json'])(
    'may have the type %s',
    (contentType) => {
      expect(parseClientDocument(ID, answer(DOCUMENT, { contentType })).clientName).toBe('App');
    },
  );

  test('gives its name without what could turn the text around it', () => {
    const { clientName } = parseClientDocument(ID, answer({ ...DOCUMENT, client_name: '\u202eApp\n' }));
    expect(clientName).toBe('App');
  });
});

describe('invalid is a document', () => {
  const { client_id: _id, ...anonymous } = DOCUMENT;
  const { client_name: _name, ...nameless } = DOCUMENT;
  const { redirect_uris: _uris, ...homeless } = DOCUMENT;

  test.each<[string, unknown, RegExp]>([
    ['that is a list', [DOCUMENT], /not a JSON object/],
    ['that is null', null, /not a JSON object/],
    ['without client_id', anonymous, /client_id is missing/],
    ['of another client', { ...DOCUMENT, client_id: `${ID}?` }, /client_id is another address/],
    ['of a client spelt otherwise', { ...DOCUMENT, client_id: ID.replace('app', 'APP') }, /another address/],
    ['without a name', nameless, /client_name/],
    ['with an empty name', { ...DOCUMENT, client_name: ' \n' }, /client_name is empty/],
    ['with a name that is a number', { ...DOCUMENT, client_name: 7 }, /client_name/],
    ['with a name that is too long', { ...DOCUMENT, client_name: 'x'.repeat(201) }, /200/],
    ['without redirect URIs', homeless, /redirect_uris is a list/],
    ['with an empty list of them', { ...DOCUMENT, redirect_uris: [] }, /redirect_uris is a list/],
    [
      'with one that is not allowed',
      { ...DOCUMENT, redirect_uris: ['http://app.example/cb'] },
      /\[0\]: .*https/,
    ],
    ['with a secret', { ...DOCUMENT, client_secret: 'x' }, /shared secret/],
    ['with an empty secret', { ...DOCUMENT, client_secret: '' }, /shared secret/],
    ['with the end of a secret', { ...DOCUMENT, client_secret_expires_at: 0 }, /shared secret/],
    ...['client_secret_basic', 'client_secret_post', 'client_secret_jwt'].map(
      (method): [string, unknown, RegExp] => [
        `with the method ${method}`,
        {
          ...DOCUMENT,
          token_endpoint_auth_method: method,
          token_endpoint_auth_methods_supported: ['none', method],
        },
        /shared secret/,
      ],
    ),
    ['with keys alone', { ...DOCUMENT, token_endpoint_auth_method: 'private_key_jwt' }, /not offer none/],
    [
      'with keys alone, in both lists',
      {
        ...DOCUMENT,
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_methods_supported: ['private_key_jwt'],
      },
      /not offer none/,
    ],
    [
      'with keys alone, in the second list',
      { ...DOCUMENT, token_endpoint_auth_methods_supported: ['private_key_jwt'] },
      /not offer none/,
    ],
    [
      'with methods that are a text',
      { ...DOCUMENT, token_endpoint_auth_methods_supported: 'none' },
      /not a list/,
    ],
    ['with a method that is a list', { ...DOCUMENT, token_endpoint_auth_method: ['none'] }, /not a text/],
    [
      'without the code grant',
      { ...DOCUMENT, grant_types: ['client_credentials'] },
      /lacks authorization_code/,
    ],
    ['with grants that are a text', { ...DOCUMENT, grant_types: 'authorization_code' }, /not a list/],
    ['without the response type code', { ...DOCUMENT, response_types: ['token'] }, /lacks code/],
  ])('%s', (_, document, problem) => {
    const failure = failureOf(answer(document));
    expect(failure.problem).toBe('invalid');
    expect(failure.message).toMatch(problem);
    expect(failure.message).toMatch(
      /^The app describes itself at https:\/\/app\.example\/.* not valid: .*\.$/,
    );
  });

  test.each([404, 410])('that is not there (%i)', (status) => {
    const failure = failureOf(answer(DOCUMENT, { status }));
    expect(failure.problem).toBe('invalid');
    expect(failure.message).toContain(`there is none (status ${status}).`);
  });
});

describe('unreadable is', () => {
  test.each([
    ['a redirect', { status: 302, body: '' }, /redirect \(status 302\), which is not followed/],
    ['an answer without a body', { status: 204, body: '' }, /status 204/],
    ['a refusal', { status: 403, body: '' }, /status 403/],
    ['a failure', { status: 503, body: '' }, /status 503/],
    ['a page', { contentType: 'text/html', body: '' }, /content type is not JSON/],
    ['JSON that calls itself text', { contentType: 'text/json' }, /content type is not JSON/],
    ['JSON that calls itself nothing', { contentType: undefined }, /content type is not JSON/],
    ['what only begins like the type', { contentType: 'application/jsonx' }, /content type is not JSON/],
    ['an empty body', { body: '' }, /not valid JSON/],
    ['a body that is cut off', { body: '{"client_id":' }, /not valid JSON/],
  ])('%s', (_, about, problem) => {
    const failure = failureOf(answer(DOCUMENT, about));
    expect(failure.problem).toBe('unreadable');
    expect(failure.message).toMatch(problem);
    expect(failure.message).toMatch(/^The app describes itself at https:\/\/app\.example\/.* be read: .*\.$/);
  });
});
