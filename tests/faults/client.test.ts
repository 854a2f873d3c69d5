import { beforeAll, describe, expect, test } from 'vitest';
import type { FergusApi } from '../../src/fergus/api.ts';
import { FergusClient } from '../../src/fergus/client.ts';
import { deleteCustomer, updateCustomer } from '../../src/fergus/endpoints/customers.ts';
import { createJob, getJob } from '../../src/fergus/endpoints/jobs.ts';
import type { FergusError } from '../../src/fergus/errors.ts';
import {
  type LoggedRequest,
  type SandboxFergus,
  startSandboxFergus,
} from '../../src/sandbox/fergus-api/index.ts';
import { failureOf, firstOf, freePort } from '../fergus/servers.ts';
import { FAULT_CASES } from './fault-cases.ts';

const METHODS = ['GET', 'PUT', 'DELETE', 'POST'] as const;
type TriedMethod = (typeof METHODS)[number];

/** One call by each method; the ids exist, so that nothing but the fault can go wrong. */
function callsOf({ businesses: { main } }: SandboxFergus) {
  const job = firstOf(main.jobs);
  const customer = firstOf(main.customers);
  const site = firstOf(main.sites, ({ isArchived }) => !isArchived);
  const payload = { customerFullName: 'Changed', mainContact: { firstName: 'A' } };
  const newJob = {
    jobType: 'Charge Up',
    title: 'Tap',
    description: 'Drips.',
    customerId: customer.id,
    siteId: site.id,
  } as const;
  return {
    GET: (api: FergusApi) => getJob(api, job.id),
    PUT: (api: FergusApi) => updateCustomer(api, customer.id, payload),
    DELETE: (api: FergusApi) => deleteCustomer(api, customer.id),
    POST: (api: FergusApi) => createJob(api, newJob),
  } satisfies Record<TriedMethod, (api: FergusApi) => Promise<unknown>>;
}

describe.each(FAULT_CASES)('$name', (fault) => {
  const failures = new Map<TriedMethod, FergusError>();
  let requests: LoggedRequest[];

  beforeAll(async () => {
    const sandbox = await startSandboxFergus();
    try {
      const calls = callsOf(sandbox);
      for (const method of METHODS) sandbox.faults.order({ ...fault.fault, method, times: 99 });
      await Promise.all(
        METHODS.map(async (method) => {
          // Apart from each other, so that a 429 for one does not hold the others back.
          const client = new FergusClient({
            baseUrl: sandbox.url,
            token: sandbox.tokens.owner,
            timeoutMs: fault.timeoutMs,
          });
          failures.set(method, await failureOf(calls[method](client.forCall())));
        }),
      );
      requests = [...sandbox.requests];
    } finally {
      await sandbox.close();
    }
  });

  test.each(METHODS)('%s fails with what happened and what to do', (method) => {
    const failure = failures.get(method);
    const { kind, status, retryable } = fault;
    const outcomeUnknown = method !== 'GET' && fault.lost === true;
    expect(failure).toMatchObject({ kind, status, retryable, outcomeUnknown });
    for (const part of fault.says) expect(failure?.message).toContain(part);
    expect(failure?.message).not.toContain('/api/partner');
    expect(failure?.message).toMatch(/[.]$/);
    const open = 'It is unknown whether the change was made: look before trying again';
    if (outcomeUnknown) {
      expect(failure?.message).toContain(open);
      expect(failure?.message).toContain('If it was not made, try again');
    } else {
      expect(failure?.message).not.toContain('unknown whether');
    }
  });

  test.each(METHODS)('%s is sent as often as is right', (method) => {
    const sent = requests.filter((request) => request.method === method);
    expect(sent.length).toBe(method === 'POST' ? 1 : (fault.attempts ?? 1));
  });
});

describe('a port where nobody listens', () => {
  test.each(METHODS)('%s is tried again and fails without doubt about its outcome', async (method) => {
    const sandbox = await startSandboxFergus();
    const call = callsOf(sandbox)[method];
    await sandbox.close();
    const attempts: unknown[] = [];
    const client = new FergusClient({
      baseUrl: `http://127.0.0.1:${await freePort()}`,
      token: 'x',
      onRequest: ({ attempt, outcome }) => attempts.push([attempt, outcome]),
    });
    const failure = await failureOf(call(client.forCall()));
    expect(failure).toMatchObject({
      kind: 'network',
      status: undefined,
      retryable: true,
      outcomeUnknown: false,
    });
    expect(failure.message).toContain('cannot be reached (ECONNREFUSED)');
    expect(failure.message).toContain('FERGUS_BASE_URL');
    expect(sandbox.requests).toEqual([]);
    expect(attempts).toEqual([
      [1, 'network'],
      [2, 'network'],
      [3, 'network'],
    ]);
  });
});
