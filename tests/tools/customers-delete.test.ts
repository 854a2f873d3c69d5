import { afterEach, beforeEach, expect, test } from 'vitest';
import { createJob } from '../../src/fergus/endpoints/jobs.ts';
import { createCustomer } from '../../src/tools/customers/create-customer.ts';
import { deleteCustomer } from '../../src/tools/customers/delete-customer.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { refusalOf } from './quotes-support.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const stored = (customerId: number) => harness.sandbox.businesses.main.customers.get(customerId);
const writes = () => harness.sandbox.requests.filter(({ method }) => method !== 'GET');
const remove = (customerId: number, confirm?: boolean) =>
  harness.call(deleteCustomer, { customerId, ...(confirm !== undefined && { confirm }) });

async function givenCustomer(): Promise<number> {
  const { structured } = await harness.call(createCustomer, {
    customerFullName: 'Harbour Cafe Ltd',
    mainContact: {
      firstName: 'Ana',
      lastName: 'Petrov',
      contactItems: [
        { contactType: 'email', contactValue: 'ana@harbour.example' },
        { contactType: 'mobile', contactValue: '021 555 0101' },
      ],
    },
  });
  harness.sandbox.requests.length = 0;
  return structured.customerId as number;
}

async function givenJob(customerId: number, siteId: number, title: string): Promise<void> {
  const job = { jobType: 'Charge Up', title, description: title, customerId, siteId } as const;
  await createJob(harness.client.forCall(), job);
  harness.sandbox.requests.length = 0;
}

const sites = () =>
  [...harness.sandbox.businesses.main.sites.values()].flatMap(({ id, isArchived }) => (isArchived ? [] : id));

test('asks with name, contact and jobs, and sends nothing but reads', async () => {
  const customerId = await givenCustomer();
  const [site = 0, other = 0] = sites();
  await givenJob(customerId, site, 'Tap');
  await givenJob(customerId, other, 'Boiler');
  await givenJob(customerId, other, 'Fan');
  const message = await refusalOf(remove(customerId));
  const latest = [...harness.sandbox.businesses.main.jobs.values()].at(-1);
  expect(message).toContain(
    `Delete customer “Harbour Cafe Ltd” (id ${customerId}, main contact Ana Petrov, ana@harbour.example, 021 555 0101)?`,
  );
  expect(message).toContain(`It has at least 3 jobs at 2 sites, the latest ${latest?.jobNo} “Fan”.`);
  expect(message).toContain('cannot bring it back');
  expect(message).toContain('confirm: true');
  expect(writes()).toEqual([]);
  expect(stored(customerId)?.deletedAt).toBeNull();
});

test('counts one page of jobs only, and none of other customers', async () => {
  const [customerId = 0] = [...harness.sandbox.businesses.main.jobs.values()].flatMap(
    (job) => job.customerId ?? [],
  );
  const [site = 0] = sites();
  const job = (id: number, customer: number) => ({
    id,
    jobNo: `Job-${id}`,
    customer: { id: customer },
    siteAddress: { id: site },
  });
  harness.sandbox.faults.order({
    kind: 'status',
    method: 'GET',
    path: '/jobs',
    status: 200,
    body: {
      data: [job(901, customerId + 1), job(900, customerId)],
      paging: { links: { next: `${harness.sandbox.url}/jobs?pageCursor=2` } },
    },
  });
  expect(await refusalOf(remove(customerId))).toContain(
    'It has at least 1 job at 1 site, the latest Job-900.',
  );
  expect(harness.sandbox.requests.filter(({ path }) => path === '/jobs')).toHaveLength(1);
});

test('deletes once the user agreed, and shows what went', async () => {
  const customerId = await givenCustomer();
  expect(await refusalOf(remove(customerId))).toContain('Fergus lists no jobs of it.');
  const { structured, summary } = await remove(customerId, true);
  expect(structured).toMatchObject({
    deleted: { customerId, customerFullName: 'Harbour Cafe Ltd', mainContact: { name: 'Ana Petrov' } },
  });
  // An id at the top would be offered as a link, which leads nowhere now.
  expect(structured).not.toHaveProperty('customerId');
  expect(summary).toContain('deleted');
  expect(writes()).toMatchObject([{ method: 'DELETE', path: `/customers/${customerId}` }]);
  expect(stored(customerId)?.deletedAt).not.toBeNull();
  await expect(remove(customerId, true)).rejects.toMatchObject({ kind: 'not-found' });
  expect(deleteCustomer.hintsFor({ customerId })['not-found']).toContain('list-customers');
});

test('hands on what Fergus says against it', async () => {
  const customerId = await givenCustomer();
  harness.sandbox.faults.order({
    kind: 'status',
    method: 'DELETE',
    status: 409,
    body: { error: 'Conflict', message: 'Customer has unpaid invoices', statusCode: 409 },
  });
  await expect(remove(customerId, true)).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('Customer has unpaid invoices'),
  });
  expect(deleteCustomer.hintsFor({ customerId }).conflict).toContain('list-jobs');
  expect(stored(customerId)?.deletedAt).toBeNull();
});

test.each([{}, { customerId: 0 }, { customerId: '5/../6' }, { customerId: 5, confirm: 1 }])(
  'sends nothing for %j',
  async (args) => {
    expect(await refusalOf(harness.call(deleteCustomer, args))).toContain('Nothing was sent to Fergus');
    expect(harness.sandbox.requests).toEqual([]);
  },
);
