import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getContact as readContact } from '../../src/fergus/endpoints/contacts.ts';
import type { Contact } from '../../src/sandbox/fergus-api/business.ts';
import { createContact } from '../../src/tools/contacts/create-contact.ts';
import { getContact } from '../../src/tools/contacts/get-contact.ts';
import { listContacts } from '../../src/tools/contacts/list-contacts.ts';
import { updateContact } from '../../src/tools/contacts/update-contact.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { refusalOf } from './quotes-support.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const contacts = () => [...harness.sandbox.businesses.main.contacts.values()];
const requests = () => harness.sandbox.requests;
const writes = () => requests().filter(({ method }) => method !== 'GET');
const inFergus = (contactId: number) => readContact(harness.client.forCall(), contactId);

function some(fits: (contact: Contact) => boolean): Contact {
  const found = contacts().find(fits);
  if (!found) throw new Error('The sandbox has no such contact.');
  return found;
}

const siteId = () => some(({ siteId }) => siteId !== null).siteId ?? 0;
const customerId = () => some(({ customerId }) => customerId !== null).customerId ?? 0;

const ROBIN = {
  firstName: 'Robin',
  lastName: 'Aho',
  position: 'Caretaker',
  company: 'Aho Ltd',
  email: 'robin@aho.example',
  contactItems: [{ contactType: 'mobile', contactValue: '021 555 0177' }],
};

/** Creates Robin at a site and gives the id; the log starts empty after it. */
async function givenRobin(difference: object = {}): Promise<number> {
  const args = { contactType: 'SITE', siteId: siteId(), ...ROBIN, ...difference };
  const { structured } = await harness.call(createContact, args);
  requests().length = 0;
  return structured.contactId as number;
}

describe('list-contacts', () => {
  const list = async (args: object = {}) => {
    const { structured } = await harness.call(listContacts, args);
    return structured as { items: Array<Record<string, unknown>>; hasMore: boolean; nextCursor?: string };
  };

  test('gives people by first name, with how to reach them', async () => {
    const contactId = await givenRobin({ isBilling: true });
    const { items } = await list({ siteId: siteId() });
    const names = items.map(({ name }) => String(name));
    expect(names).toEqual(
      names.toSorted((a, b) => ((a.split(' ')[0] ?? '') < (b.split(' ')[0] ?? '') ? -1 : 1)),
    );
    expect(items.length).toBe(contacts().filter((contact) => contact.siteId === siteId()).length);
    expect(items.find((item) => item.contactId === contactId)).toEqual({
      contactId,
      contactType: 'SITE',
      siteId: siteId(),
      isBilling: true,
      name: 'Robin Aho',
      position: 'Caretaker',
      email: 'robin@aho.example',
      phone: '021 555 0177',
    });
  });

  test('filters by words, kind and customer', async () => {
    const contactId = await givenRobin();
    expect((await list({ search: '555 0177' })).items.map((item) => item.contactId)).toEqual([contactId]);
    const ofCustomer = await list({ contactType: 'CUSTOMER', customerId: customerId(), limit: 200 });
    expect(ofCustomer.items.length).toBeGreaterThan(0);
    expect(new Set(ofCustomer.items.map((item) => item.customerId))).toEqual(new Set([customerId()]));
    const ofSites = await list({ contactType: 'SITE', limit: 200 });
    expect(new Set(ofSites.items.map(({ contactType }) => contactType))).toEqual(new Set(['SITE']));
  });

  test('goes on by cursor and adds fields where detailed', async () => {
    const first = await list({ limit: 3, format: 'detailed' });
    expect(first.hasMore).toBe(true);
    expect(first.items[0]).toHaveProperty('createdAt');
    expect(first.items[0]).toHaveProperty('contactItems');
    const second = await list({ limit: 3, cursor: first.nextCursor });
    const ids = [...first.items, ...second.items].map(({ contactId }) => contactId);
    expect(new Set(ids).size).toBe(6);
  });

  test.each([
    [{ customerId: 5, siteId: 6 }, 'customerId or siteId, not both'],
    [{ contactType: 'CUSTOMER', siteId: 6 }, 'siteId goes with contactType SITE'],
    [{ contactType: 'SITE', customerId: 6 }, 'customerId goes with contactType CUSTOMER'],
    [{ contactType: 'site' }, 'contactType: must be one of'],
  ])('refuses %j without a request', async (args, why) => {
    expect(await refusalOf(harness.call(listContacts, args))).toContain(why);
    expect(requests()).toEqual([]);
  });
});

