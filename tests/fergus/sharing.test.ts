import { describe, expect, test } from 'vitest';
import { FergusClient } from '../../src/fergus/client.ts';
import { getCompany } from '../../src/fergus/endpoints/company.ts';
import { deleteCustomer } from '../../src/fergus/endpoints/customers.ts';
import { getJob, holdJob, listJobs } from '../../src/fergus/endpoints/jobs.ts';
import { searchPricebooks } from '../../src/fergus/endpoints/pricebooks.ts';
import { getPricingTier, listPricingTiers } from '../../src/fergus/endpoints/pricing-tiers.ts';
import { getUser, listUsers, updateUser } from '../../src/fergus/endpoints/users.ts';
import type { SandboxFergus } from '../../src/sandbox/fergus-api/index.ts';
import { failureOf, firstOf, setUp } from './servers.ts';

/** Waits until the sandbox has received so many GETs of the path. */
async function received(sandbox: SandboxFergus, path: string, count = 1): Promise<void> {
  await expect.poll(() => gets(sandbox, path).length).toBe(count);
}

function gets({ requests }: SandboxFergus, path: string) {
  return requests.filter((request) => request.method === 'GET' && request.path === path);
}

describe('identical reads under way', () => {
  test('are one request, over all calls of the credential', async () => {
    const { sandbox, client } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.jobs);
    const other = new FergusClient({
      baseUrl: sandbox.url,
      token: sandbox.tokens.owner,
      state: client.state,
    });
    sandbox.faults.order({ kind: 'delay', delayMs: 50 });
    const apis = [client.forCall(), client.forCall(), other.forCall()];
    const jobs = await Promise.all(apis.map((api) => getJob(api, id)));
    expect(jobs.map((job) => job.id)).toEqual([id, id, id]);
    expect(sandbox.requests.length).toBe(1);
    await getJob(client.forCall(), id);
    expect(sandbox.requests.length).toBe(2);
  });

  test('differ by path and by query', async () => {
    const { sandbox, api } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.jobs);
    await Promise.all([
      getJob(api, id),
      listJobs(api),
      listJobs(api, { pageSize: 5 }),
      listJobs(api, { pageSize: 6 }),
    ]);
    expect(sandbox.requests.length).toBe(4);
  });

  test('are not shared between credentials', async () => {
    const { sandbox, api } = await setUp();
    const other = new FergusClient({ baseUrl: sandbox.url, token: sandbox.tokens.other }).forCall();
    const [mine, theirs] = await Promise.all([getCompany(api), getCompany(other)]);
    expect(mine.guid).not.toBe(theirs.guid);
    expect((await getCompany(other)).guid).toBe(theirs.guid);
  });

  test('fail together, and the next one is asked anew', async () => {
    const { sandbox, client } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.jobs);
    sandbox.faults.order({ kind: 'status', status: 409 });
    const failures = await Promise.all([
      failureOf(getJob(client.forCall(), id)),
      failureOf(getJob(client.forCall(), id)),
    ]);
    expect(failures.map(({ kind }) => kind)).toEqual(['conflict', 'conflict']);
    expect((await getJob(client.forCall(), id)).id).toBe(id);
    expect(sandbox.requests.length).toBe(2);
  });
});

