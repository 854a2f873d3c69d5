import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { IdTokenAlteration } from '../../src/sandbox/cognito/index.ts';
import type { FaultOrder } from '../../src/sandbox/fergus-api/index.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { authorizeUrl, pkce, register, TestBrowser } from '../support/oauth-flow.ts';
import { signInAt } from '../support/sign-in.ts';
import { answerOf, approve } from './sign-in-steps.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';

const STATE = 'state of the client';
/** What RFC 6749 §4.1.2.1 allows. */
const DESCRIPTION = /^[ !#-[\]-~]+$/;

describeOnStores("the callback and Fergus's sign-in", (open) => {
  let suite: SuiteStore;
  let server: TestServer;
  let clientId: string;
  let browser: TestBrowser;

  beforeAll(async () => {
    suite = await open();
    server = await startTestServer({ store: suite.store });
    clientId = (await register(server.url)).client_id;
  });

  beforeEach(() => {
    browser = new TestBrowser();
    server.cognito.faults.clear();
    server.cognito.alterIdTokens();
    server.cognito.requests.length = 0;
  });

  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  async function wayBack(user = 'owner', from = browser): Promise<URL> {
    const { challenge: code_challenge } = pkce();
    const url = authorizeUrl(server.url, { client_id: clientId, code_challenge, state: STATE });
    return signInAt(await approve(from, url), user, from.fetch);
  }

  /** What the client is told when the browser comes back with these parameters in the place of a code. */
  async function answerTo(parameters: Record<string, string>): Promise<Record<string, string>> {
    const address = await wayBack();
    address.searchParams.delete('code');
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    return answerOf(await browser.fetch(address));
  }

  function refusal(error: string, description: RegExp) {
    const error_description = expect.stringMatching(description);
    return { error, error_description, state: STATE, iss: server.url };
  }

  function expectServerError(answer: Record<string, string>, description: RegExp): void {
    expect(answer).toEqual(refusal('server_error', description));
    expect(answer.error_description).toMatch(DESCRIPTION);
    expect(answer.error_description).toMatch(/ Try to sign in again\.$/);
  }

  describe('what the browser brings', () => {
    test('of somebody who cancelled is told to the client as access_denied', async () => {
      const answer = answerOf(await browser.fetch(await wayBack('cancel')));
      expect(answer).toEqual(refusal('access_denied', /^The sign-in at Fergus was cancelled or refused\.$/));
      expect(server.cognito.requests.map(({ endpoint }) => endpoint)).not.toContain('/oauth2/token');
    });

    test.each([
      ['server_error', /sign-in failed: server_error/],
      ['temporarily_unavailable', /sign-in failed: temporarily_unavailable/],
      ['invalid_request', /sign-in refused: invalid_request/],
      ['invalid_scope', /sign-in refused: invalid_scope/],
      ['unauthorized_client', /does not accept this server: .*COGNITO_CLIENT_ID/],
      ['of our own invention', /sign-in refused: of our own invention/],
      ['', /has no code/],
    ])('as another error is told as server_error: %j', async (error, description) => {
      expectServerError(await answerTo({ error }), description);
    });

    test('with neither code nor error, with an empty code, and with two', async () => {
      expectServerError(await answerTo({}), /has no code/);
      expectServerError(await answerTo({ code: '' }), /has no code/);
      const twice = `${await wayBack()}&code=2`;
      expectServerError(answerOf(await browser.fetch(twice)), /check|no code/);
    });

    test.each([
      ['another issuer', { iss: 'https://evil.example' }],
      ['tokens beside the code', { id_token: 'a.b.c' }],
      ['an answer as JWT', { response: 'a.b.c' }],
    ])('with %s is refused before anything is redeemed', async (_, more) => {
      expectServerError(await answerTo({ code: 'c', ...more }), /check/);
      expect(server.cognito.requests.map(({ endpoint }) => endpoint)).not.toContain('/oauth2/token');
    });

    test('as text does nothing, neither in the address nor in the body of the redirect', async () => {
      const said = `<script>alert("1")</script>\r\nLocation: https://evil.example/\u202e\\`;
      const address = await wayBack();
      address.searchParams.delete('code');
      address.searchParams.set('error', said);
      address.searchParams.set('error_description', said);
      const response = await browser.fetch(address, { headers: { accept: 'text/html' } });
      expect(response.headers.get('location')).toMatch(/^http:\/\/localhost:7777\/callback\?[\w%.+*&=-]+$/);
      expectServerError(answerOf(response), /<script>/);
      expect(await response.text()).not.toContain('<script');
    });

    test('repeats no secret to the client', async () => {
      const code = (await wayBack()).searchParams.get('code') ?? '';
      browser = new TestBrowser();
      const answer = await answerTo({ error: 'invalid_grant', error_description: `No such code: ${code}.` });
      expectServerError(answer, /No such code: \.\.\./);
      expect(answer.error_description).not.toContain(code);
    });

    test("never lets a code of another sign-in through, because it lacks that one's verifier", async () => {
      const attacker = await wayBack('other', new TestBrowser());
      const code = attacker.searchParams.get('code') ?? '';
      expectServerError(await answerTo({ code }), /invalid_grant/);
    });
  });

  describe('a token endpoint', () => {
    test.each<[string, FaultOrder, RegExp]>([
      ['that fails', { kind: 'status', status: 500 }, /failed \(HTTP 500\)/],
      ['that is overloaded', { kind: 'rate-limited' }, /failed \(HTTP 429\)/],
      ['behind a broken proxy', { kind: 'html' }, /failed \(HTTP 502\)/],
      [
        'that redirects',
        { kind: 'status', status: 302, headers: { location: '/x' } },
        /redirect.*COGNITO_DOMAIN/,
      ],
      ['that hangs up', { kind: 'reset' }, /connection .* failed/],
      ['that breaks off', { kind: 'cut-body' }, /connection .* failed/],
      ['that speaks no JSON', { kind: 'not-json' }, /not JSON/],
      [
        'that refuses the code',
        { kind: 'status', status: 400, body: { error: 'invalid_grant' } },
        /invalid_grant/,
      ],
      [
        'that does not know us',
        { kind: 'status', status: 400, body: { error: 'invalid_client' } },
        /does not accept this server: invalid_client\. Check COGNITO_CLIENT_ID/,
      ],
      ['that gives no token', { kind: 'status', status: 200, body: {} }, /failed a check/],
    ])('%s lets the client know by server_error, and a new attempt works', async (_, fault, description) => {
      server.cognito.faults.order({ ...fault, path: '/oauth2/token' });
      expectServerError(answerOf(await browser.fetch(await wayBack())), description);
      expect(answerOf(await browser.fetch(await wayBack()))).toHaveProperty('code');
    });
  });

  describe('an id token', () => {
    test.each<[string, IdTokenAlteration]>([
      ['of another issuer', (claims) => ({ ...claims, iss: 'https://evil.example' })],
      ['of another pool', (claims) => ({ ...claims, iss: `${claims.iss}x` })],
      ['without an issuer', ({ iss: _, ...claims }) => claims],
      ['for another client', (claims) => ({ ...claims, aud: 'another-client' })],
      ['for others besides us', (claims) => ({ ...claims, aud: [claims.aud, 'another-client'] })],
      ['for nobody', ({ aud: _, ...claims }) => claims],
      ['of another sign-in', (claims) => ({ ...claims, nonce: 'n'.repeat(43) })],
      ['without a nonce', ({ nonce: _, ...claims }) => claims],
      ['that has expired', (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) - 120 })],
      ['without an expiry', ({ exp: _, ...claims }) => claims],
      ['without a subject', ({ sub: _, ...claims }) => claims],
      ['with an empty subject', (claims) => ({ ...claims, sub: '' })],
    ])('%s gives no code', async (_, alteration) => {
      server.cognito.alterIdTokens(alteration);
      expectServerError(answerOf(await browser.fetch(await wayBack())), /check|did not say who/);
    });

    test('that is not one gives no code', async () => {
      const body = { access_token: 'a', token_type: 'Bearer', id_token: 'none' };
      server.cognito.faults.order({ kind: 'status', status: 200, body, path: '/oauth2/token' });
      expectServerError(answerOf(await browser.fetch(await wayBack())), /check/);
    });

    test('may be missing: then Fergus is asked who signed in', async () => {
      server.cognito.alterIdTokens(() => undefined);
      expect(answerOf(await browser.fetch(await wayBack()))).toHaveProperty('code');
      expect(server.cognito.requests.map(({ endpoint }) => endpoint)).toContain('/oauth2/userInfo');
    });

    test('may be missing, but then Fergus must say who signed in', async () => {
      server.cognito.alterIdTokens(() => undefined);
      server.cognito.faults.order({ kind: 'status', status: 503, path: '/oauth2/userInfo' });
      expectServerError(answerOf(await browser.fetch(await wayBack())), /HTTP 503/);
      server.cognito.faults.order({
        kind: 'status',
        status: 200,
        body: { sub: '' },
        path: '/oauth2/userInfo',
      });
      expectServerError(answerOf(await browser.fetch(await wayBack())), /did not say who|check/);
    });
  });
});
