import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { type Call, callerOf } from './caller.ts';

let sandbox: SandboxFergus;
let call: Call;
let time = new Date('2026-03-02T20:00:00Z');

beforeAll(async () => {
  sandbox = await startSandboxFergus({ now: () => time, rateLimit: 1_000_000 });
  call = callerOf(sandbox);
});
afterAll(() => sandbox.close());
afterEach(() => {
  sandbox.requests.length = 0;
});

const as = (token: string) => ({ authorization: `Bearer ${token}` });

test.each([
  ['no token', ''],
  ['an unknown token', 'Bearer fergPAT_unknown'],
  ['another scheme', 'Basic fergPAT_demo_kereru_owner'],
])('refuses %s with 401 and a JSON body', async (_, authorization) => {
  const reply = await call('GET', '/company', undefined, { authorization });
  expect(reply).toMatchObject({ status: 401, body: { error: 'Unauthorized', statusCode: 401 } });
});

test('answers a token without permission with 403 and a message only', async () => {
  const reply = await call('GET', '/company', undefined, as(sandbox.tokens.forbidden));
  expect([reply.status, reply.body]).toEqual([403, { message: 'Forbidden' }]);
});

test('tells who the token belongs to and whether they own the company', async () => {
  const owner = await call('GET', '/users/me');
  const member = await call('GET', '/users/me', undefined, as(sandbox.tokens.member));
  expect(owner.data).toMatchObject({ firstName: 'Hana', isOwner: true });
  expect(member.data).toMatchObject({ firstName: 'Priya', isOwner: false });
});

test('gives each company its own data and nothing of the other', async () => {
  const other = as(sandbox.tokens.other);
  const company = await call('GET', '/company', undefined, other);
  expect(company.data.settings).toContainEqual({ settingKey: 'currency', settingValue: 'GBP' });
  expect(company.data.tax).toEqual({ rate: 20, type: 'VAT' });

  const [userId] = sandbox.businesses.main.users.keys();
  expect((await call('GET', `/users/${userId}`)).status).toBe(200);
  expect((await call('GET', `/users/${userId}`, undefined, other)).status).toBe(404);
});

test('refuses an added token once it has expired or was revoked', async () => {
  const [userId = 0] = sandbox.businesses.main.users.keys();
  const credential = { business: sandbox.businesses.main, userId, isOwner: true };
  const start = time;
  sandbox.addToken({ ...credential, token: 'hour', expiresAt: new Date(start.getTime() + 3_600_000) });
  sandbox.addToken({ ...credential, token: 'revoked' });

  expect((await call('GET', '/company', undefined, as('hour'))).status).toBe(200);
  time = new Date(start.getTime() + 3_600_000);
  expect((await call('GET', '/company', undefined, as('hour'))).status).toBe(401);

  expect((await call('GET', '/company', undefined, as('revoked'))).status).toBe(200);
  sandbox.revokeToken('revoked');
  expect((await call('GET', '/company', undefined, as('revoked'))).status).toBe(401);
});

test('disconnect ends the token that asked for it, after a complete body only', async () => {
  const [userId = 0] = sandbox.businesses.main.users.keys();
  sandbox.addToken({ token: 'leaving', business: sandbox.businesses.main, userId, isOwner: true });
  const body = { refreshToken: 'r', clientId: 'c', clientSecret: 's' };
  const incomplete = await call('POST', '/disconnect', { refreshToken: 'r' }, as('leaving'));
  expect(incomplete).toMatchObject({ status: 400, body: { message: expect.stringContaining('clientId') } });
  expect((await call('POST', '/disconnect', body, as('leaving'))).status).toBe(204);
  expect((await call('GET', '/company', undefined, as('leaving'))).status).toBe(401);
  expect((await call('GET', '/company')).status).toBe(200);
});

test('shows the internal prefix in the 404 of an unknown route', async () => {
  expect(await call('GET', '/quotes?page=2')).toMatchObject({
    status: 404,
    body: { error: 'Not Found', message: 'Route GET:/api/partner/quotes?page=2 not found' },
  });
  expect((await call('DELETE', '/company')).status).toBe(404);
});

test('tells a malformed id (400) from an unknown one (404)', async () => {
  expect((await call('GET', '/users/sam')).status).toBe(400);
  expect((await call('GET', '/users/99999999')).status).toBe(404);
});

test('logs what it received, and of the token only that there was one', async () => {
  await call('PATCH', '/users/99999999?dry=1', { payRate: 1 });
  await call('GET', '/company', undefined, { authorization: '' });
  expect(sandbox.requests).toMatchObject([
    {
      method: 'PATCH',
      path: '/users/99999999',
      query: { dry: '1' },
      headers: { contentType: 'application/json', authorized: true },
      body: { payRate: 1 },
      time,
      status: 404,
      aborted: false,
    },
    { method: 'GET', path: '/company', body: undefined, status: 401 },
  ]);
  expect(JSON.stringify(sandbox.requests)).not.toContain(sandbox.tokens.owner);
});
