import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import { FergusClient } from '../../src/fergus/client.ts';
import { deleteCustomer, updateCustomer } from '../../src/fergus/endpoints/customers.ts';
import { createJob, getJob } from '../../src/fergus/endpoints/jobs.ts';
import { searchPricebooks } from '../../src/fergus/endpoints/pricebooks.ts';
import { updateUser } from '../../src/fergus/endpoints/users.ts';
import type { FaultOrder, SandboxFergus } from '../../src/sandbox/fergus-api/index.ts';
import { failureOf, firstOf, freePort, sendJson, setUp } from '../fergus/servers.ts';

/*
 * Which requests may be sent again, and what is known of a change whose answer was lost. `after-handling` faults
 * lose the answer of a change that was made, others lose the request.
 */

const CHANGE = { customerFullName: 'Changed', mainContact: { firstName: 'A' } };

function sent({ requests }: SandboxFergus, wanted: string): number {
  return requests.filter(({ method }) => method === wanted).length;
}

function newJob({ businesses: { main } }: SandboxFergus) {
  return {
    jobType: 'Charge Up',
    title: 'Tap',
    description: 'Drips.',
    customerId: firstOf(main.customers).id,
    siteId: firstOf(main.sites, ({ isArchived }) => !isArchived).id,
  } as const;
}

describe('a fault that passes', () => {
  test.each<FaultOrder>([
    { kind: 'reset' },
    { kind: 'cut-body' },
    { kind: 'html' },
    { kind: 'status', status: 503 },
    { kind: 'status', status: 504, body: '' },
    { kind: 'rate-limited', retryAfter: 1 },
  ])('a read gets over %j', async (fault) => {
    const { sandbox, api } = await setUp();
    const job = firstOf(sandbox.businesses.main.jobs);
    sandbox.faults.order(fault);
    expect((await getJob(api, job.id)).jobNo).toBe(job.jobNo);
    expect(sent(sandbox, 'GET')).toBe(2);
  });

  test('a read gets over two of them, and not over three', async () => {
    const { sandbox, api } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.jobs);
    sandbox.faults.order({ kind: 'reset' });
    sandbox.faults.order({ kind: 'html' });
    expect((await getJob(api, id)).id).toBe(id);
    sandbox.faults.order({ kind: 'reset', times: 3 });
    expect((await failureOf(getJob(api, id))).kind).toBe('network');
    expect(sent(sandbox, 'GET')).toBe(6);
  });

  test('a POST that changes nothing is as good as a read', async () => {
    const { sandbox, api } = await setUp();
    sandbox.faults.order({ kind: 'reset' });
    const { items } = await searchPricebooks(api, { search: 'pump' });
    expect(items.length).toBeGreaterThan(0);
    sandbox.faults.order({ kind: 'status', status: 503, times: 3 });
    const failure = await failureOf(searchPricebooks(api, { search: 'pump' }));
    expect(failure).toMatchObject({ kind: 'unavailable', outcomeUnknown: false });
    expect(sent(sandbox, 'POST')).toBe(5);
  });
});

describe('PUT', () => {
  test('is sent again after a lost answer, and succeeds', async () => {
    const { sandbox, api } = await setUp();
    const customer = firstOf(sandbox.businesses.main.customers);
    sandbox.faults.order({ kind: 'reset', method: 'PUT', after: 'after-handling' });
    expect((await updateCustomer(api, customer.id, CHANGE)).customerFullName).toBe('Changed');
    expect(sent(sandbox, 'PUT')).toBe(2);
  });

  test.each([
    [400, 'bad-request'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [409, 'conflict'],
    [500, 'server-error'],
  ])('lost, then refused with %i: nobody knows whether the first was made', async (status, kind) => {
    const { sandbox, api } = await setUp();
    const customer = firstOf(sandbox.businesses.main.customers);
    sandbox.faults.order({ kind: 'reset', method: 'PUT', after: 'after-handling' });
    sandbox.faults.order({ kind: 'status', method: 'PUT', status });
    const failure = await failureOf(updateCustomer(api, customer.id, CHANGE));
    expect(customer.customerFullName).toBe('Changed');
    expect(failure).toMatchObject({ kind, status, outcomeUnknown: true });
    expect(failure.message).toContain(
      'The answer to an earlier attempt was lost, so it is unknown whether the change was made',
    );
    expect(failure.message).toContain(`Fergus says: “Ordered fault: ${status}”`);
  });

  test('lost, then held up by the rate limit: the doubt stays', async () => {
    const { sandbox, api } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.customers);
    sandbox.faults.order({ kind: 'reset', method: 'PUT', after: 'after-handling' });
    sandbox.faults.order({ kind: 'rate-limited', method: 'PUT', retryAfter: 30 });
    const failure = await failureOf(updateCustomer(api, id, CHANGE));
    expect(failure).toMatchObject({ kind: 'rate-limited', outcomeUnknown: true, retryAfterSeconds: 30 });
    expect(failure.message).toContain('earlier attempt was lost');
    expect(failure.message).not.toContain('nothing was changed');
  });

  test('lost, and no budget for another: the loss is told, not the budget', async () => {
    const { sandbox, api } = await setUp({ rateLimit: 4 });
    const { id } = firstOf(sandbox.businesses.main.customers);
    await getJob(api, firstOf(sandbox.businesses.main.jobs).id);
    // Counted by Fergus, its answer broken off after the headers that say how little is left.
    sandbox.faults.order({ kind: 'cut-body', method: 'PUT', after: 'after-handling' });
    const failure = await failureOf(updateCustomer(api, id, CHANGE));
    expect(failure).toMatchObject({ kind: 'network', outcomeUnknown: true });
    expect(sent(sandbox, 'PUT')).toBe(1);
  });
});

