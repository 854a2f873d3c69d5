import { describe, expect, test } from 'vitest';
import { parseClientMetadata } from '../../../src/auth/authorization-server/client-metadata.ts';
import { OAuthError } from '../../../src/auth/authorization-server/oauth-error.ts';

const REDIRECT_URIS = ['http://localhost:3000/callback'];
const BODY = { redirect_uris: REDIRECT_URIS };

function refusalOf(body: unknown): OAuthError {
  try {
    parseClientMetadata(body);
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}

describe('a registration', () => {
  test('needs redirect URIs only; without a method the client is public, without scopes it may ask for all', () => {
    expect(parseClientMetadata(BODY)).toEqual({
      clientName: undefined,
      redirectUris: REDIRECT_URIS,
      tokenEndpointAuthMethod: 'none',
      scope: 'fergus:read fergus:write',
    });
  });

  test('of the SDKs, mcp-remote and the Inspector is accepted, and what is not known is passed over', () => {
    const metadata = parseClientMetadata({
      ...BODY,
      client_name: 'MCP CLI Proxy',
      client_uri: 'https://client.example',
      logo_uri: 'javascript:alert(1)',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      software_id: '2e6dc280-f3c3-4e01-99a7-8181dbd1d23d',
      application_type: 'native',
      jwks: 7,
    });
    expect(Object.keys(metadata).sort()).toEqual([
      'clientName',
      'redirectUris',
      'scope',
      'tokenEndpointAuthMethod',
    ]);
    expect(metadata.clientName).toBe('MCP CLI Proxy');
  });

  test.each([
    ['Claude', ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:jwt-bearer']],
    ['VS Code', ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code']],
    ['a client without refreshes', ['authorization_code']],
  ])('may name the grants of %s', (_, grants) => {
    expect(parseClientMetadata({ ...BODY, grant_types: grants }).redirectUris).toEqual(REDIRECT_URIS);
  });

  test.each(['none', 'client_secret_basic', 'client_secret_post'])('may ask for the method %s', (method) => {
    const metadata = parseClientMetadata({ ...BODY, token_endpoint_auth_method: method });
    expect(metadata.tokenEndpointAuthMethod).toBe(method);
  });

  test.each([
    ['fergus:read', 'fergus:read'],
    ['fergus:write openid fergus:read', 'fergus:read fergus:write'],
    ['openid offline_access', 'fergus:read fergus:write'],
    ['', 'fergus:read fergus:write'],
  ])('with the scopes %j gets %j', (asked, given) => {
    expect(parseClientMetadata({ ...BODY, scope: asked }).scope).toBe(given);
  });

  test.each([
    ['Claude', 'Claude'],
    ['  Claude  ', 'Claude'],
    ['Claude\r\nby\tFergus', 'Claude by Fergus'],
    ['\u202eedualC\u2066', 'edualC'],
    ['Cl\u200baude', 'Cl aude'],
    ['<b>"Ärger" & Söhne 🔧</b>', '<b>"Ärger" & Söhne 🔧</b>'],
    ['', undefined],
    [' \u200b\n', undefined],
    ['x'.repeat(200), 'x'.repeat(200)],
  ])('with the name %j is called %j', (given, name) => {
    expect(parseClientMetadata({ ...BODY, client_name: given }).clientName).toBe(name);
  });

  test('may have ten redirect URIs', () => {
    const uris = Array.from({ length: 10 }, (_, index) => `https://app.example/${index}`);
    expect(parseClientMetadata({ redirect_uris: uris }).redirectUris).toEqual(uris);
  });
});

describe('invalid_redirect_uri', () => {
  test.each([
    ['no redirect URIs', {}, /1 to 10/],
    ['an empty list of them', { redirect_uris: [] }, /1 to 10/],
    ['eleven of them', { redirect_uris: Array(11).fill('https://app.example/cb') }, /1 to 10/],
    ['a text in the place of the list', { redirect_uris: 'https://app.example/cb' }, /1 to 10/],
    ['null', { redirect_uris: null }, /1 to 10/],
    ['a number among them', { redirect_uris: ['https://app.example/cb', 7] }, /1 to 10/],
    ['one that is not allowed', { redirect_uris: ['http://app.example/cb'] }, /redirect_uris\[0\]: .*https/],
    [
      'one that is not allowed among others',
      { redirect_uris: [...REDIRECT_URIS, 'javascript:alert(1)'] },
      /redirect_uris\[1\]: .*scheme/,
    ],
    ['another mistake besides', { redirect_uris: [], client_name: 7 }, /1 to 10/],
  ])('is the answer to %s', (_, body, problem) => {
    const refusal = refusalOf(body);
    expect(refusal).toMatchObject({ code: 'invalid_redirect_uri', status: 400 });
    expect(refusal.message).toMatch(problem);
  });
});

describe('invalid_client_metadata', () => {
  test.each([
    ['a body that is a list', [BODY], /JSON object/],
    ['a body that is a text', 'redirect_uris', /JSON object/],
    ['a body that is null', null, /JSON object/],
    ['no body', undefined, /JSON object/],
    ['a name that is a number', { ...BODY, client_name: 7 }, /client_name/],
    ['a name that is null', { ...BODY, client_name: null }, /client_name/],
    ['a name that is too long', { ...BODY, client_name: 'x'.repeat(201) }, /200/],
    ['a method with keys', { ...BODY, token_endpoint_auth_method: 'private_key_jwt' }, /one of none, client/],
    ['a method that is no text', { ...BODY, token_endpoint_auth_method: ['none'] }, /one of none, client/],
    ['grants without the code', { ...BODY, grant_types: ['refresh_token'] }, /authorization_code/],
    ['no grants', { ...BODY, grant_types: [] }, /authorization_code/],
    ['the implicit grant', { ...BODY, grant_types: ['authorization_code', 'implicit'] }, /nothing else/],
    ['the password grant', { ...BODY, grant_types: ['authorization_code', 'password'] }, /nothing else/],
    ['client credentials', { ...BODY, grant_types: ['client_credentials'] }, /nothing else/],
    [
      'an extension grant alone',
      { ...BODY, grant_types: ['urn:ietf:params:oauth:grant-type:jwt-bearer'] },
      /code/,
    ],
    ['grants that are a text', { ...BODY, grant_types: 'authorization_code' }, /grant_types/],
    ['a grant that is a number', { ...BODY, grant_types: [7] }, /grant_types/],
    ['the response type token', { ...BODY, response_types: ['token'] }, /response_types/],
    ['a response type besides', { ...BODY, response_types: ['code', 'id_token'] }, /response_types/],
    ['no response types', { ...BODY, response_types: [] }, /response_types/],
    ['scopes that are a list', { ...BODY, scope: ['fergus:read'] }, /scope/],
  ])('is the answer to %s', (_, body, problem) => {
    const refusal = refusalOf(body);
    expect(refusal).toMatchObject({ code: 'invalid_client_metadata', status: 400 });
    expect(refusal.message).toMatch(problem);
    expect(refusal.message).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+\.$/);
  });
});
