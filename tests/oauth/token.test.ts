import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import {
  codeFor,
  pkce,
  REDIRECT_URI,
  type Registered,
  register,
  tokenRequest,
} from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { holdPost } from './held-post.ts';
import { statusWith } from './mcp-request.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, basic, redemption, refreshing } from './token-requests.ts';
import { startTwoServers } from './two-servers.ts';

const MINUTE = 60_000;
/** For requests that fail before it matters. */
const NO_CODE = { code: 'x', verifier: 'y' };
const ELSEWHERE = 'http://localhost:7777/elsewhere';

describeOnStores('token endpoint', (open) => {
  let suite: SuiteStore;
  let store: AgeingStore;
  let server: TestServer;
  let client: Registered;

  beforeAll(async () => {
    suite = await open();
    store = new AgeingStore(suite.store);
    server = await startTestServer({ store });
    client = await register(server.url, { redirect_uris: [REDIRECT_URI, ELSEWHERE] });
  });
  afterEach(() => void vi.useRealTimers());
  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  const newCode = (of: Registered = client) => codeFor(server.url, of.client_id, 'owner');
  const ask = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    askForTokens(server.url, form, headers);
  const signedIn = async () => (await ask(redemption(client, await newCode()))).tokens;
  const refresh = (token: string, of: Registered = client) => ask(refreshing(of, token));

  describe('a request', () => {
    test('is answered with bearer tokens and their lifetime in seconds', async () => {
      const { status, headers, body } = await ask(redemption(client, await newCode()));
      expect(status).toBe(200);
      expect(headers.get('content-type')).toContain('application/json');
      expect(body).toEqual({
        access_token: expect.stringMatching(/^fmcp_at\./),
        refresh_token: expect.stringMatching(/^fmcp_rt\./),
        token_type: 'Bearer',
        expires_in: 3600,
        scope: 'fergus:read fergus:write',
      });
    });

    test('is never cached, whether granted or refused', async () => {
      const code = await newCode();
      const answers = [
        await ask(redemption(client, code)),
        await ask(redemption(client, code)),
        await ask({ client_id: 'nobody' }),
      ];
      expect(answers.map(({ status }) => status)).toEqual([200, 400, 401]);
      for (const { headers } of answers) expect(headers.get('cache-control')).toBe('no-store');
    });

    test.each([
      ['application/json', JSON.stringify({ grant_type: 'authorization_code' })],
      ['text/plain', 'grant_type=authorization_code'],
      [
        'multipart/form-data; boundary=x',
        '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n',
      ],
      [undefined, undefined],
    ])('in %s is refused: it must be a form', async (type, body) => {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const response = await fetch(`${server.url}/oauth/token`, {
        method: 'POST',
        headers,
        body: body ?? null,
      });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        error: 'invalid_request',
        error_description: expect.stringContaining('application/x-www-form-urlencoded'),
      });
    });

    test('takes no parameter twice, and none from the address', async () => {
      const code = await newCode();
      const form = new URLSearchParams(redemption(client, code));
      form.append('code', code.code);
      const twice = await fetch(`${server.url}/oauth/token`, { method: 'POST', body: form });
      expect(twice.status).toBe(400);
      expect(await twice.json()).toMatchObject({ error: 'invalid_request' });
      const query = await fetch(
        `${server.url}/oauth/token?${new URLSearchParams(redemption(client, code))}`,
        {
          method: 'POST',
          body: new URLSearchParams(),
        },
      );
      expect(query.status).toBe(401);
      expect((await ask(redemption(client, code))).status).toBe(200);
    });

    test.each([
      ['no grant type', undefined, 'invalid_request'],
      ['an empty one', '', 'invalid_request'],
      ['one that we do not have', 'client_credentials', 'unsupported_grant_type'],
      ['the name of a method', 'constructor', 'unsupported_grant_type'],
    ])('with %s is refused', async (_, grantType, error) => {
      const form = redemption(client, NO_CODE, { grant_type: grantType });
      expect(await ask(form)).toMatchObject({ status: 400, body: { error } });
    });

    test.each(['code', 'refresh_token'])('without %s says that it is missing', async (name) => {
      const grantType = name === 'code' ? 'authorization_code' : name;
      const answer = await ask({ grant_type: grantType, client_id: client.client_id });
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
      expect(answer.body.error_description).toBe(`${name} is missing.`);
    });

    test('that is too large or damaged is refused in JSON', async () => {
      const large = await ask({ client_id: client.client_id, code: 'x'.repeat(70_000) });
      expect(large).toMatchObject({ status: 413, body: { error: 'invalid_request' } });
      const damaged = await fetch(`${server.url}/oauth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=klingon' },
        body: 'grant_type=refresh_token',
      });
      expect(damaged.status).toBe(415);
      expect(await damaged.json()).toMatchObject({ error: 'invalid_request' });
    });

    test('by GET is told to use POST', async () => {
      const response = await fetch(`${server.url}/oauth/token`);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
    });
  });

  describe('a client', () => {
    const METHODS = ['client_secret_basic', 'client_secret_post'] as const;
    let confidential: Registered;

    beforeAll(async () => {
      confidential = await register(server.url, { token_endpoint_auth_method: METHODS[0] });
    });

    test.each([
      ['unknown id of our form', '7d9f3a52-1f9e-4f0a-9a53-1f5f6d0e7a11'],
      ['unknown id of another form', 'nobody'],
      ['name of a method', '__proto__'],
      ['id that is empty', ''],
      ['id that is missing', undefined],
    ])('with an %s is told to register again: 401 invalid_client', async (_, id) => {
      const answer = await ask(redemption(client, NO_CODE, { client_id: id }));
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      expect(answer.headers.get('www-authenticate')).toBeNull();
    });

    test.each(METHODS)('registered for %s proves itself in the header or in the body', async (method) => {
      const secretive = await register(server.url, { token_endpoint_auth_method: method });
      const { client_id, client_secret = '' } = secretive;
      const inHeader = redemption({ client_id }, await newCode(secretive), { client_id: undefined });
      expect((await ask(inHeader, basic(client_id, client_secret))).status).toBe(200);
      expect((await ask(redemption(secretive, await newCode(secretive)))).status).toBe(200);
    });

    test('with a wrong, empty or missing secret gets 401 and no tokens; its code stays good', async () => {
      const { client_id, client_secret = '' } = confidential;
      const code = await newCode(confidential);
      const form = redemption({ client_id }, code);
      const secrets = ['wrong', '', `${client_secret}x`, client_secret.slice(1), client_secret.toUpperCase()];
      for (const secret of secrets) {
        const inBody = await ask({ ...form, client_secret: secret });
        expect(inBody, secret).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
        const inHeader = await ask(form, basic(client_id, secret));
        expect(inHeader, secret).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
        // Who used the header is told so by its scheme (RFC 6749 §5.2).
        expect(inHeader.headers.get('www-authenticate')).toMatch(/^Basic /);
      }
      expect(await ask(form)).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      expect((await ask(redemption(confidential, code))).status).toBe(200);
    });

    test('is compared in constant time: digests of one length, however wrong the secret is', async () => {
      const compare = vi.spyOn(crypto, 'timingSafeEqual');
      syncBuiltinESMExports();
      onTestFinished(() => {
        compare.mockRestore();
        syncBuiltinESMExports();
      });
      for (const secret of ['x', 'x'.repeat(5000), `${confidential.client_secret}`.replace(/.$/, '!')]) {
        compare.mockClear();
        await ask({ client_id: confidential.client_id, client_secret: secret });
        expect(compare).toHaveBeenCalledOnce();
        const lengths = compare.mock.calls[0]?.map(({ byteLength }) => byteLength);
        expect(lengths).toEqual([43, 43]);
      }
    });

    test('without a secret may not present one', async () => {
      const answer = await ask(redemption({ ...client, client_secret: 'made-up' }, NO_CODE));
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    });

    test('may not prove itself twice, nor under two names', async () => {
      const { client_id, client_secret = '' } = confidential;
      const code = await newCode(confidential);
      for (const changes of [{}, { client_id: client.client_id, client_secret: undefined }]) {
        const form = redemption(confidential, code, changes);
        const answer = await ask(form, basic(client_id, client_secret));
        expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
      }
    });

    test.each(['Basic !!!', 'Basic', `Basic ${Buffer.from('%E0%A4%A:x').toString('base64')}`, 'Basic Og=='])(
      'with the damaged header "%s" gets 401',
      async (authorization) => {
        const form = redemption(confidential, NO_CODE, { client_id: undefined, client_secret: undefined });
        const answer = await ask(form, { authorization });
        expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      },
    );
  });

  describe('a code', () => {
    test.each([
      ['another verifier', () => ({ code_verifier: pkce().verifier }), 'invalid_grant'],
      ['a missing verifier', () => ({ code_verifier: undefined }), 'invalid_grant'],
      ['a verifier that is too short', () => ({ code_verifier: 'short' }), 'invalid_grant'],
      ['the redirect address of another request', () => ({ redirect_uri: ELSEWHERE }), 'invalid_grant'],
      ['another port of it', () => ({ redirect_uri: 'http://localhost:7778/callback' }), 'invalid_grant'],
      ['another spelling of it', () => ({ redirect_uri: `${REDIRECT_URI}/` }), 'invalid_grant'],
      ['another resource', () => ({ resource: 'https://other.example.com/mcp' }), 'invalid_target'],
    ])('with %s is refused, and stays good for whoever it belongs to', async (_, changes, error) => {
      const code = await newCode();
      const answer = await ask(redemption(client, code, changes()));
      expect(answer).toMatchObject({ status: 400, body: { error } });
      expect((await ask(redemption(client, code))).status).toBe(200);
    });

    test('is refused to another client, and stays good for its own', async () => {
      const code = await newCode();
      const stranger = await register(server.url);
      const answer = await ask(redemption(stranger, code));
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect((await ask(redemption(client, code))).status).toBe(200);
    });

    test('needs no redirect address and no resource, as in OAuth 2.1; any spelling of ours will do', async () => {
      const without = redemption(client, await newCode(), { redirect_uri: undefined, resource: undefined });
      expect((await ask(without)).status).toBe(200);
      for (const resource of [`${server.url}/mcp`, server.url, `${server.url}/`]) {
        expect((await ask(redemption(client, await newCode(), { resource }))).status, resource).toBe(200);
      }
    });

    test('works for less than 60 seconds', async () => {
      const early = await newCode();
      const late = await newCode();
      await store.pass(MINUTE - 1000);
      expect((await ask(redemption(client, early))).status).toBe(200);
      await store.pass(1000);
      expect(await ask(redemption(client, late))).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
    });

    test('gives tokens that outlive it', async () => {
      const tokens = await signedIn();
      await store.pass(5 * MINUTE);
      expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
      expect((await refresh(tokens.refresh_token)).status).toBe(200);
    });

    test.each(['', 'x', 'fmcp_code.x.y', `fmcp_code.${'A'.repeat(22)}.${'A'.repeat(43)}`])(
      'that we never gave ("%s") is refused',
      async (code) => {
        const form = redemption(client, { code, verifier: pkce().verifier });
        const error = code === '' ? 'invalid_request' : 'invalid_grant';
        expect(await ask(form)).toMatchObject({ status: 400, body: { error } });
      },
    );

    test('used again ends what the first use gave, also at Cognito', async () => {
      const code = await newCode();
      const { tokens } = await ask(redemption(client, code));
      expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(200);
      server.cognito.requests.length = 0;
      const again = await ask(redemption(client, code));
      expect(again).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(401);
      expect(await refresh(tokens.refresh_token)).toMatchObject({ body: { error: 'invalid_grant' } });
      expect(server.cognito.requests.map(({ endpoint }) => endpoint)).toEqual(['/oauth2/revoke']);
    });

    test('used again by whoever stole it, without the verifier, ends it as well; a day later, too', async () => {
      const code = await newCode();
      const { tokens } = await ask(redemption(client, code));
      const second = await newCode();
      const later = await ask(redemption(client, second));
      const thief = await register(server.url);
      await ask(redemption(thief, { ...code, verifier: pkce().verifier }));
      expect(await statusWith(server.mcpUrl, tokens.access_token)).toBe(401);
      await store.pass(23 * 60 * MINUTE);
      await ask(redemption(thief, second));
      expect((await refresh(later.tokens.refresh_token)).body).toMatchObject({ error: 'invalid_grant' });
    });

    test('redeemed 8 times at once is redeemed once, and its tokens work', async () => {
      const code = await newCode();
      const held = await Promise.all(
        Array.from({ length: 8 }, () => holdPost(`${server.url}/oauth/token`, redemption(client, code))),
      );
      const answers = await Promise.all(held.map((post) => post.finish()));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(400)]);
      const won = answers.find(({ status }) => status === 200);
      for (const lost of answers.filter((answer) => answer !== won)) {
        expect(lost.body).toMatchObject({ error: 'invalid_grant' });
      }
      expect(await statusWith(server.mcpUrl, `${won?.body.access_token}`)).toBe(200);
      expect((await refresh(`${won?.body.refresh_token}`)).status).toBe(200);
    });

    test('is not stolen by its own client: who began before the first answer ends nothing', async () => {
      const code = await newCode();
      const url = `${server.url}/oauth/token`;
      const held = [
        await holdPost(url, redemption(client, code)),
        await holdPost(url, redemption(client, code)),
      ];
      const [first, second] = [await held[0]?.finish(), await held[1]?.finish()];
      expect([first?.status, second?.status]).toEqual([200, 400]);
      expect(await statusWith(server.mcpUrl, `${first?.body.access_token}`)).toBe(200);
      // Who begins afterwards does.
      await ask(redemption(client, code));
      expect(await statusWith(server.mcpUrl, `${first?.body.access_token}`)).toBe(401);
    });
  });

  test('codes, access tokens and refresh tokens are three kinds, and none passes for another', async () => {
    const code = await newCode();
    const { tokens } = await ask(redemption(client, code));
    const { access_token: access, refresh_token: refreshToken } = tokens;
    expect(new Set([code.code, access, refreshToken]).size).toBe(3);
    const fresh = await newCode();
    expect(await statusWith(server.mcpUrl, fresh.code)).toBe(401);
    expect(await statusWith(server.mcpUrl, refreshToken)).toBe(401);
    for (const other of [access, fresh.code]) expect((await refresh(other)).body.error).toBe('invalid_grant');
    for (const other of [access, refreshToken]) {
      const form = redemption(client, { ...fresh, code: other });
      expect((await ask(form)).body.error).toBe('invalid_grant');
    }
    // The secret part under the name of another kind is another token.
    const renamed = [code.code.replace('fmcp_code', 'fmcp_at'), refreshToken.replace('fmcp_rt', 'fmcp_at')];
    for (const token of renamed) expect(await statusWith(server.mcpUrl, token)).toBe(401);
    expect(await statusWith(server.mcpUrl, access)).toBe(200);
    expect((await refresh(refreshToken)).status).toBe(200);
    expect((await ask(redemption(client, fresh))).status).toBe(200);
  });
});

describeOnStores('a code at two servers over one store', (open) => {
  test('is redeemed once, and its tokens work at both', async () => {
    const suite = await open();
    const { first, second, close } = await startTwoServers(suite.store);
    onTestFinished(async () => {
      await close();
      await suite.close();
    });
    const client = await register(first.url);
    const form = redemption(client, await codeFor(first.url, client.client_id, 'owner'));
    const held = await Promise.all(
      Array.from({ length: 8 }, (_, i) => holdPost(`${[first, second][i % 2]?.url}/oauth/token`, form)),
    );
    const answers = await Promise.all(held.map((post) => post.finish()));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(400)]);
    const token = `${answers.find(({ status }) => status === 200)?.body.access_token}`;
    for (const { mcpUrl } of [first, second]) expect(await statusWith(mcpUrl, token)).toBe(200);
    // Used again afterwards at the one that may not have redeemed it.
    for (const { url } of [first, second]) expect((await tokenRequest(url, form)).status).toBe(400);
    for (const { mcpUrl } of [first, second]) expect(await statusWith(mcpUrl, token)).toBe(401);
  });
});
