import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getCustomer as readCustomer } from '../../src/fergus/endpoints/customers.ts';
import { createCustomer } from '../../src/tools/customers/create-customer.ts';
import { getCustomer } from '../../src/tools/customers/get-customer.ts';
import { updateCustomer } from '../../src/tools/customers/update-customer.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

const HARBOUR = {
  customerFullName: 'Harbour Cafe Ltd',
  mainContact: {
    firstName: 'Ana',
    lastName: 'Petrov',
    position: 'Manager',
    company: 'Harbour Cafe',
    contactItems: [
      { contactType: 'email', contactValue: 'ana@harbour.example' },
      { contactType: 'mobile', contactValue: '021 555 0101' },
      { contactType: 'phone', contactValue: '09 555 0102' },
    ],
  },
  physicalAddress: {
    address1: '3 Wharf Road',
    address2: 'Unit 4',
    addressSuburb: 'Northcote',
    addressCity: 'Auckland',
    addressRegion: 'Auckland Region',
    addressPostcode: '0627',
    addressCountry: 'New Zealand',
  },
  postalAddress: { address1: 'PO Box 77', addressCity: 'Auckland', addressPostcode: '0740' },
};

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

/** Creates the cafe and gives its id; the log starts empty after it. */
async function givenCafe(): Promise<number> {
  const { structured } = await harness.call(createCustomer, HARBOUR);
  harness.sandbox.requests.length = 0;
  return structured.customerId as number;
}

const inFergus = (customerId: number) => readCustomer(harness.client.forCall(), customerId);
const writes = () => harness.sandbox.requests.filter(({ method }) => method !== 'GET');

describe('create-customer', () => {
  test('creates the customer with everything that was given', async () => {
    const { structured, summary } = await harness.call(createCustomer, HARBOUR);
    expect(structured).toMatchObject({
      existed: false,
      customerFullName: 'Harbour Cafe Ltd',
      mainContact: {
        name: 'Ana Petrov',
        contactItems: ['email ana@harbour.example', 'mobile 021 555 0101', 'phone 09 555 0102'],
      },
      physicalAddress: HARBOUR.physicalAddress,
      postalAddress: HARBOUR.postalAddress,
    });
    expect(structured.createdAt).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(summary).toContain('created');
    expect(await inFergus(structured.customerId as number)).toMatchObject(HARBOUR);
  });

  test('answers the existing customer, unchanged, where Fergus has it already', async () => {
    const customerId = await givenCafe();
    const before = await inFergus(customerId);
    const { structured, summary } = await harness.call(createCustomer, {
      customerFullName: 'HARBOUR CAFE LTD',
      mainContact: { firstName: 'Somebody', lastName: 'Else' },
    });
    expect(structured).toMatchObject({ existed: true, customerId, mainContact: { name: 'Ana Petrov' } });
    expect(summary).toMatch(/already.*nothing was created.*not changed.*update-customer/);
    expect(await inFergus(customerId)).toEqual(before);
  });

  test('points to the list where the redirect names no customer', async () => {
    harness.sandbox.faults.order({
      kind: 'status',
      method: 'POST',
      path: '/customers',
      status: 303,
      body: { result: 'Redirect', message: 'It is there' },
    });
    const refused = expect(harness.call(createCustomer, HARBOUR)).rejects;
    await refused.toThrow(/Nothing was created.*It is there.*list-customers/);
    // It was not created, so the same call may be made again.
    expect((await harness.call(createCustomer, HARBOUR)).structured.existed).toBe(false);
  });

  test('refuses an identical repeat, unless it is meant', async () => {
    const customerId = await givenCafe();
    await expect(harness.call(createCustomer, HARBOUR)).rejects.toThrow(
      new RegExp(`identical customer .*customer Harbour Cafe Ltd \\(id ${customerId}\\).*allowDuplicate`),
    );
    expect(writes()).toEqual([]);
    const again = await harness.call(createCustomer, { ...HARBOUR, allowDuplicate: true });
    expect(again.structured).toMatchObject({ existed: true, customerId });
  });

  test.each([
    ['no name', { mainContact: { firstName: 'Ana' } }, 'customerFullName: is required'],
    ['no contact', { customerFullName: 'X' }, 'mainContact: is required'],
    [
      'no first name',
      { customerFullName: 'X', mainContact: { lastName: 'Y' } },
      'mainContact.firstName: is required',
    ],
    [
      'a blank part of an address',
      { ...HARBOUR, postalAddress: { address1: ' ' } },
      'postalAddress.address1: must have 1 to 200 characters',
    ],
    [
      'an address without its first line',
      { ...HARBOUR, postalAddress: { addressCity: 'Auckland' } },
      'postalAddress.address1: is required',
    ],
    [
      'an address part that Fergus would drop',
      { ...HARBOUR, postalAddress: { address1: '1 Quay', suburb: 'Z' } },
      'postalAddress.suburb: is not an argument here',
    ],
    [
      'an email address that is none',
      {
        customerFullName: 'X',
        mainContact: {
          firstName: 'Y',
          contactItems: [{ contactType: 'email', contactValue: '021 555 0101' }],
        },
      },
      'mainContact.contactItems.0.contactValue: must be an email address',
    ],
  ])('refuses %s without a request', async (_what, args, message) => {
    await expect(harness.call(createCustomer, args)).rejects.toThrow(message);
    expect(harness.sandbox.requests).toEqual([]);
  });
});

