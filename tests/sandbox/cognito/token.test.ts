import { describe, expect, test } from 'vitest';
import { claimsOf, REDIRECT_URI, setUp } from './setup.ts';

describe('the code', () => {
  test('is redeemed for tokens of the user who chose it', async () => {
    const { cognito, codeOf, redeem, me, userInfo } = await setUp();
    for (const user of cognito.users) {
      const reply = await redeem(await codeOf(user.key));
      expect(reply).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } });
      expect(reply.headers.get('cache-control')).toBe('no-store');
      const { access_token, refresh_token } = reply.body;
      expect(refresh_token).toEqual(expect.any(String));
      expect(await me(access_token)).toMatchObject({
        status: 200,
        body: { data: { id: user.userId, email: user.email, isOwner: user.isOwner } },
      });
      const { sub, name, email } = user;
      expect(await userInfo(access_token)).toMatchObject({ status: 200, body: { sub, name, email } });
    }
  });

  test('gives an id token of this issuer, client, user and nonce', async () => {
    const now = new Date('2026-03-02T20:00:00Z');
    const { cognito, codeOf, redeem } = await setUp({ now: () => now });
    const [owner] = cognito.users;
    const { body } = await redeem(await codeOf('owner'));
    const iat = now.getTime() / 1000;
    expect(claimsOf(body.id_token)).toEqual({
      iss: cognito.issuer,
      aud: cognito.clientId,
      sub: owner?.sub,
      nonce: 'the-nonce',
      iat,
      exp: iat + 3600,
      token_use: 'id',
      name: owner?.name,
      email: owner?.email,
      email_verified: true,
    });
  });

  test('works once', async () => {
    const { codeOf, redeem } = await setUp();
    const code = await codeOf('owner');
    expect((await redeem(code)).status).toBe(200);
    expect(await redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('lives five minutes', async () => {
    let time = new Date('2026-03-02T20:00:00Z').getTime();
    const { codeOf, redeem } = await setUp({ now: () => new Date(time) });
    const [early, late] = [await codeOf('owner'), await codeOf('owner')];
    time += 299_999;
    expect((await redeem(early)).status).toBe(200);
    time += 1;
    expect(await redeem(late)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test.each([
    ['another redirect address', { redirect_uri: `${REDIRECT_URI}/` }],
    ['no redirect address', { redirect_uri: undefined }],
    ['another verifier', { code_verifier: 'another-verifier-of-at-least-43-characters-012345' }],
    ['no verifier', { code_verifier: undefined }],
    ['another code', { code: 'c0de' }],
  ])('is refused with %s', async (_, changes) => {
    const { codeOf, redeem } = await setUp();
    const reply = await redeem(await codeOf('owner'), changes);
    expect(reply).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });
});

describe('a refresh', () => {
  test('without rotation gives new access and id tokens, and the refresh token goes on', async () => {
    const { codeOf, redeem, refresh, me } = await setUp();
    const first = (await redeem(await codeOf('member'))).body;
    const second = await refresh(first.refresh_token);
    expect(second).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 3600 } });
    expect(second.body).not.toHaveProperty('refresh_token');
    expect(second.body.access_token).not.toBe(first.access_token);
    expect(claimsOf(second.body.id_token)).not.toHaveProperty('nonce');
    expect((await me(first.access_token)).status).toBe(200);
    expect((await me(second.body.access_token)).status).toBe(200);
    expect((await refresh(first.refresh_token)).status).toBe(200);
  });

  test('with rotation replaces the refresh token and refuses the one before', async () => {
    const { cognito, codeOf, redeem, refresh } = await setUp({ rotateRefreshTokens: true });
    const first = (await redeem(await codeOf('owner'))).body.refresh_token;
    const second = (await refresh(first)).body.refresh_token;
    expect(second).toEqual(expect.any(String));
    expect(await refresh(first)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });

    cognito.setRotation(false);
    const third = await refresh(second);
    expect([third.status, third.body.refresh_token]).toEqual([200, undefined]);
    expect((await refresh(second)).status).toBe(200);
  });

  test('of what is no refresh token is refused', async () => {
    const { codeOf, redeem, refresh } = await setUp();
    const { access_token } = (await redeem(await codeOf('owner'))).body;
    for (const token of [access_token, 'unknown']) {
      expect(await refresh(token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    }
  });
});

describe('the client', () => {
  test('may send its secret as form fields', async () => {
    const { cognito, codeOf, redeem, post } = await setUp();
    const { refresh_token } = (await redeem(await codeOf('owner'))).body;
    const { clientId: client_id, clientSecret: client_secret } = cognito;
    const fields = { grant_type: 'refresh_token', refresh_token: String(refresh_token), client_id };
    expect((await post('/oauth2/token', { ...fields, client_secret }, {})).status).toBe(200);
    expect((await post('/oauth2/token', { ...fields, client_secret: 'wrong' }, {})).status).toBe(400);
  });

  test('may have any characters in its id and secret, form-encoded', async () => {
    const { codeOf, redeem } = await setUp({ clientId: 'a:b +c', clientSecret: '100%:&ü=' });
    expect((await redeem(await codeOf('owner'))).status).toBe(200);
  });

  test.each([
    ['no secret', () => ({})],
    ['a wrong secret', (id: string) => ({ authorization: `Basic ${btoa(`${id}:wrong`)}` })],
    ['another id', (_: string, secret: string) => ({ authorization: `Basic ${btoa(`x:${secret}`)}` })],
    ['another scheme', (_: string, secret: string) => ({ authorization: `Bearer ${secret}` })],
  ])('is refused with %s before its code is used up, and at both endpoints', async (_, headers) => {
    const { cognito, codeOf, post, redeem } = await setUp();
    const code = await codeOf('owner');
    const fields = { grant_type: 'authorization_code', code, token: code };
    const wrong = headers(cognito.clientId, cognito.clientSecret);
    const body = { error: 'invalid_client' };
    expect(await post('/oauth2/token', fields, wrong)).toMatchObject({ status: 400, body });
    expect(await post('/oauth2/revoke', fields, wrong)).toMatchObject({ status: 401, body });
    expect((await redeem(code)).status).toBe(200);
  });
});

test.each([
  ['without a grant type', { grant_type: undefined }, 'invalid_request'],
  ['with an unknown grant type', { grant_type: 'password' }, 'unsupported_grant_type'],
  ['without a code', { code: undefined }, 'invalid_request'],
  ['without a refresh token', { grant_type: 'refresh_token' }, 'invalid_request'],
])('a token request %s is refused', async (_, changes, error) => {
  const { redeem } = await setUp();
  expect(await redeem('c0de', changes)).toMatchObject({ status: 400, body: { error } });
});
