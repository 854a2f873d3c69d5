import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCustomer } from '../../src/tools/customers/create-customer.ts';
import { getCustomer } from '../../src/tools/customers/get-customer.ts';
import { listCustomers } from '../../src/tools/customers/list-customers.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

/** Creates a customer and gives its id. */
async function givenCafe(): Promise<number> {
  const { structured } = await harness.call(createCustomer, {
    customerFullName: 'Harbour Cafe Ltd',
    mainContact: {
      firstName: 'Ana',
      lastName: 'Petrov',
      contactItems: [
        { contactType: 'email', contactValue: 'ana@harbour.example' },
        { contactType: 'phone', contactValue: '09 555 0102' },
        { contactType: 'mobile', contactValue: '021 555 0101' },
      ],
    },
    physicalAddress: {
      address1: '3 Wharf Road',
      address2: 'Unit 4',
      addressSuburb: 'Northcote',
      addressCity: 'Auckland',
      addressRegion: 'Auckland Region',
      addressPostcode: '0627',
    },
  });
  return structured.customerId as number;
}

describe('list-customers and get-customer', () => {
  test('finds by words; concise tells whom to call and where', async () => {
    const customerId = await givenCafe();
    const { structured } = await harness.call(listCustomers, { search: 'harbour.example' });
    expect(structured).toEqual({
      hasMore: false,
      items: [
        {
          customerId,
          customerFullName: 'Harbour Cafe Ltd',
          contactName: 'Ana Petrov',
          email: 'ana@harbour.example',
          phone: '021 555 0101',
          address: '3 Wharf Road, Unit 4, Northcote, Auckland 0627',
        },
      ],
    });
  });

  test('detailed shows what get-customer shows', async () => {
    const customerId = await givenCafe();
    const one = await harness.call(getCustomer, { customerId });
    const { structured } = await harness.call(listCustomers, { search: 'Harbour Cafe', format: 'detailed' });
    expect(structured.items).toEqual([one.structured]);
  });

  test('sorts by name unless told otherwise, and goes on by cursor', async () => {
    const names = async (args: object) => {
      const { structured } = await harness.call(listCustomers, args);
      const items = structured.items as Array<{ customerFullName: string }>;
      return { names: items.map((item) => item.customerFullName), cursor: structured.nextCursor };
    };
    const all = (await names({ limit: 200 })).names;
    expect(all.length).toBeGreaterThan(4);
    expect(harness.sandbox.requests.at(-1)?.query).toMatchObject({ sortField: 'name' });
    const first = await names({ limit: 3 });
    const second = await names({ limit: 2, cursor: first.cursor });
    expect([...first.names, ...second.names]).toEqual(all.slice(0, 5));
    expect((await names({ limit: 200, sortOrder: 'desc' })).names).toEqual(all.toReversed());
  });

  test.each([
    ['nulls', null],
    ['values of other types', { surprise: [true] }],
  ])('stand a record full of %s', async (_what, value) => {
    const fields = [
      'customerFullName',
      'createdAt',
      'mainContact',
      'billingContact',
      'physicalAddress',
      'postalAddress',
      'pricingTier',
      'customerSource',
    ];
    const odd = { id: 7, ...Object.fromEntries(fields.map((field) => [field, value])) };
    const answer = { kind: 'status', status: 200, times: 1 } as const;
    harness.sandbox.faults.order({ ...answer, path: '/customers/7', body: { data: odd } });
    harness.sandbox.faults.order({ ...answer, path: '/customers', times: 2, body: { data: [odd] } });
    expect((await harness.call(getCustomer, { customerId: 7 })).structured).toEqual({ customerId: 7 });
    for (const format of ['concise', 'detailed']) {
      const { structured } = await harness.call(listCustomers, { format });
      expect(structured.items).toEqual([{ customerId: 7 }]);
    }
  });

  test('stand people and addresses whose parts are null', async () => {
    const person = { id: null, firstName: null, lastName: null, position: null, contactItems: null };
    const body = { data: { id: 7, mainContact: person, physicalAddress: { id: 1, address1: null } } };
    harness.sandbox.faults.order({ kind: 'status', status: 200, path: '/customers/7', body });
    expect((await harness.call(getCustomer, { customerId: 7 })).structured).toEqual({ customerId: 7 });
  });
});
