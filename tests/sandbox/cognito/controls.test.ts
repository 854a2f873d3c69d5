import { expect, test } from 'vitest';
import { claimsOf, setUp } from './setup.ts';

test('has the owner and a member of the main business, and the owner of the other', async () => {
  const { cognito } = await setUp();
  expect(cognito.users.map(({ key, business, isOwner }) => [key, business, isOwner])).toEqual([
    ['owner', 'main', true],
    ['member', 'main', false],
    ['other', 'other', true],
  ]);
  expect(new Set(cognito.users.map(({ sub }) => sub)).size).toBe(3);
});

test('a user has the same id after every start', async () => {
  const subs = async () => (await setUp()).cognito.users.map(({ sub }) => sub);
  expect(await subs()).toEqual(await subs());
});

test('makes a fresh client secret at every start, unless one is given', async () => {
  const secret = async () => (await setUp()).cognito.clientSecret;
  expect(await secret()).not.toBe(await secret());
  expect((await setUp({ clientSecret: 'given' })).cognito.clientSecret).toBe('given');
});

test('logs endpoint, grant type and status of every request, and no secret', async () => {
  const { cognito, codeOf, redeem, refresh, userInfo, post } = await setUp({ rotateRefreshTokens: true });
  const { access_token, refresh_token } = (await redeem(await codeOf('owner'))).body;
  const rotated = (await refresh(refresh_token)).body.refresh_token;
  await refresh(refresh_token);
  await userInfo(access_token);
  await post('/oauth2/revoke', { token: String(rotated) });
  expect(
    cognito.requests.map(({ method, endpoint, grantType, status }) => [method, endpoint, grantType, status]),
  ).toEqual([
    ['GET', '/oauth2/authorize', undefined, 200],
    ['POST', '/oauth2/authorize', undefined, 302],
    ['POST', '/oauth2/token', 'authorization_code', 200],
    ['POST', '/oauth2/token', 'refresh_token', 200],
    ['POST', '/oauth2/token', 'refresh_token', 400],
    ['GET', '/oauth2/userInfo', undefined, 200],
    ['POST', '/oauth2/revoke', undefined, 200],
  ]);
  const log = JSON.stringify(cognito.requests);
  for (const secret of [...cognito.issued, cognito.clientSecret]) expect(log).not.toContain(secret);
});

test('keeps a list of every secret that it gave out', async () => {
  const { cognito, codeOf, redeem, refresh } = await setUp({ rotateRefreshTokens: true });
  const code = await codeOf('owner');
  const first = (await redeem(code)).body;
  const second = (await refresh(first.refresh_token)).body;
  expect(new Set(cognito.issued)).toEqual(
    new Set([
      code,
      ...[first, second].flatMap(({ access_token, id_token, refresh_token }) => [
        access_token,
        id_token,
        refresh_token,
      ]),
    ]),
  );
});

test('id tokens can be changed or left out, and be as they should again', async () => {
  const { cognito, codeOf, redeem } = await setUp();
  const idToken = async () => (await redeem(await codeOf('owner'))).body.id_token;
  cognito.alterIdTokens((claims) => ({ ...claims, nonce: 'another' }));
  expect(claimsOf(await idToken())).toMatchObject({ aud: cognito.clientId, nonce: 'another' });
  cognito.alterIdTokens(() => undefined);
  expect(await idToken()).toBeUndefined();
  cognito.alterIdTokens();
  expect(claimsOf(await idToken())).toMatchObject({ nonce: 'the-nonce' });
});

test('carries out faults at the endpoint they are ordered for, with errors in the form of OAuth', async () => {
  const { cognito, codeOf, redeem, refresh } = await setUp();
  const { refresh_token } = (await redeem(await codeOf('owner'))).body;
  cognito.faults.order({ kind: 'status', path: '/oauth2/token' });
  cognito.faults.order({ kind: 'html', path: '/oauth2/revoke' });
  expect(await refresh(refresh_token)).toMatchObject({ status: 500, body: { error: 'server_error' } });
  expect((await refresh(refresh_token)).status).toBe(200);
});

test('a fault after handling loses the answer of a refresh that took place', async () => {
  const { cognito, codeOf, redeem, refresh } = await setUp({ rotateRefreshTokens: true });
  const { refresh_token } = (await redeem(await codeOf('owner'))).body;
  cognito.faults.order({ kind: 'reset', path: '/oauth2/token', after: 'after-handling' });
  await expect(refresh(refresh_token)).rejects.toThrow('fetch failed');
  expect(await refresh(refresh_token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
});

test('closing ends a request that hangs', async () => {
  const { cognito, userInfo } = await setUp();
  cognito.faults.order({ kind: 'hang' });
  const hanging = userInfo('any').then(
    () => 'answered',
    () => 'broken off',
  );
  await expect.poll(() => cognito.requests.length).toBe(1);
  await cognito.close();
  expect(await hanging).toBe('broken off');
});
