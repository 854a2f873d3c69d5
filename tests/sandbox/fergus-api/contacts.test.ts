import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { type Call, callerOf, type Fields, refusal } from './caller.ts';

let sandbox: SandboxFergus;
let call: Call;
beforeAll(async () => {
  sandbox = await startSandboxFergus({ rateLimit: 1_000_000 });
  call = callerOf(sandbox);
});
afterAll(() => sandbox.close());

/** A customer and a site of their own for every test. */
let customer: Fields;
let site: Fields;
let round = 0;
beforeEach(async () => {
  round += 1;
  const person = { firstName: 'First', lastName: 'Person' };
  customer = (
    await call('POST', '/customers', { customerFullName: `Contacts ${round} Ltd`, mainContact: person })
  ).data;
  site = (
    await call('POST', '/sites', {
      defaultContact: person,
      siteAddress: { address1: `${round} Contact Road` },
    })
  ).data;
});

const ofCustomer = () => ({ contactType: 'CUSTOMER', customerId: customer.id });
const ofSite = () => ({ contactType: 'SITE', siteId: site.id });

function create(owner: Fields, fields: Fields = {}) {
  return call('POST', '/contacts', {
    firstName: 'Nikau',
    email: 'nikau@contacts.example',
    ...owner,
    ...fields,
  });
}

const EMAIL = { contactType: 'email', contactValue: 'new@contacts.example' };

function update(id: unknown, fields: Fields = {}) {
  return call('PUT', `/contacts/${id}`, { firstName: 'Nikau', contactItems: [EMAIL], ...fields });
}

/** The contact that the customer or site names in that place. */
async function named(path: string, place: string) {
  return ((await call('GET', path)).data[place] as Fields | null)?.id ?? null;
}

describe('creating a contact', () => {
  test('turns the email address into a contact item', async () => {
    const mobile = { contactType: 'mobile', contactValue: '021 555 0101' };
    const { status, data } = await create(ofCustomer(), { lastName: 'Reweti', contactItems: [mobile] });
    expect(status).toBe(201);
    expect(data).toMatchObject({
      firstName: 'Nikau',
      lastName: 'Reweti',
      position: null,
      company: null,
      contactItems: [{ contactType: 'email', contactValue: 'nikau@contacts.example' }, mobile],
      contactType: 'CUSTOMER',
      customerId: customer.id,
      siteId: null,
      isMain: false,
      isBilling: false,
    });
    expect((await call('GET', `/contacts/${data.id}`)).data).toEqual(data);
  });

  test('gives a site a new main contact', async () => {
    const { data } = await create(ofSite(), { isMain: true });
    expect(data).toMatchObject({ isMain: true, siteId: site.id, customerId: null });
    expect(await named(`/sites/${site.id}`, 'defaultContact')).toBe(data.id);
    const before = await call('GET', `/contacts/${(site.defaultContact as Fields).id}`);
    expect(before.data.isMain).toBe(false);
  });

  test('gives a customer a new billing contact in the place of the one before', async () => {
    const elsewhere = [...sandbox.businesses.main.contacts.values()].find(
      ({ contactType, isBilling }) => contactType === 'CUSTOMER' && isBilling,
    );
    const first = (await create(ofCustomer(), { isBilling: true })).data;
    const second = (await create(ofCustomer(), { isBilling: true })).data;
    expect(await named(`/customers/${customer.id}`, 'billingContact')).toBe(second.id);
    expect((await call('GET', `/contacts/${first.id}`)).data.isBilling).toBe(false);
    expect(second.isBilling).toBe(true);
    expect((await call('GET', `/contacts/${elsewhere?.id}`)).data.isBilling).toBe(true);
  });

  test.each([
    ['firstName', { firstName: undefined }],
    ['firstName', { firstName: ' ' }],
    ['email', { email: undefined }],
    ['email', { email: 'nikau' }],
    ['contactType', { contactType: undefined }],
    ['contactType', { contactType: 'JOB' }],
    ['customerId', { customerId: undefined }],
    ['siteId', { contactType: 'SITE' }],
    ['isMain', { isMain: true }],
    ['contactItems/0/contactValue', { contactItems: [{ contactType: 'email', contactValue: 'nobody' }] }],
  ])('refuses a bad %s', async (field, fields) => {
    expect(await create(ofCustomer(), fields)).toMatchObject(refusal(400, `body/${field}`));
  });

  test('refuses owners that do not exist', async () => {
    expect(await create({ contactType: 'CUSTOMER', customerId: 99 })).toMatchObject(
      refusal(404, 'Customer 99'),
    );
    expect(await create({ contactType: 'SITE', siteId: 99 })).toMatchObject(refusal(404, 'Site 99'));
  });
});

