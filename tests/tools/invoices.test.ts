import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CustomerInvoice } from '../../src/sandbox/fergus-api/business.ts';
import { listInvoices } from '../../src/tools/invoices/list-invoices.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { refusalOf } from './quotes-support.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

interface Item {
  readonly invoiceId: number;
  readonly dueDate?: string;
  readonly total?: number;
  readonly paid?: number;
  readonly outstanding?: number;
  readonly daysOverdue?: number;
}

const stored = () => [...harness.sandbox.businesses.main.invoices.values()];
const requests = () => harness.sandbox.requests;

async function list(args: object = {}) {
  const { structured } = await harness.call(listInvoices, { limit: 200, ...args });
  return structured as { items: Item[]; hasMore: boolean; nextCursor?: string; currency: string };
}

const idsOf = async (args: object) => (await list(args)).items.map(({ invoiceId }) => invoiceId).sort();
const storedIds = (fits: (invoice: CustomerInvoice) => boolean) =>
  stored()
    .flatMap((invoice) => (fits(invoice) ? invoice.id : []))
    .sort();

/** Makes one of the sandbox's invoices what the test needs. */
function givenInvoice(difference: Partial<CustomerInvoice>): number {
  const invoice = stored().find(({ status }) => status === 'unpaid');
  if (!invoice) throw new Error('The sandbox has no unpaid invoice.');
  Object.assign(invoice, difference);
  return invoice.id;
}

const itemOf = async (invoiceId: number, args: object = {}) =>
  (await list(args)).items.find((item) => item.invoiceId === invoiceId);

/** The day in Auckland, so many days from today. */
function aucklandDay(days: number): string {
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Auckland' }).format(new Date());
  return new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);
}