describe('get-contact', () => {
  test('shows everything of a contact', async () => {
    const contactId = await givenRobin();
    const { structured } = await harness.call(getContact, { contactId });
    expect(structured).toMatchObject({
      contactId,
      name: 'Robin Aho',
      position: 'Caretaker',
      company: 'Aho Ltd',
      contactItems: ['email robin@aho.example', 'mobile 021 555 0177'],
      contactType: 'SITE',
      siteId: siteId(),
    });
    expect(structured).not.toHaveProperty('customerId');
  });

  test('stands an answer of which nothing is as expected', async () => {
    harness.sandbox.faults.order({
      kind: 'status',
      path: '/contacts/5',
      status: 200,
      body: { data: { id: 5, firstName: 7, contactItems: 'none', isMain: 'yes', customerId: null } },
    });
    const { structured } = await harness.call(getContact, { contactId: 5 });
    expect(structured).toEqual({ contactId: 5, name: '7' });
  });

  test('is not found', async () => {
    await expect(harness.call(getContact, { contactId: 1 })).rejects.toMatchObject({ kind: 'not-found' });
    expect(getContact.hintsFor({ contactId: 1 })['not-found']).toContain('list-contacts');
  });
});

describe('create-contact', () => {
  test('adds a person to a site', async () => {
    const args = { contactType: 'SITE', siteId: siteId(), ...ROBIN, isMain: true };
    const { structured, summary } = await harness.call(createContact, args);
    expect(structured).toMatchObject({ name: 'Robin Aho', siteId: siteId(), isMain: true });
    expect(summary).toContain('created');
    const { email, ...fields } = ROBIN;
    expect(await inFergus(structured.contactId as number)).toMatchObject({
      ...fields,
      contactType: 'SITE',
      isMain: true,
      contactItems: [{ contactType: 'email', contactValue: email }, ...ROBIN.contactItems],
    });
  });

  test('adds a person to a customer, whose email address is there once', async () => {
    const args = {
      contactType: 'CUSTOMER',
      customerId: customerId(),
      firstName: 'Robin',
      email: 'robin@aho.example',
      contactItems: [
        { contactType: 'email', contactValue: 'robin@aho.example' },
        { contactType: 'email', contactValue: 'office@aho.example' },
      ],
    };
    const { structured } = await harness.call(createContact, args);
    expect(structured).toMatchObject({
      customerId: customerId(),
      contactItems: ['email robin@aho.example', 'email office@aho.example'],
    });
  });

  test.each([
    [{ contactType: 'SITE', siteId: 5, customerId: 6 }, 'customerId or siteId, not both'],
    [{ contactType: 'SITE', customerId: 6 }, 'customerId goes with contactType CUSTOMER'],
    [{ contactType: 'CUSTOMER', siteId: 6 }, 'siteId goes with contactType SITE'],
    [{ contactType: 'CUSTOMER' }, 'needs customerId: find it with list-customers'],
    [{ contactType: 'SITE' }, 'needs siteId: find it with list-sites'],
    [{ siteId: 5 }, 'contactType: must be one of'],
    [{ contactType: 'CUSTOMER', customerId: 5, isMain: true }, 'update-customer (mainContact)'],
    [{ contactType: 'SITE', siteId: 5, email: 'none' }, 'email: must be an email address'],
    [{ contactType: 'SITE', siteId: 5, email: undefined }, 'email: is required'],
    [{ contactType: 'SITE', siteId: 5, firstName: ' ' }, 'firstName: must have 1 to 200 characters'],
  ])('refuses %j without a request', async (difference, why) => {
    const message = await refusalOf(harness.call(createContact, { ...ROBIN, ...difference }));
    expect(message).toContain('Nothing was sent to Fergus');
    expect(message).toContain(why);
    expect(requests()).toEqual([]);
  });

  test('refuses an identical repeat, unless it is meant', async () => {
    const contactId = await givenRobin();
    const args = { contactType: 'SITE', siteId: siteId(), ...ROBIN };
    expect(await refusalOf(harness.call(createContact, args))).toContain(
      `It made contact Robin Aho (id ${contactId})`,
    );
    expect(writes()).toEqual([]);
    const again = await harness.call(createContact, { ...args, allowDuplicate: true });
    expect(again.structured.contactId).not.toBe(contactId);
  });

  test('hands on what Fergus says against it', async () => {
    harness.sandbox.faults.order({
      kind: 'status',
      method: 'POST',
      path: '/contacts',
      status: 500,
      body: { error: 'Internal Server Error', message: 'Phone number is invalid', statusCode: 500 },
    });
    const args = { contactType: 'SITE', siteId: siteId(), ...ROBIN };
    await expect(harness.call(createContact, args)).rejects.toThrow('Phone number is invalid');
    const nowhere = { ...args, siteId: 1 };
    await expect(harness.call(createContact, nowhere)).rejects.toMatchObject({ kind: 'not-found' });
    expect(createContact.hintsFor(nowhere)['not-found']).toContain('get-site');
  });
});

