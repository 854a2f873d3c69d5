import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getContact as readContact } from '../../src/fergus/endpoints/contacts.ts';
import { createContact } from '../../src/tools/contacts/create-contact.ts';
import { getContact } from '../../src/tools/contacts/get-contact.ts';
import { listContacts } from '../../src/tools/contacts/list-contacts.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { givenRobin, ROBIN, someCustomerId, someSiteId } from './contacts-support.ts';
import { refusalOf } from './quotes-support.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const requests = () => harness.sandbox.requests;
const writes = () => requests().filter(({ method }) => method !== 'GET');
const inFergus = (contactId: number) => readContact(harness.client.forCall(), contactId);
const contacts = () => [...harness.sandbox.businesses.main.contacts.values()];

describe('list-contacts', () => {
  const list = async (args: object = {}) => {
    const { structured } = await harness.call(listContacts, args);
    return structured as { items: Array<Record<string, unknown>>; hasMore: boolean; nextCursor?: string };
  };

  test('gives people by first name, with how to reach them', async () => {
    const contactId = await givenRobin(harness, { isBilling: true });
    // The last to be added, and the first by name.
    const first = await givenRobin(harness, { firstName: 'Aaron', lastName: 'Zu' });
    const { items } = await list({ siteId: someSiteId(harness) });
    expect(items[0]?.contactId).toBe(first);
    const names = items.map(({ name }) => String(name));
    expect(names).toEqual(
      names.toSorted((a, b) => ((a.split(' ')[0] ?? '') < (b.split(' ')[0] ?? '') ? -1 : 1)),
    );
    expect(items.length).toBe(contacts().filter((contact) => contact.siteId === someSiteId(harness)).length);
    expect(items.find((item) => item.contactId === contactId)).toEqual({
      contactId,
      contactType: 'SITE',
      siteId: someSiteId(harness),
      isBilling: true,
      name: 'Robin Aho',
      position: 'Caretaker',
      email: 'robin@aho.example',
      phone: '021 555 0177',
    });
  });

  test('filters by words, kind and customer', async () => {
    const contactId = await givenRobin(harness);
    expect((await list({ search: '555 0177' })).items.map((item) => item.contactId)).toEqual([contactId]);
    const ofCustomer = await list({
      contactType: 'CUSTOMER',
      customerId: someCustomerId(harness),
      limit: 200,
    });
    expect(ofCustomer.items.length).toBeGreaterThan(0);
    expect(new Set(ofCustomer.items.map((item) => item.customerId))).toEqual(
      new Set([someCustomerId(harness)]),
    );
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
    const contactId = await givenRobin(harness);
    const { structured } = await harness.call(getContact, { contactId });
    expect(structured).toMatchObject({
      contactId,
      name: 'Robin Aho',
      position: 'Caretaker',
      company: 'Aho Ltd',
      contactItems: ['email robin@aho.example', 'mobile 021 555 0177'],
      contactType: 'SITE',
      siteId: someSiteId(harness),
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
    const args = { contactType: 'SITE', siteId: someSiteId(harness), ...ROBIN, isMain: true };
    const { structured, summary } = await harness.call(createContact, args);
    expect(structured).toMatchObject({ name: 'Robin Aho', siteId: someSiteId(harness), isMain: true });
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
      customerId: someCustomerId(harness),
      firstName: 'Robin',
      email: 'robin@aho.example',
      contactItems: [
        { contactType: 'email', contactValue: 'robin@aho.example' },
        { contactType: 'email', contactValue: 'office@aho.example' },
      ],
    };
    const { structured } = await harness.call(createContact, args);
    expect(structured).toMatchObject({
      customerId: someCustomerId(harness),
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
    const contactId = await givenRobin(harness);
    const args = { contactType: 'SITE', siteId: someSiteId(harness), ...ROBIN };
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
    const args = { contactType: 'SITE', siteId: someSiteId(harness), ...ROBIN };
    await expect(harness.call(createContact, args)).rejects.toThrow('Phone number is invalid');
    const nowhere = { ...args, siteId: 1 };
    await expect(harness.call(createContact, nowhere)).rejects.toMatchObject({ kind: 'not-found' });
    expect(createContact.hintsFor(nowhere)['not-found']).toContain('get-site');
  });
});