describe('list-invoices', () => {
  test('shows what was billed, paid and is still owed', async () => {
    const { items, currency } = await list();
    expect(currency).toBe('NZD');
    expect(items).toHaveLength(stored().length);
    for (const invoice of stored()) {
      const total = Math.round((invoice.subtotal + invoice.taxValue) * 100) / 100;
      const owes = invoice.status === 'unpaid' || invoice.status === 'unpaidDisputed';
      expect(items.find(({ invoiceId }) => invoiceId === invoice.id)).toMatchObject({
        customerId: invoice.customerId,
        jobId: invoice.jobId,
        title: invoice.title,
        status: invoice.status,
        total,
        paid: invoice.totalPaid,
        outstanding: owes ? Math.round((total - (invoice.totalPaid ?? 0)) * 100) / 100 : 0,
      });
    }
  });

  test.each([
    // In binary fractions the sum would be 0.30000000000000004, the rest 4.440892098500626e-16.
    [
      { subtotal: 0.1, taxValue: 0.2, totalPaid: 0.1 },
      { total: 0.3, paid: 0.1, outstanding: 0.2 },
    ],
    [
      { subtotal: 4.35, taxValue: 1.1, totalPaid: 5.45 },
      { total: 5.45, paid: 5.45, outstanding: 0 },
    ],
    [
      { subtotal: 100, taxValue: 15, totalPaid: null },
      { total: 115, outstanding: 115 },
    ],
    [
      { subtotal: 100, taxValue: 15, totalPaid: 120 },
      { total: 115, paid: 120, outstanding: -5 },
    ],
    [
      { subtotal: 0, taxValue: 0, totalPaid: 0 },
      { total: 0, paid: 0, outstanding: 0 },
    ],
    [
      { status: 'paid', subtotal: 100, taxValue: 15, totalPaid: 110 },
      { total: 115, outstanding: 0 },
    ],
    [
      { status: 'voided', subtotal: 100, taxValue: 15, totalPaid: 0 },
      { total: 115, outstanding: 0 },
    ],
    [
      { type: 'toBeApproved', subtotal: 100, taxValue: 15, totalPaid: 0 },
      { total: 115, outstanding: 0 },
    ],
  ] as const)('keeps cents exact: %j', async (difference, amounts) => {
    expect(await itemOf(givenInvoice(difference))).toMatchObject(amounts);
  });

  test('leaves out amounts that Fergus does not give', async () => {
    const id = givenInvoice({ totalPaid: 0 });
    Object.assign(harness.sandbox.businesses.main.invoices.get(id) ?? {}, { subtotal: null });
    const item = await itemOf(id);
    expect(item).not.toHaveProperty('total');
    expect(item).not.toHaveProperty('outstanding');
  });

  test.each([
    // The first hours of a day in Auckland are the day before in UTC.
    [-3, 3],
    [-1, 1],
    [0, undefined],
    [2, undefined],
  ])('counts days overdue where the company is: due in %i days', async (days, daysOverdue) => {
    const dueDate = `${aucklandDay(days - 1)}T12:30:00.000Z`;
    const id = givenInvoice({ dueDate });
    const item = await itemOf(id);
    expect(item?.dueDate).toBe(aucklandDay(days));
    expect(item?.daysOverdue).toBe(daysOverdue);
    expect(await idsOf({ status: 'overdue' })).toEqual(
      daysOverdue === undefined ? expect.not.arrayContaining([id]) : expect.arrayContaining([id]),
    );
  });

  test('does not call overdue what is not owed', async () => {
    const dueDate = '2026-01-05T11:00:00.000Z';
    for (const difference of [
      { status: 'paid' },
      { status: 'voided' },
      { status: 'draft' },
      { status: 'unpaid', subtotal: 100, taxValue: 15, totalPaid: 115 },
    ] as const) {
      const id = givenInvoice({ status: 'unpaid' });
      givenInvoice({ dueDate, ...difference });
      expect(await itemOf(id)).not.toHaveProperty('daysOverdue');
      expect(await idsOf({ status: 'overdue' })).not.toContain(id);
      Object.assign(harness.sandbox.businesses.main.invoices.get(id) ?? {}, { status: 'unpaid' });
    }
  });

  test.each([
    ['unpaid', ['unpaid', 'unpaidDisputed']],
    ['paid', ['paid', 'paidDisputed']],
    ['draft', ['draft']],
    ['voided', ['voided']],
  ] as const)('picks out those that are %s', async (status, statuses: readonly string[]) => {
    const ids = await idsOf({ status });
    expect(ids).toEqual(storedIds((invoice) => statuses.includes(invoice.status)));
    expect(ids.length).toBeGreaterThan(0);
  });

  test('counts a status that is new as unpaid, so that no debt is overlooked', async () => {
    const id = givenInvoice({});
    Object.assign(harness.sandbox.businesses.main.invoices.get(id) ?? {}, { status: 'inCollection' });
    expect(await idsOf({ status: 'unpaid' })).toContain(id);
  });

  test('filters by customer, job and number', async () => {
    const [first] = stored();
    const job = harness.sandbox.businesses.main.jobs.get(first?.jobId ?? 0);
    const ofJob = storedIds(({ jobId }) => jobId === job?.id);
    expect(await idsOf({ customerId: first?.customerId })).toEqual(
      storedIds(({ customerId }) => customerId === first?.customerId),
    );
    expect(await idsOf({ job: job?.jobNo })).toEqual(ofJob);
    expect(await idsOf({ job: job?.id })).toEqual(ofJob);
    const numbered = stored().find(({ invoiceNumber }) => invoiceNumber !== null);
    expect(await idsOf({ invoiceNumber: numbered?.invoiceNumber })).toEqual([numbered?.id]);
  });

  test('takes due days from dueAfter on and before dueBefore, where the company is', async () => {
    const [first, second, third] = stored().filter(({ dueDate }) => dueDate !== null);
    const noon = (invoice: CustomerInvoice | undefined, dueDate: string) =>
      Object.assign(invoice ?? {}, { dueDate });
    // 1, 2 and 3 March 2031 in Auckland: at the first moment, in the day, at the last moment.
    noon(first, '2031-02-28T11:00:00.000Z');
    noon(second, '2031-03-02T00:00:00.000Z');
    noon(third, '2031-03-03T10:59:00.000Z');
    const due = (dueAfter: string, dueBefore: string) => idsOf({ dueAfter, dueBefore });
    expect(await due('2031-03-01', '2031-03-02')).toEqual([first?.id]);
    expect(await due('2031-03-02', '2031-03-03')).toEqual([second?.id]);
    expect(await due('2031-03-03', '2031-03-04')).toEqual([third?.id]);
    expect(await due('2031-03-01', '2031-03-04')).toEqual([first?.id, second?.id, third?.id].sort());
    expect(await due('2031-02-20', '2031-03-01')).toEqual([]);
    expect(await idsOf({ dueAfter: '2031-03-03' })).toEqual([third?.id]);
    // Fergus is asked for a day more on both sides, not for everything.
    await due('2031-03-03', '2031-03-05');
    const { query } = requests().findLast(({ path }) => path === '/customerInvoices') ?? {};
    expect(query).toMatchObject({
      dueAfter: '2031-03-01T11:00:00.000Z',
      dueBefore: '2031-03-05T11:00:00.000Z',
    });
  });

  test('keeps to dueBefore among those overdue', async () => {
    const id = givenInvoice({ dueDate: '2026-03-01T00:00:00.000Z' });
    expect(await idsOf({ status: 'overdue', dueBefore: '2026-03-02' })).toEqual([id]);
    expect(await idsOf({ status: 'overdue', dueBefore: '2026-03-01' })).toEqual([]);
    // A later day than today adds nothing: what is due from today on is not overdue.
    expect(await idsOf({ status: 'overdue', dueBefore: '2099-01-01' })).toEqual(
      await idsOf({ status: 'overdue' }),
    );
  });

  test('sorts, goes on by cursor, and adds fields where detailed', async () => {
    // The newest of those overdue has been due the longest.
    const overdue = await list({ status: 'overdue' });
    const newest = harness.sandbox.businesses.main.invoices.get(overdue.items[0]?.invoiceId ?? 0);
    Object.assign(newest ?? {}, { dueDate: '2026-03-01T00:00:00.000Z' });
    const byDue = await list({ sortField: 'dueDate', sortOrder: 'asc', status: 'overdue', limit: 2 });
    expect(byDue.hasMore).toBe(true);
    const next = await list({
      sortField: 'dueDate',
      sortOrder: 'asc',
      status: 'overdue',
      limit: 2,
      cursor: byDue.nextCursor,
      format: 'detailed',
    });
    const days = [...byDue.items, ...next.items].map(({ dueDate }) => String(dueDate));
    expect(days).toEqual(days.toSorted());
    expect(byDue.items[0]?.invoiceId).toBe(newest?.id);
    expect(new Set([...byDue.items, ...next.items].map(({ invoiceId }) => invoiceId)).size).toBe(days.length);
    expect(byDue.items[0]).not.toHaveProperty('subtotal');
    expect(next.items[0]).toMatchObject({
      subtotal: expect.any(Number),
      taxValue: expect.any(Number),
      taxRate: 15,
      attn: expect.any(String),
    });
  });

  test.each([
    [{ status: 'late' }, 'status: must be one of "unpaid", "overdue"'],
    [{ dueBefore: '2026-13-01' }, 'dueBefore: must be a date'],
    [{ dueAfter: '2026-11-05', dueBefore: '2026-11-05' }, 'Name an earlier dueAfter'],
    [{ job: '../1' }, 'job: must be a job id'],
    [{ customerId: 0 }, 'customerId: must be a whole number above 0'],
  ])('refuses %j without a request', async (args, why) => {
    const message = await refusalOf(harness.call(listInvoices, args));
    expect(message).toContain('Nothing was sent to Fergus');
    expect(message).toContain(why);
    expect(requests()).toEqual([]);
  });

  test('names the job that there is not', async () => {
    await expect(list({ job: 'Job-99999' })).rejects.toMatchObject({ kind: 'not-found' });
    expect(listInvoices.hintsFor({ job: 'Job-99999' })['not-found']).toContain('Job-99999');
  });
});