describe('cancelling', () => {
  test('one caller does not disturb the other', async () => {
    const { sandbox, client } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.jobs);
    sandbox.faults.order({ kind: 'delay', delayMs: 200 });
    const controller = new AbortController();
    const given = getJob(client.forCall({ signal: controller.signal }), id);
    const kept = getJob(client.forCall(), id);
    await received(sandbox, `/jobs/${id}`);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(given).rejects.toBe(reason);
    expect((await kept).id).toBe(id);
    expect(sandbox.requests.map(({ aborted }) => aborted)).toEqual([false]);
  });

  test('all callers stops the request, and the next one is asked anew', async () => {
    const { sandbox, client } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.jobs);
    sandbox.faults.order({ kind: 'hang' });
    const controllers = [new AbortController(), new AbortController()];
    const calls = controllers.map(({ signal }) => getJob(client.forCall({ signal }), id));
    const ended = Promise.allSettled(calls);
    await received(sandbox, `/jobs/${id}`);
    controllers[0]?.abort();
    expect(sandbox.requests[0]?.aborted).toBe(false);
    controllers[1]?.abort();
    const results = await ended;
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect.poll(() => sandbox.requests[0]?.aborted).toBe(true);
    expect((await getJob(client.forCall(), id)).id).toBe(id);
    expect(sandbox.requests.length).toBe(2);
  });

  test('while an answer is read stops it too', async () => {
    const { sandbox, client } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.jobs);
    sandbox.faults.order({ kind: 'stalled-body' });
    const controller = new AbortController();
    const call = getJob(client.forCall({ signal: controller.signal }), id);
    const outcome = expect(call).rejects.toThrow('This operation was aborted');
    await expect.poll(() => sandbox.requests[0]).toBeDefined();
    controller.abort();
    await outcome;
    await expect.poll(() => sandbox.requests[0]?.aborted).toBe(true);
    expect(sandbox.requests.length).toBe(1);
  });

  test('a write stops it with the reason of its caller', async () => {
    const { sandbox, client } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.jobs);
    sandbox.faults.order({ kind: 'hang' });
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = holdJob(client.forCall({ signal: controller.signal }), id, {
      holdUntil: '2030-01-31',
      notes: 'x',
    });
    const outcome = expect(call).rejects.toBe(reason);
    await expect.poll(() => sandbox.requests[0]).toBeDefined();
    controller.abort(reason);
    await outcome;
    await expect.poll(() => sandbox.requests[0]?.aborted).toBe(true);
  });

  test('between two attempts ends it with the reason of its caller', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const { sandbox, client } = await setUp({}, { onRequest: () => controller.abort(reason) });
    const customer = firstOf(sandbox.businesses.main.customers);
    sandbox.faults.order({ kind: 'status', status: 503, times: 3 });
    const call = deleteCustomer(client.forCall({ signal: controller.signal }), customer.id);
    await expect(call).rejects.toBe(reason);
    expect(sandbox.requests.length).toBe(1);
  });

  test('beforehand sends nothing', async () => {
    const { sandbox, client } = await setUp();
    const api = client.forCall({ signal: AbortSignal.abort() });
    const user = firstOf(sandbox.businesses.main.users);
    await expect(getUser(api, user.id)).rejects.toThrow('aborted');
    await expect(updateUser(api, user.id, { payRate: 1 })).rejects.toThrow('aborted');
    expect(sandbox.requests).toEqual([]);
  });
});

describe('writes and reads', () => {
  test('a read after a write does not join one from before it', async () => {
    const { sandbox, api } = await setUp();
    const job = firstOf(sandbox.businesses.main.jobs, ({ onHold }) => !onHold);
    // Handled before the write, and answered long after it.
    sandbox.faults.order({ kind: 'delay', delayMs: 300, method: 'GET', after: 'after-handling' });
    const before = getJob(api, job.id);
    await received(sandbox, `/jobs/${job.id}`);
    await holdJob(api, job.id, { holdUntil: '2030-01-31', notes: 'parts' });
    const after = await getJob(api, job.id);
    expect(after.onHold).toBe(true);
    expect((await before).onHold).toBe(false);
    expect(gets(sandbox, `/jobs/${job.id}`).length).toBe(2);
  });

  test('and is shared itself, also once the earlier one has ended', async () => {
    const { sandbox, client } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.jobs);
    for (const delayMs of [100, 500]) sandbox.faults.order({ kind: 'delay', delayMs, method: 'GET' });
    const before = getJob(client.forCall(), id);
    await received(sandbox, `/jobs/${id}`);
    await holdJob(client.forCall(), id, { holdUntil: '2030-01-31', notes: 'parts' });
    const after = getJob(client.forCall(), id);
    await received(sandbox, `/jobs/${id}`, 2);
    await before;
    await Promise.all([after, getJob(client.forCall(), id)]);
    expect(gets(sandbox, `/jobs/${id}`).length).toBe(2);
  });

  test('a POST that changes nothing leaves the reads under way to be shared', async () => {
    const { sandbox, client } = await setUp();
    const { id } = firstOf(sandbox.businesses.main.jobs);
    sandbox.faults.order({ kind: 'delay', delayMs: 300, method: 'GET' });
    const first = getJob(client.forCall(), id);
    await received(sandbox, `/jobs/${id}`);
    await searchPricebooks(client.forCall(), { search: 'pump' });
    await Promise.all([first, getJob(client.forCall(), id)]);
    expect(gets(sandbox, `/jobs/${id}`).length).toBe(1);
  });
});

