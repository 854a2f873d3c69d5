import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { type Call, callerOf, type Fields, refusal } from './caller.ts';

let sandbox: SandboxFergus;
let call: Call;
beforeAll(async () => {
  sandbox = await startSandboxFergus({ rateLimit: 1_000_000 });
  call = callerOf(sandbox);
});
afterAll(() => sandbox.close());

const EMAIL = { contactType: 'email', contactValue: 'tui@harbour-view.example' };
const ADDRESS = { address1: '7 Quay Street', addressCity: 'Auckland', addressPostcode: '1010' };

function customer(fields: Fields = {}) {
  return {
    customerFullName: 'Harbour View Motel',
    mainContact: { firstName: 'Tui', lastName: 'Parata', position: 'Manager', contactItems: [EMAIL] },
    physicalAddress: ADDRESS,
    postalAddress: { address1: 'PO Box 12' },
    ...fields,
  };
}

async function created(customerFullName: string, fields: Fields = {}) {
  const { status, data } = await call('POST', '/customers', customer({ customerFullName, ...fields }));
  expect(status).toBe(201);
  return data;
}

describe('creating a customer', () => {
  test('answers it as it can be read back', async () => {
    const data = await created('Harbour View Motel');
    expect(data).toMatchObject({
      companyId: sandbox.businesses.main.companyId,
      customerFullName: 'Harbour View Motel',
      mainContact: {
        firstName: 'Tui',
        lastName: 'Parata',
        position: 'Manager',
        company: null,
        contactItems: [EMAIL],
      },
      physicalAddress: { ...ADDRESS, address2: null, addressSuburb: null },
      postalAddress: { address1: 'PO Box 12' },
      billingContact: null,
      pricingTier: null,
    });
    expect(data).not.toHaveProperty('deletedAt');
    expect((await call('GET', `/customers/${data.id}`)).data).toEqual(data);
  });

  test('makes the main contact a contact of the customer', async () => {
    const { id, mainContact } = await created('Contact House');
    const { items } = await call('GET', `/contacts?filterCustomerId=${id}`);
    expect(items).toMatchObject([
      { ...(mainContact as Fields), contactType: 'CUSTOMER', isMain: true, customerId: id },
    ]);
  });

  test('drops address parts under unknown names', async () => {
    const { physicalAddress } = await created('Wrong Names', {
      physicalAddress: { address1: '1 High Street', city: 'Napier', postcode: '4110' },
    });
    expect(physicalAddress).toEqual({
      id: expect.any(Number),
      address1: '1 High Street',
      address2: null,
      addressSuburb: null,
      addressCity: null,
      addressRegion: null,
      addressPostcode: null,
      addressCountry: null,
    });
  });

  test('points to the customer of the same name instead', async () => {
    const { id } = await created('Same Name Ltd');
    const before = sandbox.businesses.main.customers.size;
    const { status, headers, body } = await call(
      'POST',
      '/customers',
      customer({ customerFullName: ' SAME name ltd' }),
    );
    expect(status).toBe(303);
    expect(headers.get('location')).toBe(`/customers/${id}`);
    expect(body).toEqual({ result: 'redirect', message: expect.any(String), location: `/customers/${id}` });
    expect(sandbox.businesses.main.customers.size).toBe(before);
  });

  test.each([
    ['customerFullName', { customerFullName: undefined }],
    ['customerFullName', { customerFullName: '  ' }],
    ['mainContact', { mainContact: undefined }],
    ['mainContact/firstName', { mainContact: { lastName: 'Parata' } }],
    ['mainContact/lastName', { mainContact: { firstName: 'Tui', lastName: ' ' } }],
    [
      'contactItems/0/contactType',
      { mainContact: { firstName: 'Tui', contactItems: [{ ...EMAIL, contactType: 'pager' }] } },
    ],
    [
      'contactItems/0/contactValue',
      { mainContact: { firstName: 'Tui', contactItems: [{ ...EMAIL, contactValue: 'tui' }] } },
    ],
    ['physicalAddress/address1', { physicalAddress: { addressCity: 'Auckland' } }],
    ['postalAddress/addressCity', { postalAddress: { address1: 'PO Box 12', addressCity: '' } }],
  ])('refuses a bad %s', async (field, fields) => {
    const reply = await call('POST', '/customers', customer({ customerFullName: 'Refused Ltd', ...fields }));
    expect(reply).toMatchObject(refusal(400, field));
  });
});

