import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import {
  type FaultOrder,
  type SandboxFergus,
  startSandboxFergus,
} from '../../src/sandbox/fergus-api/index.ts';
import { type ConnectedClient, connect, textOf } from '../support/clients.ts';
import { validCalls } from '../support/tool-calls.ts';

/*
 * What an assistant gets when Fergus fails, through the built program. "Within the time limit" is the 30 s of a
 * request; faults that hang are in the client's own tests, with a shorter limit.
 */

let sandbox: SandboxFergus;
let client: ConnectedClient;

beforeAll(async () => {
  sandbox = await startSandboxFergus({ rateLimit: 10_000 });
  client = await connect('v2 auto', [], {
    FERGUS_BASE_URL: sandbox.url,
    FERGUS_API_TOKEN: sandbox.tokens.owner,
  });
  // From here on the company comes from the cache, and only the tool's own request meets the fault.
  await client.callTool('list-users', {});
  await client.callTool('list-jobs', { limit: 1 });
});

afterAll(async () => {
  await client?.close();
  await sandbox?.close();
});

afterEach(() => sandbox.faults.clear());

type Fault = Omit<FaultOrder, 'method' | 'path' | 'times'>;

const error = (statusCode: number, name: string, message: string): Fault => ({
  kind: 'status',
  status: statusCode,
  body: { error: name, message, statusCode },
});

/** Fault, what the message of a read says, what that of a write says. */
const CASES: readonly [string, Fault, RegExp, RegExp][] = [
  ['400', error(400, 'Bad Request', 'title is too long'), /title is too long/, /title is too long/],
  ['401', { kind: 'status', status: 401 }, /access token \(401\).*new one/, /access token \(401\).*new one/],
  ['403', { kind: 'status', status: 403, body: { message: 'Forbidden' } }, /\(403\)/, /\(403\)/],
  [
    '404',
    error(404, 'Not Found', 'Route GET:/api/partner/jobs/1 not found'),
    /There is no job .*list-jobs/,
    /404.*get-customer and get-site/,
  ],
  ['409', error(409, 'Conflict', 'Someone was faster'), /Someone was faster/, /Someone was faster/],
  ['422', error(422, 'Unprocessable', 'No such site'), /No such site.*/, /No such site/],
  [
    '500 with a validation body',
    error(500, 'Internal Server Error', 'dueDays must be at least 7'),
    /dueDays must be at least 7/,
    /dueDays must be at least 7/,
  ],
  ['an HTML 502', { kind: 'html' }, /not available.*502/, /502.*unknown whether.*list-jobs/],
  ['a cut body', { kind: 'cut-body' }, /broke off|cut off/, /unknown whether.*list-jobs/],
  ['no JSON', { kind: 'not-json' }, /cannot be used/, /cannot be used.*unknown whether.*list-jobs/],
  ['10 MB', { kind: 'huge-body' }, /larger than 10 MB/, /larger than 10 MB.*unknown whether.*list-jobs/],
  ['a reset', { kind: 'reset' }, /broke off/, /broke off.*unknown whether.*list-jobs/],
];

test.each(CASES)('get-job meets %s: a specific error', async (_name, fault, message) => {
  const job = [...sandbox.businesses.main.jobs.values()][0];
  const path = `/jobs/${job?.id}`;
  sandbox.faults.order({ ...fault, path, method: 'GET', times: 100 });
  const result = await client.callTool('get-job', { job: job?.id });
  expect(textOf(result).replaceAll('\n', ' ')).toMatch(message);
  expect(result.isError).toBe(true);
  expect(textOf(result)).not.toContain('/api/partner');
});

