import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { codeFor, type Registered, register } from '../support/oauth-flow.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, basic, redemption } from './token-requests.ts';

/** For requests that fail before it matters. */
const NO_CODE = { code: 'x', verifier: 'y' };

describeOnStores('token endpoint', (open) => {
  let suite: SuiteStore;
  let server: TestServer;
  let client: Registered;

  beforeAll(async () => {
    suite = await open();
    server = await startTestServer({ store: suite.store });
    client = await register(server.url);
  });
  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  const newCode = (of: Registered = client) => codeFor(server.url, of.client_id, 'owner');
  const ask = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    askForTokens(server.url, form, headers);

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
});