describe('updating a customer', () => {
  test('empties what is not sent', async () => {
    const before = await created('Old Name Ltd');
    const { status, data } = await call('PUT', `/customers/${before.id}`, {
      customerFullName: 'New Name Ltd',
      mainContact: { firstName: 'Rua' },
    });
    expect(status).toBe(200);
    expect(data).toMatchObject({
      id: before.id,
      createdAt: before.createdAt,
      customerFullName: 'New Name Ltd',
      mainContact: {
        id: (before.mainContact as Fields).id,
        firstName: 'Rua',
        lastName: null,
        position: null,
        contactItems: [],
      },
      physicalAddress: null,
      postalAddress: null,
    });
    expect((await call('GET', `/customers/${before.id}`)).data).toEqual(data);
  });

  test('keeps the ids of addresses and of the contact items that it names', async () => {
    const { id, ...before } = await created('Same Ids Ltd');
    const { contactItems } = before.mainContact as { contactItems: Fields[] };
    const item = { id: contactItems[0]?.id, contactType: 'email', contactValue: 'new@harbour-view.example' };
    const { data } = await call(
      'PUT',
      `/customers/${id}`,
      customer({ mainContact: { firstName: 'Tui', contactItems: [item, EMAIL] } }),
    );
    expect(data.physicalAddress).toEqual(before.physicalAddress);
    expect(data.mainContact).toMatchObject({ contactItems: [item, EMAIL] });
    const [first, second] = (data.mainContact as { contactItems: Fields[] }).contactItems;
    expect(second?.id).not.toBe(first?.id);
  });

  test('refuses a body without the main contact, and an unknown customer', async () => {
    const { id } = await created('Half Update Ltd');
    const partial = await call('PUT', `/customers/${id}`, { customerFullName: 'Half Update Ltd' });
    expect(partial).toMatchObject(refusal(400, 'mainContact'));
    expect(await call('PUT', '/customers/99', customer())).toMatchObject(refusal(404, 'Customer 99'));
  });
});

describe('deleting a customer', () => {
  test('takes it and its contacts out of every answer, and frees its name', async () => {
    const { id, mainContact } = await created('Gone Ltd');
    const contactPath = `/contacts/${(mainContact as Fields).id}`;
    expect(await call('DELETE', `/customers/${id}`)).toMatchObject({ status: 204, body: undefined });

    for (const method of ['GET', 'DELETE']) {
      expect(await call(method, `/customers/${id}`), method).toMatchObject(refusal(404, `Customer ${id}`));
    }
    expect(await call('PUT', `/customers/${id}`, customer())).toMatchObject(refusal(404, `Customer ${id}`));
    expect((await call('GET', '/customers?filterSearchText=Gone%20Ltd')).items).toEqual([]);
    expect(await call('GET', contactPath)).toMatchObject(refusal(404, 'Contact'));
    expect((await call('GET', `/contacts?filterCustomerId=${id}`)).items).toEqual([]);
    expect((await created('Gone Ltd')).id).not.toBe(id);
  });
});

describe('listing customers', () => {
  test('searches names, people and their contact items', async () => {
    const { id } = await created('Searchable Quarry', {
      mainContact: {
        firstName: 'Wiremu',
        lastName: 'Quarryman',
        contactItems: [{ contactType: 'mobile', contactValue: '021 000 7788' }],
      },
    });
    await call('POST', '/contacts', {
      contactType: 'CUSTOMER',
      customerId: id,
      firstName: 'Billie',
      lastName: 'Ledger',
      email: 'ledger@quarry.example',
      isBilling: true,
    });
    for (const text of [
      'searchable QUARRY',
      'wiremu quarryman',
      '000 7788',
      'billie ledger',
      'ledger@quarry',
    ]) {
      const { items } = await call('GET', `/customers?filterSearchText=${encodeURIComponent(text)}`);
      expect(
        items.map((item) => item.id),
        text,
      ).toEqual([id]);
    }
    expect((await call('GET', '/customers?filterSearchText=no-such-customer')).items).toEqual([]);
  });

  test('sorts by name or age, page by page', async () => {
    for (const name of ['Sorted B', 'sorted a', 'Sorted C']) await created(name);
    const names = async (query: string) => {
      const { items } = await call('GET', `/customers?filterSearchText=sorted&${query}`);
      return items.map((item) => item.customerFullName);
    };
    expect(await names('sortField=name')).toEqual(['sorted a', 'Sorted B', 'Sorted C']);
    expect(await names('sortField=name&sortOrder=desc')).toEqual(['Sorted C', 'Sorted B', 'sorted a']);
    expect(await names('')).toEqual(['Sorted B', 'sorted a', 'Sorted C']);
    expect(await names('pageSize=2&pageCursor=2')).toEqual(['Sorted C']);
    expect(await call('GET', '/customers?sortField=age')).toMatchObject(refusal(400, 'sortField'));
  });

  test('shows nothing of the other company', async () => {
    const [foreign] = sandbox.businesses.other.customers.keys();
    expect((await call('GET', `/customers/${foreign}`)).status).toBe(404);
  });
});
