import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DocumentFetchError,
  type FetchedDocument,
} from '../../src/auth/authorization-server/fetch-document.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { authorizeUrl, pkce, TestBrowser } from '../support/oauth-flow.ts';
import { expectPage } from './sign-in-steps.ts';

const CODE = 'https://claude.ai/oauth/claude-code-client-metadata';
const CHATGPT = 'https://chatgpt.com/oauth/client.json';
const LIAR = 'https://liar.example/client.json';
const MARKUP = 'https://markup.example/<b>client.json';
const DOWN = 'https://down.example/client.json';

function document(body: Record<string, unknown>): FetchedDocument {
  return {
    status: 200,
    contentType: 'application/json',
    cacheControl: undefined,
    body: JSON.stringify(body),
  };
}

/** What is at each address; nothing is fetched in earnest. */
const DOCUMENTS: Readonly<Record<string, FetchedDocument>> = {
  [CODE]: document({
    client_id: CODE,
    client_name: 'Claude Code',
    redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
  }),
  [CHATGPT]: document({
    client_id: CHATGPT,
    client_name: 'ChatGPT',
    redirect_uris: ['https://chatgpt.com/connector_platform_oauth_redirect'],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_methods_supported: ['private_key_jwt', 'none'],
  }),
  [LIAR]: document({
    client_id: CODE,
    client_name: 'Claude Code',
    redirect_uris: ['https://liar.example/cb'],
  }),
};

describe('an authorization request of a client that is known by its document', () => {
  let server: TestServer;
  const fetched: string[] = [];

  beforeAll(async () => {
    server = await startTestServer({
      async fetchDocument({ href }) {
        fetched.push(href);
        const found = DOCUMENTS[href];
        if (found) return found;
        throw new DocumentFetchError('its host has no public address');
      },
    });
  });

  afterAll(() => server?.close());

  function ask(clientId: string, redirectUri: string): Promise<Response> {
    const parameters = { client_id: clientId, redirect_uri: redirectUri, code_challenge: pkce().challenge };
    return new TestBrowser().fetch(authorizeUrl(server.url, parameters));
  }

  test.each([
    [CODE, 'http://localhost:54321/callback', 'claude.ai', 'localhost:54321'],
    [CODE, 'http://127.0.0.1:1/callback', 'claude.ai', '127.0.0.1:1'],
    [CHATGPT, 'https://chatgpt.com/connector_platform_oauth_redirect', 'chatgpt.com', 'chatgpt.com'],
  ])('is put before the user with the host that vouches for it: %s to %s', async (id, uri, host, target) => {
    const html = await expectPage(await ask(id, uri), 'Let this app use your Fergus account?', 200);
    expect(html).toMatch(RegExp(`It is described at \\(checked\\)</dt>\\s*<dd class="address">${host}<`));
    expect(html).toContain(`<dd class="address">${target}</dd>`);
  });

  test('goes to no address that the document does not list', async () => {
    const response = await ask(CODE, 'http://localhost:54321/elsewhere');
    await expectPage(response, 'The app gave an address that it has not registered');
  });

  test.each([
    ['is about another client', LIAR, /its client_id is another address/],
    ['cannot be had', DOWN, /its host has no public address/],
  ])('is refused on a page that says why, where the document %s', async (_, id, reason) => {
    const html = await expectPage(await ask(id, 'https://liar.example/cb'), 'The app could not be checked');
    expect(html).toMatch(reason);
    expect(html).toContain(id);
  });

  test.each([
    MARKUP,
    'https://claude.ai',
    'https://claude.ai/a/../b.json',
    'https://claude.ai/a/%2e%2E/b.json',
    'https://user@claude.ai/b.json',
    'https://claude.ai/b.json#x',
    'https://claude.ai\\@evil.example/b.json',
  ])('is refused without a fetch where its id is no address of a document: %s', async (id) => {
    const before = fetched.length;
    const html = await expectPage(await ask(id, 'https://claude.ai/cb'), 'The app could not be checked');
    expect(html).not.toContain('<b>');
    expect(fetched.length).toBe(before);
  });
});
