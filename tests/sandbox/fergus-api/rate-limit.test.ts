import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { type Call, callerOf, type Reply } from './caller.ts';

let sandbox: SandboxFergus;
let call: Call;
let time: number;

beforeEach(async () => {
  time = Date.parse('2026-03-02T20:00:00Z');
  sandbox = await startSandboxFergus({ now: () => new Date(time), rateLimit: 3 });
  call = callerOf(sandbox);
});
afterEach(() => sandbox.close());

const limits = ({ headers }: Reply) =>
  ['limit', 'remaining', 'reset'].map((name) => Number(headers.get(`x-ratelimit-${name}`)));

test('counts down, refuses what is beyond, and begins anew after a minute', async () => {
  expect(limits(await call('GET', '/company'))).toEqual([3, 2, 60]);
  time += 10_500;
  expect(limits(await call('GET', '/nothing'))).toEqual([3, 1, 50]);
  expect(limits(await call('GET', '/company'))).toEqual([3, 0, 50]);

  time += 20_000;
  const refused = await call('GET', '/company');
  expect(refused).toMatchObject({
    status: 429,
    body: { error: 'Too Many Requests', statusCode: 429, message: expect.stringContaining('30 seconds') },
  });
  expect(limits(refused)).toEqual([3, 0, 30]);
  expect(refused.headers.get('retry-after')).toBe('30');

  time += 29_400;
  expect((await call('GET', '/company')).status).toBe(429);
  time += 100;
  const again = await call('GET', '/company');
  expect([again.status, ...limits(again)]).toEqual([200, 3, 2, 60]);
});

test('all tokens of a company share its limit; another company has its own', async () => {
  const as = (token: string) => call('GET', '/company', undefined, { authorization: `Bearer ${token}` });
  const { owner, member, forbidden, other } = sandbox.tokens;
  expect(limits(await as(owner))[1]).toBe(2);
  expect(limits(await as(member))[1]).toBe(1);
  expect(limits(await as(forbidden))[1]).toBe(0);
  expect((await as(owner)).status).toBe(429);
  expect(limits(await as(other))[1]).toBe(2);
});

test('a request that is refused changes nothing', async () => {
  const { users } = sandbox.businesses.main;
  const [user] = users.values();
  for (let count = 0; count < 3; count += 1) await call('GET', '/company');
  const refused = await call('PATCH', `/users/${user?.id}`, { payRate: 1 });
  expect(refused.status).toBe(429);
  expect(user?.payRate).not.toBe(1);
});

test('a hundred requests a minute is the limit unless told otherwise', async () => {
  const usual = await startSandboxFergus();
  try {
    expect(limits(await callerOf(usual)('GET', '/company')).slice(0, 2)).toEqual([100, 99]);
  } finally {
    await usual.close();
  }
});