describe('update-contact', () => {
  test('changes what is named and sends everything else back', async () => {
    const contactId = await givenRobin({ isBilling: true });
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
    const contactId = await givenRobin();
    await harness.call(updateContact, { contactId, isMain: true, isBilling: true });
    expect(await inFergus(contactId)).toMatchObject({ isMain: true, isBilling: true });
    await harness.call(updateContact, { contactId, lastName: 'Berg' });
    expect(await inFergus(contactId)).toMatchObject({ lastName: 'Berg', isMain: true, isBilling: true });
    const other = await givenRobin({ firstName: 'Kim', isBilling: true });
    await harness.call(updateContact, { contactId: other, isBilling: false });
    expect(await inFergus(other)).toMatchObject({ isMain: false, isBilling: false });
  });

  test('changes a contact of a customer that is not the main one', async () => {
    const contactId = await givenRobin({
      contactType: 'CUSTOMER',
      customerId: customerId(),
      siteId: undefined,
    });
    await harness.call(updateContact, { contactId, firstName: 'Robyn' });
    expect(await inFergus(contactId)).toMatchObject({ firstName: 'Robyn', isMain: false });
  });

  test("refuses what Fergus does not do to a customer's main contact", async () => {
    const main = some((contact) => contact.contactType === 'CUSTOMER' && contact.isMain);
    const message = await refusalOf(harness.call(updateContact, { contactId: main.id, position: 'Owner' }));
    expect(message).toContain(`update-customer (customerId ${main.customerId}, mainContact)`);
    const contactId = await givenRobin({
      contactType: 'CUSTOMER',
      customerId: customerId(),
      siteId: undefined,
    });
    expect(await refusalOf(harness.call(updateContact, { contactId, isMain: true }))).toContain(
      'update-customer',
    );
    expect(writes()).toEqual([]);
  });

  test('refuses to leave a site without a main contact', async () => {
    const main = some((contact) => contact.contactType === 'SITE' && contact.isMain);
    const message = await refusalOf(harness.call(updateContact, { contactId: main.id, isMain: false }));
    expect(message).toMatch(/Nothing was changed.*Set isMain to true on that one/);
    expect(writes()).toEqual([]);
  });

  test('asks for what Fergus wants and does not have', async () => {
    const contactId = await givenRobin();
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
    const contactId = await givenRobin({
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
    const contactId = await givenRobin();
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