test.each(CASES)(
  'create-job meets %s: a specific error, and it was sent once',
  async (name, fault, _read, message) => {
    const call = validCalls(sandbox.businesses.main, `Faulty ${name}`).find(
      (one) => one.name === 'create-job',
    );
    sandbox.faults.order({ ...fault, path: '/jobs', method: 'POST', times: 100 });
    sandbox.requests.length = 0;
    const result = await client.callTool('create-job', call?.arguments ?? {});
    expect(textOf(result).replaceAll('\n', ' ')).toMatch(message);
    expect(result.isError).toBe(true);
    expect(sandbox.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  },
);

test('a creation whose answer was lost is not repeated: the same call is refused and says where to look', async () => {
  const { jobs } = sandbox.businesses.main;
  const before = jobs.size;
  const call = validCalls(sandbox.businesses.main, 'Lost answer').find((one) => one.name === 'create-job');
  sandbox.faults.order({ kind: 'reset', after: 'after-handling', path: '/jobs', method: 'POST' });
  const lost = await client.callTool('create-job', call?.arguments ?? {});
  expect(textOf(lost)).toMatch(/unknown whether.*list-jobs/);
  expect(jobs.size).toBe(before + 1);
  const again = await client.callTool('create-job', call?.arguments ?? {});
  expect(again.isError).toBe(true);
  expect(textOf(again)).toMatch(/identical job.*allowDuplicate/);
  expect(jobs.size).toBe(before + 1);
});

test('a passing fault is no matter for a read', async () => {
  sandbox.faults.order({ kind: 'reset', path: '/users', method: 'GET' });
  sandbox.faults.order({ kind: 'html', path: '/jobs', method: 'GET' });
  const result = await client.callTool('list-jobs', { limit: 2, search: 'tap' });
  expect(result.isError).not.toBe(true);
});

test('a call that the client cancels stops the request to Fergus, and the server lives on', async () => {
  const job = [...sandbox.businesses.main.jobs.values()][1];
  sandbox.requests.length = 0;
  sandbox.faults.order({ kind: 'hang', path: `/jobs/${job?.id}` });
  const controller = new AbortController();
  const call = client.callTool('get-job', { job: job?.id }, { signal: controller.signal });
  const cancelled = expect(call).rejects.toThrow();
  const hanging = () => sandbox.requests.find(({ path }) => path === `/jobs/${job?.id}`);
  await expect.poll(hanging).toBeDefined();
  controller.abort();
  await cancelled;
  await expect.poll(() => hanging()?.aborted).toBe(true);
  const result = await client.callTool('get-job', { job: job?.id });
  expect(result.isError).not.toBe(true);
});

test('a creation that the client cancels is stopped too, and not taken for one that was never sent', async () => {
  const call = validCalls(sandbox.businesses.main, 'Cancelled').find((one) => one.name === 'create-job');
  sandbox.requests.length = 0;
  sandbox.faults.order({ kind: 'hang', path: '/jobs', method: 'POST' });
  const posts = () => sandbox.requests.filter(({ method }) => method === 'POST');
  const controller = new AbortController();
  const { signal } = controller;
  const cancelled = expect(
    client.callTool('create-job', call?.arguments ?? {}, { signal }),
  ).rejects.toThrow();
  await expect.poll(posts).toHaveLength(1);
  controller.abort();
  await cancelled;
  await expect.poll(() => posts()[0]?.aborted).toBe(true);
  const again = await client.callTool('create-job', call?.arguments ?? {});
  expect(again.isError).toBe(true);
  expect(textOf(again)).toMatch(/identical job.*not known yet: look for it first/);
  expect(posts()).toHaveLength(1);
});

test('nobody listening: the error says that Fergus cannot be reached', async () => {
  const gone = await startSandboxFergus();
  await gone.close();
  const lonely = await connect('v1', [], { FERGUS_BASE_URL: gone.url, FERGUS_API_TOKEN: 'fergPAT_x' });
  const result = await lonely.callTool('list-jobs', {});
  await lonely.close();
  expect(result.isError).toBe(true);
  expect(textOf(result)).toMatch(/cannot be reached \(ECONNREFUSED\).*FERGUS_BASE_URL/);
});

test.each<[string, Fault, RegExp]>([
  ['with retry-after', { kind: 'rate-limited', retryAfter: 40 }, /limit of requests.*Wait 40 seconds/],
  [
    'without retry-after',
    { kind: 'status', status: 429, body: { message: 'Too many requests' } },
    /limit of requests.*Wait (?:a minute|\d+ seconds)/,
  ],
])(
  '429 %s: read and creation say how long to wait, and the creation was sent once',
  async (_name, fault, message) => {
    // Its own program, since the budget stays used up for whoever met the limit.
    const limited = await connect('v2 legacy', [], {
      FERGUS_BASE_URL: sandbox.url,
      FERGUS_API_TOKEN: sandbox.tokens.owner,
    });
    const call = validCalls(sandbox.businesses.main, 'Limited').find((one) => one.name === 'create-job');
    await limited.callTool('list-jobs', { limit: 1 });
    sandbox.faults.order({ ...fault, path: '/jobs', method: 'POST', times: 100 });
    sandbox.faults.order({ ...fault, path: '/users', method: 'GET', times: 100 });
    sandbox.requests.length = 0;
    const created = await limited.callTool('create-job', call?.arguments ?? {});
    expect(created.isError).toBe(true);
    expect(textOf(created)).toMatch(message);
    expect(sandbox.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
    const read = await limited.callTool('list-users', {});
    expect(read.isError).toBe(true);
    expect(textOf(read)).toMatch(message);
    await limited.close();
  },
);