describe('DELETE', () => {
  test.each(['reset', 'cut-body', 'html'] as const)('lost by %s, then gone: it is done', async (kind) => {
    const { sandbox, api } = await setUp();
    const customer = firstOf(sandbox.businesses.main.customers);
    sandbox.faults.order({ kind, method: 'DELETE', after: 'after-handling' });
    await deleteCustomer(api, customer.id);
    expect(customer.deletedAt).not.toBeNull();
    expect(sandbox.requests.at(-1)?.status).toBe(404);
    expect(sent(sandbox, 'DELETE')).toBe(2);
  });

  test('of what was never there is an error', async () => {
    const { sandbox, api } = await setUp();
    const failure = await failureOf(deleteCustomer(api, 1));
    expect(failure).toMatchObject({ kind: 'not-found', outcomeUnknown: false });
    expect(sent(sandbox, 'DELETE')).toBe(1);
  });

  test('lost, then refused for another reason: the doubt stays', async () => {
    const { sandbox, api } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.customers);
    sandbox.faults.order({ kind: 'reset', method: 'DELETE', after: 'after-handling' });
    sandbox.faults.order({ kind: 'status', method: 'DELETE', status: 409 });
    expect(await failureOf(deleteCustomer(api, id))).toMatchObject({
      kind: 'conflict',
      outcomeUnknown: true,
    });
  });
});

describe('POST and PATCH', () => {
  test.each(['after-handling', 'before-handling'] as const)(
    'a POST reset %s is sent once, and the error leaves it open',
    async (after) => {
      const { sandbox, api } = await setUp();
      const { jobs } = sandbox.businesses.main;
      const before = jobs.size;
      sandbox.faults.order({ kind: 'reset', method: 'POST', after });
      expect((await failureOf(createJob(api, newJob(sandbox)))).outcomeUnknown).toBe(true);
      expect(sent(sandbox, 'POST')).toBe(1);
      expect(jobs.size).toBe(before + (after === 'after-handling' ? 1 : 0));
    },
  );

  test('a POST that the rate limit refuses is not sent again either', async () => {
    const { sandbox, api } = await setUp();
    sandbox.faults.order({ kind: 'rate-limited', retryAfter: 1 });
    const failure = await failureOf(createJob(api, newJob(sandbox)));
    expect(failure).toMatchObject({ kind: 'rate-limited', outcomeUnknown: false, retryAfterSeconds: 1 });
    expect(failure.message).toContain('Wait 1 second,');
    expect(sent(sandbox, 'POST')).toBe(1);
  });

  test('a PATCH is sent once', async () => {
    const { sandbox, api } = await setUp();
    sandbox.faults.order({ kind: 'status', status: 503, method: 'PATCH', times: 3 });
    const user = firstOf(sandbox.businesses.main.users);
    expect((await failureOf(updateUser(api, user.id, { payRate: 1 }))).outcomeUnknown).toBe(true);
    expect(sent(sandbox, 'PATCH')).toBe(1);
  });

  test('before a connection stands even a POST may be sent again', async () => {
    const port = await freePort();
    let received = 0;
    const server = createServer((request, response) => {
      received += 1;
      request.resume();
      sendJson(response, 201, { data: { id: 7 } });
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    const client = new FergusClient({
      baseUrl: `http://127.0.0.1:${port}`,
      token: 'x',
      onRequest: ({ attempt }) => {
        if (attempt === 1) server.listen(port, '127.0.0.1');
      },
    });
    const job = await createJob(client.forCall(), { jobType: 'Quote', title: 'Tap', isDraft: true });
    expect(job.id).toBe(7);
    expect(received).toBe(1);
  });
});