describe('update-customer', () => {
  test('changes what is named and sends everything else back', async () => {
    const customerId = await givenCafe();
    const before = await inFergus(customerId);
    const { structured } = await harness.call(updateCustomer, {
      customerId,
      mainContact: { position: 'Owner' },
      physicalAddress: { address2: 'Unit 5' },
    });
    expect(structured).toMatchObject({ customerFullName: 'Harbour Cafe Ltd' });
    const after = await inFergus(customerId);
    expect(after).toEqual({
      ...before,
      mainContact: { ...before.mainContact, position: 'Owner' },
      physicalAddress: { ...before.physicalAddress, address2: 'Unit 5' },
    });
  });

  test('leaves an address out that the customer does not have', async () => {
    const { structured } = await harness.call(createCustomer, {
      customerFullName: 'Tui Trust',
      mainContact: { firstName: 'Kiri' },
    });
    const customerId = structured.customerId as number;
    await harness.call(updateCustomer, { customerId, customerFullName: 'Tui Trust Inc' });
    expect(writes().at(-1)?.body).toEqual({
      customerFullName: 'Tui Trust Inc',
      mainContact: { firstName: 'Kiri', contactItems: [] },
    });
    await expect(
      harness.call(updateCustomer, { customerId, postalAddress: { addressCity: 'Napier' } }),
    ).rejects.toThrow(/Nothing was changed.*postalAddress\.address1/);
    await harness.call(updateCustomer, { customerId, postalAddress: { address1: 'PO Box 1' } });
    expect(await inFergus(customerId)).toMatchObject({
      physicalAddress: null,
      postalAddress: { address1: 'PO Box 1' },
    });
  });

  describe('contact items', () => {
    const change = (customerId: number, ...contactItems: Array<[string, string]>) =>
      harness.call(updateCustomer, {
        customerId,
        mainContact: {
          contactItems: contactItems.map(([contactType, contactValue]) => ({ contactType, contactValue })),
        },
      });
    const items = async (customerId: number) => (await inFergus(customerId)).mainContact?.contactItems ?? [];

    test('replace the item of their type and keep its id; other types stay', async () => {
      const customerId = await givenCafe();
      const [email, mobile, phone] = await items(customerId);
      await change(customerId, ['mobile', '027 555 0199']);
      expect(await items(customerId)).toEqual([email, { ...mobile, contactValue: '027 555 0199' }, phone]);
    });

    test('are added where their type is new, or the present ones of it are named too', async () => {
      const customerId = await givenCafe();
      const before = await items(customerId);
      await change(
        customerId,
        ['fax', '09 555 0103'],
        ['mobile', '021 555 0101'],
        ['mobile', '027 555 0199'],
      );
      expect(await items(customerId)).toEqual([
        ...before,
        { id: expect.any(Number), contactType: 'fax', contactValue: '09 555 0103' },
        { id: expect.any(Number), contactType: 'mobile', contactValue: '027 555 0199' },
      ]);
    });

    test('are refused where one of their type would be lost', async () => {
      const customerId = await givenCafe();
      await change(customerId, ['mobile', '021 555 0101'], ['mobile', '027 555 0199']);
      const before = await items(customerId);
      harness.sandbox.requests.length = 0;
      await expect(change(customerId, ['mobile', '022 555 0155'])).rejects.toThrow(
        /Nothing was changed.*contactItems names 1 of type mobile.*021 555 0101, 027 555 0199/,
      );
      expect(writes()).toEqual([]);
      await change(customerId, ['mobile', '022 555 0155'], ['mobile', '027 555 0199']);
      expect(await items(customerId)).toEqual(
        before.map((item) =>
          item.contactValue === '021 555 0101' ? { ...item, contactValue: '022 555 0155' } : item,
        ),
      );
    });
  });

  test('sends nothing where nothing is named', async () => {
    for (const nothing of [
      {},
      { mainContact: {} },
      { mainContact: { contactItems: [] }, physicalAddress: {} },
    ]) {
      await expect(harness.call(updateCustomer, { customerId: 5, ...nothing })).rejects.toThrow(
        /Nothing was sent to Fergus: name at least one of customerFullName, mainContact/,
      );
    }
    expect(harness.sandbox.requests).toEqual([]);
  });

  test('asks for what Fergus wants and does not have', async () => {
    const customerId = await givenCafe();
    const { structured } = await harness.call(getCustomer, { customerId });
    const { contactId } = structured.mainContact as { contactId: number };
    const contact = harness.sandbox.businesses.main.contacts.get(contactId);
    Object.assign(contact ?? {}, { firstName: null });
    const rename = { customerId, customerFullName: 'Harbour Kitchen' };
    await expect(harness.call(updateCustomer, rename)).rejects.toThrow(
      /Nothing was changed.*mainContact\.firstName/,
    );
    expect(writes()).toEqual([]);
    await harness.call(updateCustomer, { ...rename, mainContact: { firstName: 'Ana' } });
    expect(await inFergus(customerId)).toMatchObject({
      ...HARBOUR,
      customerFullName: 'Harbour Kitchen',
    });
  });

  test('is not found', async () => {
    await expect(
      harness.call(updateCustomer, { customerId: 1, customerFullName: 'X' }),
    ).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(updateCustomer.hintsFor({ customerId: 1 })['not-found']).toContain('list-customers');
    expect(writes()).toEqual([]);
  });
});
