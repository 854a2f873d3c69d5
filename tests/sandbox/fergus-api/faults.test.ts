import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  type FaultOrder,
  type SandboxFergus,
  startSandboxFergus,
} from '../../../src/sandbox/fergus-api/index.ts';
import { type Call, callerOf } from './caller.ts';

let sandbox: SandboxFergus;
let call: Call;

beforeEach(async () => {
  sandbox = await startSandboxFergus({ rateLimit: 1_000_000 });
  call = callerOf(sandbox);
});
afterEach(() => sandbox.close());

const request = (path = '/company', init: RequestInit = {}) =>
  fetch(sandbox.url + path, { headers: { authorization: `Bearer ${sandbox.tokens.owner}` }, ...init });

const newJob = () => {
  const [customerId] = sandbox.businesses.main.customers.keys();
  const siteId = [...sandbox.businesses.main.sites.values()].find(({ isArchived }) => !isArchived)?.id;
  return { jobType: 'Charge Up', title: 'Tap', description: 'Drips.', customerId, siteId };
};

test('delay holds an answer back and then gives it as it is', async () => {
  sandbox.faults.order({ kind: 'delay', delayMs: 120 });
  const start = performance.now();
  const reply = await call('GET', '/company');
  expect(performance.now() - start).toBeGreaterThanOrEqual(115);
  expect(reply).toMatchObject({ status: 200, data: { prefix: 'KER' } });
});

test('status answers with the status, body and headers ordered', async () => {
  sandbox.faults.order({
    kind: 'status',
    status: 422,
    body: { message: 'Title too long' },
    headers: { 'x-seen': 'yes' },
  });
  sandbox.faults.order({ kind: 'status', status: 503 });
  const first = await call('GET', '/company');
  expect([first.status, first.body, first.headers.get('x-seen')]).toEqual([
    422,
    { message: 'Title too long' },
    'yes',
  ]);
  expect(await call('GET', '/company')).toMatchObject({
    status: 503,
    body: { error: 'Service Unavailable', statusCode: 503 },
  });
  expect((await call('GET', '/company')).status).toBe(200);
});

test('rate-limited answers 429 with the seconds to wait', async () => {
  sandbox.faults.order({ kind: 'rate-limited', retryAfter: 7 });
  const reply = await call('GET', '/company');
  expect([
    reply.status,
    reply.headers.get('retry-after'),
    reply.headers.get('x-ratelimit-remaining'),
  ]).toEqual([429, '7', '0']);
  expect(reply.body).toMatchObject({ statusCode: 429 });
});

test('html answers a web page, 502 unless told otherwise', async () => {
  sandbox.faults.order({ kind: 'html' });
  sandbox.faults.order({ kind: 'html', status: 200 });
  for (const status of [502, 200]) {
    const response = await request();
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'text/html; charset=utf-8',
    ]);
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
  }
});

test('not-json calls itself JSON and is not', async () => {
  sandbox.faults.order({ kind: 'not-json' });
  const response = await request();
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'application/json; charset=utf-8',
  ]);
  await expect(response.json()).rejects.toThrow(SyntaxError);
});

test.each(['before-handling', 'after-handling'] as const)(
  'cut-body breaks off half-way, %s',
  async (after) => {
    sandbox.faults.order({ kind: 'cut-body', after });
    const response = await request();
    expect([response.status, Number(response.headers.get('content-length'))]).toEqual([
      200,
      expect.any(Number),
    ]);
    await expect(response.text()).rejects.toThrow();
    await vi.waitFor(() => expect(sandbox.requests[0]?.status).toBe(200));
    expect(sandbox.requests[0]?.aborted).toBe(false);
  },
);

