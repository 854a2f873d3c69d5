import { describe, expect, test } from 'vitest';
import { FergusClient, type TokenSource } from '../../src/fergus/client.ts';
import { createJob, getJob, listJobs } from '../../src/fergus/endpoints/jobs.ts';
import type { SandboxFergus } from '../../src/sandbox/fergus-api/index.ts';
import { failureOf, firstOf, setUp } from './servers.ts';

const DRAFT = { jobType: 'Quote', title: 'Tap', isDraft: true } as const;

function apiWith({ url }: SandboxFergus, token: TokenSource) {
  return new FergusClient({ baseUrl: url, token }).forCall();
}

describe('a token function', () => {
  test('is asked for every request', async () => {
    const { sandbox } = await setUp();
    const asked: unknown[] = [];
    const api = apiWith(sandbox, async (...args) => {
      asked.push(args);
      return sandbox.tokens.owner;
    });
    const { id } = firstOf(sandbox.businesses.main.jobs);
    await getJob(api, id);
    await listJobs(api);
    expect(asked).toEqual([[], []]);
  });

  test('is asked for the new token before each request, not only after a refusal', async () => {
    const { sandbox } = await setUp();
    const tokens = [sandbox.tokens.other, sandbox.tokens.owner];
    const api = apiWith(sandbox, async () => tokens.shift() ?? '');
    const theirs = await listJobs(api);
    const mine = await listJobs(api);
    expect(mine.items[0]?.id).not.toBe(theirs.items[0]?.id);
  });

  test('is asked once more after a 401, with the refused token, and the request is repeated once', async () => {
    const { sandbox } = await setUp();
    const asked: unknown[] = [];
    const api = apiWith(sandbox, async (refused) => {
      asked.push(refused);
      return refused === undefined ? 'expired' : sandbox.tokens.owner;
    });
    const { jobs } = sandbox.businesses.main;
    const before = jobs.size;
    expect((await createJob(api, DRAFT)).id).toBeTypeOf('number');
    expect(asked).toEqual([undefined, 'expired']);
    expect(sandbox.requests.map(({ status }) => status)).toEqual([401, 201]);
    expect(jobs.size).toBe(before + 1);
  });

  test('that gives the refused token again ends it: the request is not repeated', async () => {
    const { sandbox } = await setUp();
    let asked = 0;
    const api = apiWith(sandbox, async () => {
      asked += 1;
      return 'expired';
    });
    expect(await failureOf(listJobs(api))).toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(asked).toBe(2);
    expect(sandbox.requests.length).toBe(1);
  });

  test('whose second token is refused too is not asked a third time', async () => {
    const { sandbox } = await setUp();
    let asked = 0;
    const api = apiWith(sandbox, async () => {
      asked += 1;
      return `expired-${asked}`;
    });
    expect((await failureOf(listJobs(api))).kind).toBe('unauthorized');
    expect(asked).toBe(2);
    expect(sandbox.requests.map(({ status }) => status)).toEqual([401, 401]);
  });

  test('that fails, at first or at renewal, fails the call with its own error', async () => {
    const { sandbox } = await setUp();
    const reason = new Error('The grant has ended');
    await expect(listJobs(apiWith(sandbox, () => Promise.reject(reason)))).rejects.toBe(reason);
    expect(sandbox.requests.length).toBe(0);
    const api = apiWith(sandbox, async (refused) => {
      if (refused !== undefined) throw reason;
      return 'expired';
    });
    await expect(listJobs(api)).rejects.toBe(reason);
    expect(sandbox.requests.length).toBe(1);
  });

  test('does not renew for a 403', async () => {
    const { sandbox } = await setUp();
    let asked = 0;
    const api = apiWith(sandbox, async () => {
      asked += 1;
      return sandbox.tokens.forbidden;
    });
    expect((await failureOf(listJobs(api))).kind).toBe('forbidden');
    expect(asked).toBe(1);
  });
});

test('a fixed token that was revoked is refused once', async () => {
  const { sandbox, api } = await setUp();
  await listJobs(api);
  sandbox.revokeToken(sandbox.tokens.owner);
  const failure = await failureOf(listJobs(api));
  expect(failure.kind).toBe('unauthorized');
  expect(failure.message).not.toContain(sandbox.tokens.owner);
  expect(sandbox.requests.map(({ status }) => status)).toEqual([200, 401]);
});
