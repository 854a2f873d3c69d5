import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getContact as readContact } from '../../src/fergus/endpoints/contacts.ts';
import { updateContact } from '../../src/tools/contacts/update-contact.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { givenRobin, someContact, someCustomerId } from './contacts-support.ts';
import { refusalOf } from './quotes-support.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const requests = () => harness.sandbox.requests;
const writes = () => requests().filter(({ method }) => method !== 'GET');
const inFergus = (contactId: number) => readContact(harness.client.forCall(), contactId);

describe('update-contact', () => {
  test('changes what is named and sends everything else back', async () => {
    const contactId = await givenRobin(harness, { isBilling: true });
    const before = await inFergus(contactId);
    const { structured } = await harness.call(updateContact, {
      contactId,
      position: 'Manager',
      contactItems: [{ contactType: 'mobile', contactValue: '027 555 0188' }],
    });
    expect(structured).toMatchObject({ name: 'Robin Aho', position: 'Manager', isBilling: true });
    const [email, mobile] = before.contactItems ?? [];
    expect(await inFergus(contactId)).toEqual({
      ...before,
      position: 'Manager',
      contactItems: [email, { ...mobile, contactValue: '027 555 0188' }],
      modifiedAt: expect.any(String),
    });
  });

  test('gives and takes roles where that is named', async () => {
    const contactId = await givenRobin(harness);
    await harness.call(updateContact, { contactId, isMain: true, isBilling: true });
    expect(await inFergus(contactId)).toMatchObject({ isMain: true, isBilling: true });
    await harness.call(updateContact, { contactId, lastName: 'Berg' });
    expect(await inFergus(contactId)).toMatchObject({ lastName: 'Berg', isMain: true, isBilling: true });
    const other = await givenRobin(harness, { firstName: 'Kim', isBilling: true });
    await harness.call(updateContact, { contactId: other, isBilling: false });
    expect(await inFergus(other)).toMatchObject({ isMain: false, isBilling: false });
  });

  test('changes a contact of a customer that is not the main one', async () => {
    const contactId = await givenRobin(harness, {
      contactType: 'CUSTOMER',
      customerId: someCustomerId(harness),
      siteId: undefined,
    });
    await harness.call(updateContact, { contactId, firstName: 'Robyn' });
    expect(await inFergus(contactId)).toMatchObject({ firstName: 'Robyn', isMain: false });
  });

  test("refuses what Fergus does not do to a customer's main contact", async () => {
    const main = someContact(harness, (contact) => contact.contactType === 'CUSTOMER' && contact.isMain);
    const message = await refusalOf(harness.call(updateContact, { contactId: main.id, position: 'Owner' }));
    expect(message).toContain(`update-customer (customerId ${main.customerId}, mainContact)`);
    const contactId = await givenRobin(harness, {
      contactType: 'CUSTOMER',
      customerId: someCustomerId(harness),
      siteId: undefined,
    });
    expect(await refusalOf(harness.call(updateContact, { contactId, isMain: true }))).toContain(
      'update-customer',
    );
    expect(writes()).toEqual([]);
  });

  test('refuses to leave a site without a main contact', async () => {
    const main = someContact(harness, (contact) => contact.contactType === 'SITE' && contact.isMain);
    const message = await refusalOf(harness.call(updateContact, { contactId: main.id, isMain: false }));
    expect(message).toMatch(/Nothing was changed.*Set isMain to true on that one/);
    expect(writes()).toEqual([]);
  });

  test('asks for what Fergus wants and does not have', async () => {
    const contactId = await givenRobin(harness);
    const stored = harness.sandbox.businesses.main.contacts.get(contactId);
    Object.assign(stored ?? {}, { firstName: null, contactItems: [] });
    const change = { contactId, position: 'Manager' };
    expect(await refusalOf(harness.call(updateContact, change))).toMatch(/no contact without firstName/);
    const named = { ...change, firstName: 'Robin' };
    expect(await refusalOf(harness.call(updateContact, named))).toMatch(/without an email address/);
    expect(writes()).toEqual([]);
    const contactItems = [{ contactType: 'email', contactValue: 'robin@aho.example' }];
    await harness.call(updateContact, { ...named, contactItems });
    expect(await inFergus(contactId)).toMatchObject({
      firstName: 'Robin',
      position: 'Manager',
      contactItems,
    });
  });

  test('refuses to lose a contact item', async () => {
    const contactId = await givenRobin(harness, {
      contactItems: ['021 555 0177', '021 555 0178'].map((contactValue) => ({
        contactType: 'mobile',
        contactValue,
      })),
    });
    const contactItems = [{ contactType: 'mobile', contactValue: '027 555 0188' }];
    expect(await refusalOf(harness.call(updateContact, { contactId, contactItems }))).toMatch(
      /Nothing was changed: contactItems names 1 of type mobile/,
    );
    expect(writes()).toEqual([]);
  });

  test('sends nothing where nothing is named', async () => {
    for (const nothing of [{}, { contactItems: [] }]) {
      expect(await refusalOf(harness.call(updateContact, { contactId: 5, ...nothing }))).toContain(
        'name at least one of firstName, lastName, position, company, contactItems, isMain, isBilling',
      );
    }
    expect(requests()).toEqual([]);
  });

  test('hands on what Fergus says against it', async () => {
    const contactId = await givenRobin(harness);
    harness.sandbox.faults.order({
      kind: 'status',
      method: 'PUT',
      status: 422,
      body: { error: 'Unprocessable', message: 'Position is too long', statusCode: 422 },
    });
    const change = { contactId, position: 'Manager' };
    await expect(harness.call(updateContact, change)).rejects.toThrow('Position is too long');
    await expect(harness.call(updateContact, { ...change, contactId: 1 })).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(updateContact.hintsFor({ ...change, contactId: 1 })['not-found']).toContain('list-contacts');
  });
});