test('stalled-body sends half and then leaves the client waiting', async () => {
  sandbox.faults.order({ kind: 'stalled-body' });
  const response = await request();
  const reader = response.body?.getReader();
  const half = await reader?.read();
  expect(Buffer.from(half?.value ?? []).toString()).toMatch(/^\{"result"/);
  const more = Promise.race([
    reader?.read().then(() => 'more'),
    new Promise((done) => setTimeout(done, 150, 'nothing')),
  ]);
  expect(await more).toBe('nothing');
  await reader?.cancel();
});

test('huge-body streams more than 10 MB of valid JSON', async () => {
  sandbox.faults.order({ kind: 'huge-body' });
  const text = await (await request()).text();
  expect(text.length).toBeGreaterThan(10 * 1024 * 1024);
  expect(JSON.parse(text)).toMatchObject({ result: 'success', data: expect.any(Array) });
});

test('reset breaks the connection without an answer', async () => {
  sandbox.faults.order({ kind: 'reset' });
  await expect(request()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  await vi.waitFor(() => expect(sandbox.requests).toMatchObject([{ status: undefined, aborted: false }]));
});

test('hang never answers, and the log shows that the client gave up', async () => {
  sandbox.faults.order({ kind: 'hang' });
  const controller = new AbortController();
  const pending = request('/company', {
    signal: controller.signal,
    headers: { authorization: `Bearer ${sandbox.tokens.owner}` },
  });
  await vi.waitFor(() => expect(sandbox.requests).toHaveLength(1));
  expect(sandbox.requests[0]?.aborted).toBe(false);
  controller.abort();
  await expect(pending).rejects.toThrow('aborted');
  await vi.waitFor(() => expect(sandbox.requests[0]?.aborted).toBe(true));
});

test('closing the sandbox ends what hangs or waits, and counts it not as the client hanging up', async () => {
  sandbox.faults.order({ kind: 'hang' });
  sandbox.faults.order({ kind: 'delay', delayMs: 3_600_000 });
  sandbox.faults.order({ kind: 'stalled-body' });
  const hanging = request().then(
    () => 'answered',
    () => 'ended',
  );
  const waiting = request().then(
    () => 'answered',
    () => 'ended',
  );
  const stalled = request()
    .then((response) => response.text())
    .then(
      () => 'answered',
      () => 'ended',
    );
  await vi.waitFor(() => expect(sandbox.requests).toHaveLength(3));
  await sandbox.close();
  expect(await Promise.all([hanging, waiting, stalled])).toEqual(['ended', 'ended', 'ended']);
  // The sandbox notes the end of a connection in a later turn of the event loop.
  await setImmediate();
  expect(sandbox.requests.map(({ aborted }) => aborted)).toEqual([false, false, false]);
  await expect(request()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
});

test('before handling the operation does not happen, after handling it does', async () => {
  const { jobs } = sandbox.businesses.main;
  const count = jobs.size;
  const lost: Omit<FaultOrder, 'after'>[] = [
    { kind: 'reset' },
    { kind: 'status', status: 502 },
    { kind: 'html' },
    { kind: 'not-json' },
    { kind: 'cut-body' },
  ];
  for (const order of lost) {
    sandbox.faults.order({ ...order, method: 'POST', after: 'before-handling' });
    await call('POST', '/jobs', newJob()).catch(() => undefined);
  }
  expect(jobs.size).toBe(count);
  for (const order of lost) {
    sandbox.faults.order({ ...order, method: 'POST', after: 'after-handling' });
    await call('POST', '/jobs', newJob()).then(
      ({ status, body }) => expect([status, body?.data]).not.toEqual([201, expect.anything()]),
      () => undefined,
    );
  }
  expect(jobs.size).toBe(count + lost.length);
});

test('after handling, a delayed answer is the right one', async () => {
  sandbox.faults.order({ kind: 'delay', delayMs: 30, after: 'after-handling' });
  const reply = await call('POST', '/jobs', newJob());
  expect(reply).toMatchObject({ status: 201, data: { description: 'Tap' } });
});

test('only matching requests get a fault, as many times as ordered', async () => {
  const status = async (method: string, path: string) => (await call(method, path)).status;
  sandbox.faults.order({ kind: 'status', status: 503, method: 'GET', path: '/company', times: 2 });
  sandbox.faults.order({ kind: 'status', status: 504, path: /\/users\?.*pageCursor=10/g, times: 2 });
  expect(await status('GET', '/version')).toBe(200);
  expect(await status('POST', '/company')).toBe(404);
  expect(await status('GET', '/company?a=1')).toBe(503);
  expect(await status('GET', '/company')).toBe(503);
  expect(await status('GET', '/company')).toBe(200);
  expect(await status('GET', '/users?pageCursor=0')).toBe(200);
  expect(await status('GET', '/users?pageCursor=10')).toBe(504);
  expect(await status('GET', '/users?pageCursor=10')).toBe(504);
  expect(await status('GET', '/users?pageCursor=10')).toBe(200);
});

test('orders can be taken back', async () => {
  sandbox.faults.order({ kind: 'status', status: 500, times: Number.POSITIVE_INFINITY });
  expect((await call('GET', '/company')).status).toBe(500);
  expect((await call('GET', '/company')).status).toBe(500);
  sandbox.faults.clear();
  expect((await call('GET', '/company')).status).toBe(200);
});
