import { expect, test } from 'vitest';
import { setUp } from './setup.ts';

const REFUSED_GRANT = { status: 400, body: { error: 'invalid_grant' } };

test('revoking ends the refresh token and every access token made from it, and no other sign-in', async () => {
  const { codeOf, redeem, refresh, post, me, userInfo } = await setUp();
  const first = (await redeem(await codeOf('owner'))).body;
  const later = (await refresh(first.refresh_token)).body;
  const elsewhere = (await redeem(await codeOf('owner'))).body;

  const reply = await post('/oauth2/revoke', { token: String(first.refresh_token) });
  expect(reply.status).toBe(200);
  expect(await refresh(first.refresh_token)).toMatchObject(REFUSED_GRANT);
  for (const token of [first.access_token, later.access_token]) {
    expect((await me(token)).status).toBe(401);
    expect((await userInfo(token)).status).toBe(401);
  }
  expect((await me(elsewhere.access_token)).status).toBe(200);
  expect((await refresh(elsewhere.refresh_token)).status).toBe(200);
});

test('revoking what is unknown is a success, an access token not, and nothing a wrong request', async () => {
  const { codeOf, redeem, post, me } = await setUp();
  const { access_token } = (await redeem(await codeOf('owner'))).body;
  expect((await post('/oauth2/revoke', { token: 'unknown' })).status).toBe(200);
  expect(await post('/oauth2/revoke', { token: String(access_token) })).toMatchObject({
    status: 400,
    body: { error: 'unsupported_token_type' },
  });
  expect((await me(access_token)).status).toBe(200);
  expect(await post('/oauth2/revoke', {})).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
});

test('user info is refused with 401 and a challenge without a valid access token', async () => {
  const { userInfo } = await setUp();
  const reply = await userInfo('unknown');
  expect(reply).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  expect(reply.headers.get('www-authenticate')).toContain('error="invalid_token"');
});

test('access tokens expire by the clock, at both services', async () => {
  let time = new Date('2026-03-02T20:00:00Z').getTime();
  const { codeOf, redeem, me, userInfo } = await setUp({
    now: () => new Date(time),
    accessTokenSeconds: 60,
  });
  const { access_token, expires_in } = (await redeem(await codeOf('owner'))).body;
  expect(expires_in).toBe(60);
  time += 59_999;
  expect([(await me(access_token)).status, (await userInfo(access_token)).status]).toEqual([200, 200]);
  time += 1;
  expect([(await me(access_token)).status, (await userInfo(access_token)).status]).toEqual([401, 401]);
});

test('expireAccessTokens refuses those of now and leaves the sign-ins', async () => {
  const { cognito, codeOf, redeem, refresh, me, userInfo } = await setUp();
  const { access_token, refresh_token } = (await redeem(await codeOf('owner'))).body;
  cognito.expireAccessTokens();
  expect([(await me(access_token)).status, (await userInfo(access_token)).status]).toEqual([401, 401]);
  expect((await me((await refresh(refresh_token)).body.access_token)).status).toBe(200);
});

test('endGrants ends the sign-ins of one user or of all, and leaves their access tokens', async () => {
  const { cognito, codeOf, redeem, refresh, me } = await setUp();
  const owner = (await redeem(await codeOf('owner'))).body;
  const other = (await redeem(await codeOf('other'))).body;
  cognito.endGrants(cognito.users.find(({ key }) => key === 'other')?.sub);
  expect(await refresh(other.refresh_token)).toMatchObject(REFUSED_GRANT);
  expect((await me(other.access_token)).status).toBe(200);
  expect((await refresh(owner.refresh_token)).status).toBe(200);
  cognito.endGrants();
  expect(await refresh(owner.refresh_token)).toMatchObject(REFUSED_GRANT);
  expect((await redeem(await codeOf('owner'))).status).toBe(200);
});
