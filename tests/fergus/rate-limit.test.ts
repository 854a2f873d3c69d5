import { describe, expect, test } from 'vitest';
import { path } from '../../src/fergus/api.ts';
import { FergusClient } from '../../src/fergus/client.ts';
import { CredentialState } from '../../src/fergus/credential-state.ts';
import { getJob } from '../../src/fergus/endpoints/jobs.ts';
import { FergusError } from '../../src/fergus/errors.ts';
import { pause } from '../../src/fergus/pause.ts';
import { failureOf, firstOf, sendJson, setUp, setUpBare } from './servers.ts';

const JOB = { data: { id: 1 } };

/** Calls of distinct records, all at once, spread over several clients of one credential. */
function manyCalls(baseUrl: string, token: string, count: number): Promise<PromiseSettledResult<unknown>[]> {
  const state = new CredentialState();
  const apis = Array.from({ length: 5 }, () => new FergusClient({ baseUrl, token, state }).forCall());
  return Promise.allSettled(
    Array.from({ length: count }, (_, index) =>
      apis[index % apis.length]?.page({ method: 'GET', path: path`/jobs`, query: { pageSize: 1, index } }),
    ),
  );
}

test('the headers of every answer are mirrored', async () => {
  const { sandbox, client, api } = await setUp({ rateLimit: 60 });
  const { id } = firstOf(sandbox.businesses.main.jobs);
  await getJob(api, id);
  await getJob(api, id);
  await failureOf(getJob(api, 1));
  expect(client.state.budget.lastSeen).toEqual({ limit: 60, remaining: 57 });
});

describe('many at once', () => {
  test('use up the limit but for the reserve, and Fergus never has to refuse', async () => {
    const { sandbox } = await setUp({ rateLimit: 30 });
    const results = await manyCalls(sandbox.url, sandbox.tokens.owner, 60);
    const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
    expect(sandbox.requests.map(({ status }) => status)).toEqual(Array.from({ length: 28 }, () => 200));
    expect(refused.length).toBe(32);
    for (const failure of refused) {
      expect(failure).toBeInstanceOf(FergusError);
      expect(failure).toMatchObject({ kind: 'rate-limited', status: undefined });
      expect(failure.retryAfterSeconds).toBeGreaterThan(50);
      expect(failure.retryAfterSeconds).toBeLessThanOrEqual(60);
    }
  });

  test('when others have used up most of it already', async () => {
    const { sandbox, api } = await setUp({ rateLimit: 30 });
    for (let count = 0; count < 20; count += 1) await getJob(api, firstOf(sandbox.businesses.main.jobs).id);
    sandbox.requests.length = 0;
    await manyCalls(sandbox.url, sandbox.tokens.owner, 40);
    expect(sandbox.requests.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
  });

  test('wait for the next windows and all succeed', async () => {
    let windowStart = 0;
    let count = 0;
    const { url, requests } = await setUpBare((_, response) => {
      if (Date.now() >= windowStart + 1000) {
        windowStart = Date.now();
        count = 0;
      }
      count += 1;
      const reset = Math.ceil((windowStart + 1000 - Date.now()) / 1000);
      const headers = {
        'x-ratelimit-limit': '20',
        'x-ratelimit-remaining': String(Math.max(0, 20 - count)),
        'x-ratelimit-reset': String(reset),
      };
      sendJson(response, count > 20 ? 429 : 200, { data: [] }, headers);
    });
    const results = await manyCalls(url, 'x', 45);
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    // A refused request would have been sent again.
    expect(requests.length).toBe(45);
  });
});

test('calls that are held back do not put off the end of the window', async () => {
  const { requests, api } = await setUpBare((_, response) =>
    sendJson(response, 200, JOB, { 'x-ratelimit-remaining': '2', 'x-ratelimit-reset': '30' }),
  );
  await getJob(api, 1);
  const started = performance.now();
  let failure = await failureOf(getJob(api, 1));
  expect(failure.retryAfterSeconds).toBe(30);
  while (performance.now() - started < 1300) {
    await pause(50, undefined);
    failure = await failureOf(getJob(api, 1));
  }
  expect(failure.retryAfterSeconds).toBeLessThan(30);
  expect(requests.length).toBe(1);
});

describe('a 429', () => {
  test('is waited for as it asks, and told', async () => {
    const { sandbox, client } = await setUp();
    const waits: number[] = [];
    sandbox.faults.order({ kind: 'rate-limited', retryAfter: 1 });
    const { id } = firstOf(sandbox.businesses.main.jobs);
    const started = performance.now();
    const job = await getJob(client.forCall({ onWait: (seconds) => waits.push(seconds) }), id);
    expect(job.id).toBe(id);
    expect(performance.now() - started).toBeGreaterThan(900);
    expect(waits).toEqual([1]);
  });

  test('its retry-after counts, not the longer reset of the window', async () => {
    const limits = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '50' };
    let count = 0;
    const { requests, api } = await setUpBare((_, response) => {
      count += 1;
      if (count === 1) sendJson(response, 429, {}, { ...limits, 'retry-after': '1' });
      else sendJson(response, 200, JOB);
    });
    expect((await getJob(api, 1)).id).toBe(1);
    expect(requests.length).toBe(2);
  });

  test('without retry-after the reset of the window counts', async () => {
    const { api } = await setUpBare((_, response) =>
      sendJson(response, 429, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '45' }),
    );
    expect(await failureOf(getJob(api, 1))).toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 45 });
  });

  test('a retry-after that is a date does not hide the reset', async () => {
    const { api } = await setUpBare((_, response) =>
      sendJson(response, 429, {}, { 'retry-after': new Date().toUTCString(), 'x-ratelimit-reset': '44' }),
    );
    expect(await failureOf(getJob(api, 1))).toMatchObject({ kind: 'rate-limited', retryAfterSeconds: 44 });
  });

  test('beyond 20 seconds fails at once, with its seconds and its words', async () => {
    const { sandbox, api } = await setUp();
    sandbox.faults.order({ kind: 'rate-limited', retryAfter: 21 });
    const failure = await failureOf(getJob(api, 1));
    expect(failure).toMatchObject({ kind: 'rate-limited', status: 429, retryAfterSeconds: 21 });
    expect(failure.message).toContain('Wait 21 seconds');
    expect(failure.message).toContain('“Ordered fault: 429”');
    expect(sandbox.requests.length).toBe(1);
  });

  test('the waits of one call add up', async () => {
    const { sandbox, client } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.jobs);
    sandbox.faults.order({ kind: 'rate-limited', retryAfter: 1 });
    sandbox.faults.order({ kind: 'rate-limited', retryAfter: 20 });
    const failure = await failureOf(getJob(client.forCall(), id));
    expect(failure.retryAfterSeconds).toBe(20);
    expect(sandbox.requests.length).toBe(2);
  });

  test('a caller that gives up while waiting gets its own reason, and nothing more is sent', async () => {
    const { sandbox, client } = await setUp();
    sandbox.faults.order({ kind: 'rate-limited', retryAfter: 5 });
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = getJob(
      client.forCall({ signal: controller.signal, onWait: () => controller.abort(reason) }),
      1,
    );
    await expect(call).rejects.toBe(reason);
    expect(sandbox.requests.length).toBe(1);
  });
});
