import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { UpstreamUnavailable } from '../../src/auth/upstream.ts';
import { signInAt } from '../support/sign-in.ts';
import { refusalOf, setUp } from './cognito-setup.ts';

describe('the address of the sign-in', () => {
  test('carries our own parameters, a state, a nonce and an S256 challenge, and nothing else', async () => {
    const { handler, cognito } = await setUp();
    const secrets = handler.newSecrets();
    const url = await handler.generateAuthUrl(secrets);
    expect(url.origin + url.pathname).toBe(`${cognito.url}/oauth2/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: cognito.clientId,
      redirect_uri: 'http://localhost:3100/oauth/callback',
      scope: 'openid email profile',
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: createHash('sha256').update(secrets.codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
  });

  test('has 256 fresh random bits in each secret', async () => {
    const { handler } = await setUp();
    const secrets = [handler.newSecrets(), handler.newSecrets()].flatMap((each) => Object.values(each));
    expect(new Set(secrets).size).toBe(6);
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  });
});

describe('a sign-in', () => {
  test.each(['owner', 'member', 'other'])('gives the tokens and the identity of the %s', async (key) => {
    const { cognito, signIn, isAccepted, events } = await setUp();
    const before = Date.now();
    const { tokens, user } = await signIn(key);
    const chosen = cognito.users.find((candidate) => candidate.key === key);
    expect(user).toEqual({ id: chosen?.sub, name: chosen?.name });
    expect(await isAccepted(tokens.accessToken)).toBe(true);
    expect(cognito.issued).toContain(tokens.refreshToken);
    expect(tokens.expiresAt).toBeGreaterThanOrEqual(before + 3_600_000);
    expect(tokens.expiresAt).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect(events).toEqual([{ step: 'token', durationMs: expect.any(Number), outcome: 'ok' }]);
  });

  test('works with any characters in our id and secret (RFC 6749 §2.3.1)', async () => {
    const { signIn } = await setUp({ clientId: 'fergus mcp/-_.~', clientSecret: "1+1=2: 100%&'ü" });
    expect((await signIn()).tokens.accessToken).not.toBe('');
  });

  test('takes the expiry from expires_in alone', async () => {
    const { cognito, signIn } = await setUp({ accessTokenSeconds: 300 });
    cognito.alterIdTokens((claims) => ({ ...claims, exp: Number(claims.exp) + 86_400 }));
    const { expiresAt } = (await signIn()).tokens;
    expect(expiresAt).toBeGreaterThan(Date.now() + 290_000);
    expect(expiresAt).toBeLessThanOrEqual(Date.now() + 300_000);
  });

  test('has no refresh token where Cognito gives none', async () => {
    const { cognito, signIn } = await setUp();
    const body = { access_token: 'a', token_type: 'Bearer', expires_in: 60 };
    cognito.faults.order({ kind: 'status', path: '/oauth2/token', status: 200, body });
    cognito.faults.order({ kind: 'status', path: '/oauth2/userInfo', status: 200, body: { sub: 'user-1' } });
    const { tokens, user } = await signIn();
    expect(tokens).toEqual({ accessToken: 'a', expiresAt: expect.any(Number) });
    expect(user).toEqual({ id: 'user-1' });
  });

  test('whose token answer has no expires_in counts on an hour', async () => {
    const { cognito, signIn } = await setUp();
    const body = { access_token: 'a', token_type: 'Bearer' };
    cognito.faults.order({ kind: 'status', path: '/oauth2/token', status: 200, body });
    cognito.faults.order({ kind: 'status', path: '/oauth2/userInfo', status: 200, body: { sub: 'user-1' } });
    const { expiresAt } = (await signIn()).tokens;
    expect(Math.abs(expiresAt - Date.now() - 3_600_000)).toBeLessThan(60_000);
  });
});

describe('the callback', () => {
  async function comeBack() {
    const all = await setUp();
    const secrets = all.handler.newSecrets();
    const { searchParams } = await signInAt(await all.handler.generateAuthUrl(secrets), 'owner');
    return { ...all, secrets, callback: searchParams };
  }

  test.each([
    ['another state', (callback: URLSearchParams) => callback.set('state', 'another')],
    ['no state', (callback: URLSearchParams) => callback.delete('state')],
    ['two states', (callback: URLSearchParams) => callback.append('state', 'another')],
    ['another issuer', (callback: URLSearchParams) => callback.set('iss', 'https://evil.example')],
    ['no code', (callback: URLSearchParams) => callback.delete('code')],
    ['two codes', (callback: URLSearchParams) => callback.append('code', 'another')],
  ])('with %s is refused, and nothing is sent', async (_, change) => {
    const { handler, cognito, callback, secrets, events } = await comeBack();
    change(callback);
    await refusalOf(handler.exchangeCodeForTokens(callback, secrets));
    expect(cognito.requests.filter(({ endpoint }) => endpoint === '/oauth2/token')).toEqual([]);
    expect(events).toEqual([]);
  });

  test('with the issuer of ours is accepted (RFC 9207)', async () => {
    const { handler, cognito, callback, secrets } = await comeBack();
    callback.set('iss', cognito.issuer);
    expect((await handler.exchangeCodeForTokens(callback, secrets)).user.id).toBe(cognito.users[0]?.sub);
  });

  test('works once', async () => {
    const { handler, callback, secrets, events } = await comeBack();
    await handler.exchangeCodeForTokens(callback, secrets);
    const message = await refusalOf(handler.exchangeCodeForTokens(callback, secrets));
    expect(message).toBe("Fergus's sign-in refused: invalid_grant.");
    expect(events.map(({ outcome }) => outcome)).toEqual(['ok', 'refused']);
  });

  test('with the verifier of another sign-in is refused', async () => {
    const { handler, callback, secrets } = await comeBack();
    const { codeVerifier } = handler.newSecrets();
    const message = await refusalOf(handler.exchangeCodeForTokens(callback, { ...secrets, codeVerifier }));
    expect(message).toContain('invalid_grant');
  });

  test('of a user who cancelled is refused', async () => {
    const { signIn } = await setUp();
    expect(await refusalOf(signIn('cancel'))).toBe("Fergus's sign-in refused: access_denied.");
  });

  test('with an error and another state is refused for its state', async () => {
    const { handler } = await setUp();
    const callback = new URLSearchParams({ error: 'access_denied', state: 'another' });
    const message = await refusalOf(handler.exchangeCodeForTokens(callback, handler.newSecrets()));
    expect(message).toContain('"state"');
  });

  test.each(['server_error', 'temporarily_unavailable', 'unauthorized_client'])(
    'with the error %s is no refusal of the user',
    async (error) => {
      const { handler } = await setUp();
      const secrets = handler.newSecrets();
      const callback = new URLSearchParams({ error, state: secrets.state });
      await expect(handler.exchangeCodeForTokens(callback, secrets)).rejects.toThrow(UpstreamUnavailable);
    },
  );
});

describe('the id token', () => {
  const past = Math.floor(Date.now() / 1000) - 3600;

  test.each([
    ['another nonce', { nonce: 'another' }, 'nonce'],
    ['no nonce', { nonce: undefined }, 'nonce'],
    ['another audience', { aud: 'another-client' }, 'aud'],
    ['an audience beside us', { aud: ['sandbox7fergus2mcp9client', 'another-client'] }, 'aud'],
    ['another issuer', { iss: 'https://cognito-idp.ap-southeast-2.amazonaws.com/other' }, 'iss'],
    ['an expiry that has passed', { exp: past }, 'exp'],
    ['no expiry', { exp: undefined }, 'exp'],
    ['no subject', { sub: undefined }, 'sub'],
    ['a subject that is empty', { sub: '' }, 'who signed in'],
  ])('with %s fails the sign-in, and userInfo is not asked in its place', async (_, change, named) => {
    const { cognito, signIn, events } = await setUp();
    cognito.alterIdTokens((claims) => ({ ...claims, ...change }));
    expect(await refusalOf(signIn())).toContain(named);
    expect(events.map(({ step }) => step)).toEqual(['token']);
  });

  test.each(['not a JWT', `${btoa('{"alg":"none"}')}.${btoa('{}')}.`])(
    'that is %s fails the sign-in',
    async (id_token) => {
      const { cognito, signIn } = await setUp();
      const body = { access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token };
      cognito.faults.order({ kind: 'status', path: '/oauth2/token', status: 200, body });
      expect(await refusalOf(signIn())).not.toContain(id_token);
    },
  );

  test('without a name gives the address to call the user by', async () => {
    const { cognito, signIn } = await setUp();
    cognito.alterIdTokens((claims) => ({ ...claims, name: undefined }));
    expect((await signIn()).user.name).toBe(cognito.users[0]?.email);
  });

  test('that is missing has the user read from userInfo', async () => {
    const { cognito, signIn, events } = await setUp();
    cognito.alterIdTokens(() => undefined);
    const { user } = await signIn('member');
    expect(user).toEqual({ id: cognito.users[1]?.sub, name: cognito.users[1]?.name });
    expect(events.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['token', 'ok'],
      ['userinfo', 'ok'],
    ]);
  });

  test.each([
    ['names nobody', 200, { email: 'somebody@example.com' }],
    ['refuses the token', 401, { error: 'invalid_token' }],
  ])('that is missing fails the sign-in where userInfo %s', async (_, status, body) => {
    const { cognito, signIn, events } = await setUp();
    cognito.alterIdTokens(() => undefined);
    cognito.faults.order({ kind: 'status', path: '/oauth2/userInfo', status, body });
    await refusalOf(signIn());
    expect(events.at(-1)).toMatchObject({ step: 'userinfo', outcome: 'refused' });
  });
});

describe('a refresh', () => {
  test('gives a new access token and keeps the refresh token where Cognito gives no new one', async () => {
    const { handler, signIn, isAccepted, events } = await setUp({ accessTokenSeconds: 600 });
    const { tokens } = await signIn();
    const refreshed = await handler.refreshAccessToken(tokens.refreshToken ?? '');
    expect(refreshed).toMatchObject({ refreshToken: tokens.refreshToken });
    expect(refreshed.accessToken).not.toBe(tokens.accessToken);
    expect(await isAccepted(refreshed.accessToken)).toBe(true);
    expect(Math.abs(refreshed.expiresAt - Date.now() - 600_000)).toBeLessThan(60_000);
    expect(events.at(-1)).toMatchObject({ step: 'refresh', outcome: 'ok' });
  });

  test('gives the new refresh token where Cognito rotates', async () => {
    const { handler, signIn } = await setUp({ rotateRefreshTokens: true });
    const first = (await signIn()).tokens.refreshToken ?? '';
    const second = (await handler.refreshAccessToken(first)).refreshToken ?? '';
    expect(second).not.toBe(first);
    expect((await handler.refreshAccessToken(second)).refreshToken).not.toBe(second);
    expect(await refusalOf(handler.refreshAccessToken(first))).toContain('invalid_grant');
  });

  test('of a sign-in that Cognito has ended is refused', async () => {
    const { handler, cognito, signIn, events } = await setUp();
    const { tokens } = await signIn();
    cognito.endGrants();
    expect(await refusalOf(handler.refreshAccessToken(tokens.refreshToken ?? ''))).toBe(
      "Fergus's sign-in refused: invalid_grant (Refresh Token has been revoked).",
    );
    expect(events.at(-1)).toMatchObject({ step: 'refresh', outcome: 'refused' });
  });
});

test('revoking ends the refresh token and its access tokens at Cognito', async () => {
  const { handler, signIn, isAccepted, events } = await setUp();
  const { tokens } = await signIn();
  await handler.revokeToken(tokens.refreshToken ?? '');
  expect(await isAccepted(tokens.accessToken)).toBe(false);
  await refusalOf(handler.refreshAccessToken(tokens.refreshToken ?? ''));
  expect(events.map(({ step, outcome }) => [step, outcome])).toEqual([
    ['token', 'ok'],
    ['revoke', 'ok'],
    ['refresh', 'refused'],
  ]);
});