describe('reference data', () => {
  test('is asked for once', async () => {
    const { sandbox, client } = await setUp();
    const user = firstOf(sandbox.businesses.main.users);
    const tier = firstOf(sandbox.businesses.main.pricingTiers);
    for (let round = 0; round < 3; round += 1) {
      const api = client.forCall();
      await getCompany(api);
      await listUsers(api);
      await listUsers(api, { pageSize: 100 });
      await getUser(api, user.id);
      await listPricingTiers(api);
      await getPricingTier(api, tier.id);
    }
    expect(sandbox.requests.length).toBe(6);
  });

  test('other data is asked for every time', async () => {
    const { sandbox, api } = await setUp();
    await listJobs(api);
    await listJobs(api);
    expect(sandbox.requests.length).toBe(2);
  });

  test('is dropped by a write under the same segment, and by no other', async () => {
    const { sandbox, api } = await setUp();
    const user = firstOf(sandbox.businesses.main.users);
    const job = firstOf(sandbox.businesses.main.jobs);
    await getCompany(api);
    await getUser(api, user.id);
    await holdJob(api, job.id, { holdUntil: '2030-01-31', notes: 'x' });
    await getUser(api, user.id);
    expect(gets(sandbox, `/users/${user.id}`).length).toBe(1);
    await updateUser(api, user.id, { payRate: 77 });
    expect((await getUser(api, user.id)).payRate).toBe(77);
    await getCompany(api);
    expect(gets(sandbox, '/company').length).toBe(1);
  });

  test('is dropped by a write that failed, which may have been made all the same', async () => {
    const { sandbox, api } = await setUp();
    const user = firstOf(sandbox.businesses.main.users);
    await getUser(api, user.id);
    sandbox.faults.order({ kind: 'reset', method: 'PATCH', after: 'after-handling' });
    await failureOf(updateUser(api, user.id, { payRate: 78 }));
    expect((await getUser(api, user.id)).payRate).toBe(78);
  });

  test('that was on its way during a write is not kept', async () => {
    const { sandbox, api } = await setUp();
    const user = firstOf(sandbox.businesses.main.users);
    sandbox.faults.order({ kind: 'delay', delayMs: 300, method: 'GET', after: 'after-handling' });
    const before = getUser(api, user.id);
    await received(sandbox, `/users/${user.id}`);
    await updateUser(api, user.id, { payRate: 79 });
    expect((await before).payRate).not.toBe(79);
    expect((await getUser(api, user.id)).payRate).toBe(79);
    expect(gets(sandbox, `/users/${user.id}`).length).toBe(2);
  });

  test.each([
    ['an error', { kind: 'status', status: 404 }],
    ['an empty success', { kind: 'status', status: 200, body: '' }],
    ['a success without data', { kind: 'status', status: 200, body: { result: 'success', data: null } }],
    ['a redirect', { kind: 'status', status: 303, body: { result: 'redirect' } }],
  ] as const)('%s is not kept', async (_name, fault) => {
    const { sandbox, api } = await setUp();
    sandbox.faults.order(fault);
    await failureOf(getCompany(api));
    expect((await getCompany(api)).guid).toBe(sandbox.businesses.main.company.guid);
  });

  test('is not shared between credentials', async () => {
    const { sandbox, api } = await setUp();
    const mine = await listUsers(api);
    const other = new FergusClient({ baseUrl: sandbox.url, token: sandbox.tokens.other }).forCall();
    const theirs = await listUsers(other);
    expect(theirs.items[0]?.id).not.toBe(mine.items[0]?.id);
    expect(gets(sandbox, '/users').length).toBe(2);
  });
});
