import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CustomerInvoice } from '../../../src/sandbox/fergus-api/business.ts';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { type Call, callerOf } from './caller.ts';

let sandbox: SandboxFergus;
let call: Call;
let invoices: CustomerInvoice[];

beforeAll(async () => {
  sandbox = await startSandboxFergus({ rateLimit: 1_000_000 });
  call = callerOf(sandbox);
  invoices = [...sandbox.businesses.main.invoices.values()];
});
afterAll(() => sandbox.close());

const found = async (query: string) =>
  (await call('GET', `/customerInvoices?pageSize=100&sortField=id&${query}`)).items.map(({ id }) => id);
const idsWhere = (wanted: (invoice: CustomerInvoice) => boolean) =>
  invoices.filter(wanted).map(({ id }) => id);

test('filters by customer, job and number', async () => {
  const [first] = invoices;
  if (first === undefined) throw new Error('no invoices');
  expect(await found(`customerId=${first.customerId}`)).toEqual(
    idsWhere(({ customerId }) => customerId === first.customerId),
  );
  expect(await found(`jobId=${first.jobId}`)).toEqual(idsWhere(({ jobId }) => jobId === first.jobId));
  expect(await found(`invoiceNumber=${first.invoiceNumber?.toLowerCase()}`)).toEqual([first.id]);
  expect((await found('invoiceNumber=INV-204')).length).toBe(9);
});

test('filters by due date; invoices without one are in neither half', async () => {
  const middle = new Date().toISOString();
  const before = await found(`dueBefore=${middle}`);
  const after = await found(`dueAfter=${middle}`);
  expect(before).toEqual(idsWhere(({ dueDate }) => dueDate !== null && dueDate < middle));
  expect(after).toEqual(idsWhere(({ dueDate }) => dueDate !== null && dueDate > middle));
  expect(Math.min(before.length, after.length)).toBeGreaterThan(1);
  expect(before.length + after.length).toBe(idsWhere(({ dueDate }) => dueDate !== null).length);
  expect((await call('GET', '/customerInvoices?dueBefore=soon')).status).toBe(400);
});

test('the list has no sections, a single invoice has them and names its customer', async () => {
  const { items } = await call('GET', '/customerInvoices');
  expect(items[0]).not.toHaveProperty('sections');
  const { data } = await call('GET', `/customerInvoices/${items[0]?.id}`);
  const { customers } = sandbox.businesses.main;
  expect(data).toMatchObject({
    ...items[0],
    sections: sandbox.businesses.main.invoices.get(Number(data.id))?.sections,
    customer: { customerFullName: customers.get(Number(data.customerId))?.customerFullName },
  });
});

test('a deleted customer is still named by old invoices', async () => {
  const customerId = invoices[0]?.customerId;
  expect((await call('DELETE', `/customers/${customerId}`)).status).toBe(204);
  expect((await call('GET', `/customers/${customerId}`)).status).toBe(404);
  const { data } = await call('GET', `/customerInvoices/${invoices[0]?.id}`);
  expect(data).toMatchObject({ customer: { id: customerId, customerFullName: expect.any(String) } });
});