describe('updating a contact', () => {
  test('replaces it with its contact items, and keeps the id of an item that it names', async () => {
    const phone = { contactType: 'phone', contactValue: '09 555 0101' };
    const before = (await create(ofCustomer(), { lastName: 'Reweti', contactItems: [phone] })).data;
    const [item] = before.contactItems as Fields[];
    const { status, data } = await update(before.id, { contactItems: [{ ...EMAIL, id: item?.id }] });
    expect(status).toBe(200);
    expect(data).toMatchObject({ id: before.id, firstName: 'Nikau', lastName: null });
    expect(data.contactItems).toEqual([{ ...EMAIL, id: item?.id }]);
    expect((await call('GET', `/contacts/${before.id}`)).data).toEqual(data);
  });

  test('passes the billing role on and takes it back', async () => {
    const { id } = (await create(ofSite())).data;
    expect((await update(id, { isBilling: true })).data.isBilling).toBe(true);
    expect(await named(`/sites/${site.id}`, 'billingContact')).toBe(id);
    expect((await update(id)).data.isBilling).toBe(false);
    expect(await named(`/sites/${site.id}`, 'billingContact')).toBeNull();
  });

  test('does not take the billing role from a site’s main contact', async () => {
    const { id } = (await create(ofSite(), { isMain: true, isBilling: true })).data;
    const { data } = await update(id, { isMain: true, isBilling: false, lastName: 'Changed' });
    expect(data).toMatchObject({ lastName: 'Changed', isMain: true, isBilling: true });
    expect(await named(`/sites/${site.id}`, 'billingContact')).toBe(id);
  });

  test('makes another contact the main one, but does not leave a site without', async () => {
    const { id } = (await create(ofSite())).data;
    const mainId = (site.defaultContact as Fields).id;
    expect(await update(mainId)).toMatchObject(refusal(400, 'isMain'));
    expect((await update(id, { isMain: true })).status).toBe(200);
    expect(await named(`/sites/${site.id}`, 'defaultContact')).toBe(id);
    expect((await update(mainId)).data.isMain).toBe(false);
  });

  test('leaves a customer’s main contact to the customer', async () => {
    const { id } = (await create(ofCustomer())).data;
    expect(await update(id, { isMain: true })).toMatchObject(refusal(400, 'isMain'));
    const mainId = (customer.mainContact as Fields).id;
    expect(await update(mainId)).toMatchObject(refusal(400, '/customers'));
  });

  test('wants a first name and an email address among the items', async () => {
    const { id } = (await create(ofCustomer())).data;
    const phone = { contactType: 'phone', contactValue: '09 555 0101' };
    expect(await update(id, { firstName: undefined })).toMatchObject(refusal(400, 'firstName'));
    expect(await update(id, { contactItems: undefined })).toMatchObject(refusal(400, 'contactItems'));
    expect(await update(id, { contactItems: [phone] })).toMatchObject(refusal(400, 'email'));
    expect(await update(99)).toMatchObject(refusal(404, 'Contact 99'));
  });
});

describe('listing contacts', () => {
  const ids = async (query: string) => (await call('GET', `/contacts?${query}`)).items.map((item) => item.id);

  test('filters by owner and type', async () => {
    const atCustomer = (await create(ofCustomer())).data.id;
    const atSite = (await create(ofSite())).data.id;
    expect(await ids(`filterCustomerId=${customer.id}`)).toEqual([
      (customer.mainContact as Fields).id,
      atCustomer,
    ]);
    expect(await ids(`filterSiteId=${site.id}`)).toEqual([(site.defaultContact as Fields).id, atSite]);
    expect(await ids(`filterSiteId=${site.id}&filterContactType=CUSTOMER`)).toEqual([]);
    expect(await call('GET', '/contacts?filterContactType=JOB')).toMatchObject(
      refusal(400, 'filterContactType'),
    );
    expect(await call('GET', '/contacts?filterSiteId=here')).toMatchObject(refusal(400, 'filterSiteId'));
  });

  test('searches names, email addresses and phone numbers', async () => {
    const { id } = (
      await create(ofSite(), {
        firstName: 'Qora',
        lastName: 'Qworth',
        email: 'qq@contacts.example',
        contactItems: [
          { contactType: 'mobile', contactValue: '021 987 1234' },
          { contactType: 'website', contactValue: 'https://qq-site.example' },
        ],
      })
    ).data;
    for (const text of ['qora qworth', 'QQ@contacts', '987 1234']) {
      expect(await ids(`filterSearchText=${encodeURIComponent(text)}`), text).toEqual([id]);
    }
    expect(await ids('filterSearchText=qq-site')).toEqual([]);
  });

  test('sorts by first or last name', async () => {
    const b = (await create(ofSite(), { firstName: 'Bo', lastName: 'Alpha' })).data.id;
    const a = (await create(ofSite(), { firstName: 'Al', lastName: 'Beta' })).data.id;
    const mine = `filterSiteId=${site.id}&filterSearchText=contacts.example`;
    expect(await ids(mine)).toEqual([b, a]);
    expect(await ids(`${mine}&sortField=firstName`)).toEqual([a, b]);
    expect(await ids(`${mine}&sortField=lastName`)).toEqual([b, a]);
  });
});
