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

const PERSON = { firstName: 'Ana', lastName: 'Caretaker' };
const TEXT = { 'content-type': 'text/plain' };

let houseNo = 9000;

/** A new address with every call. */
function address(fields: Fields = {}) {
  houseNo += 1;
  return {
    address1: `${houseNo} Test Road`,
    addressSuburb: 'Ponsonby',
    addressCity: 'Testville',
    addressPostcode: '9999',
    ...fields,
  };
}

async function created(fields: Fields = {}) {
  const body = { name: 'Test site', defaultContact: PERSON, siteAddress: address(), ...fields };
  const { status, data } = await call('POST', '/sites', body);
  expect(status).toBe(201);
  return data;
}

describe('creating a site', () => {
  test('answers it as it can be read back', async () => {
    const siteAddress = address();
    const data = await created({
      name: 'Boat shed',
      siteAddress,
      billingContact: { firstName: 'Billie' },
      postalAddress: { address1: 'PO Box 3' },
    });
    expect(data).toMatchObject({
      companyId: sandbox.businesses.main.companyId,
      name: 'Boat shed',
      defaultContact: PERSON,
      billingContact: { firstName: 'Billie', lastName: null },
      physicalAddress: siteAddress,
      postalAddress: { address1: 'PO Box 3' },
      isArchived: false,
      deletedAt: null,
    });
    expect((await call('GET', `/sites/${data.id}`)).data).toEqual(data);
    const { items } = await call('GET', `/contacts?filterSiteId=${data.id}`);
    expect(items).toMatchObject([
      { firstName: 'Ana', contactType: 'SITE', isMain: true, isBilling: false, siteId: data.id },
      { firstName: 'Billie', contactType: 'SITE', isMain: false, isBilling: true, siteId: data.id },
    ]);
  });

  test('needs no name, billing contact or postal address', async () => {
    expect(await created({ name: undefined })).toMatchObject({
      name: null,
      billingContact: null,
      postalAddress: null,
    });
  });

  test('points to the site with the same address instead, archived or not', async () => {
    const siteAddress = address();
    const { id } = await created({ siteAddress });
    await call('POST', `/sites/${id}/archive`, undefined, TEXT);
    const { status, headers, body } = await call('POST', '/sites', {
      defaultContact: PERSON,
      siteAddress: { ...siteAddress, address1: ` ${siteAddress.address1.toUpperCase()}` },
    });
    expect(status).toBe(303);
    expect(headers.get('location')).toBe(`/sites/${id}`);
    expect(body).toEqual({ result: 'redirect', message: expect.any(String), location: `/sites/${id}` });
  });

  test('takes another unit or suburb for another site', async () => {
    const siteAddress = address();
    const ids = new Set([
      (await created({ siteAddress })).id,
      (await created({ siteAddress: { ...siteAddress, address2: 'Unit 2' } })).id,
      (await created({ siteAddress: { ...siteAddress, addressSuburb: 'Devonport' } })).id,
    ]);
    expect(ids.size).toBe(3);
  });

  test.each([
    ['defaultContact', { defaultContact: undefined }],
    ['defaultContact/firstName', { defaultContact: { lastName: 'Caretaker' } }],
    ['defaultContact/lastName', { defaultContact: { firstName: 'Ana' } }],
    ['billingContact/firstName', { billingContact: { lastName: 'Caretaker' } }],
    ['siteAddress', { siteAddress: undefined }],
    ['siteAddress/address1', { siteAddress: { addressCity: 'Testville' } }],
    ['postalAddress/address1', { postalAddress: {} }],
  ])('refuses a bad %s', async (field, fields) => {
    const body = { defaultContact: PERSON, siteAddress: address(), ...fields };
    expect(await call('POST', '/sites', body)).toMatchObject(refusal(400, `body/${field}`));
  });
});

describe('updating a site', () => {
  test('replaces the address as a whole and leaves the rest alone unless it is sent', async () => {
    const before = await created({ postalAddress: { address1: 'PO Box 3' } });
    const siteAddress = { address1: `${houseNo} Other Road`, addressCity: 'Testville' };
    const { status, data } = await call('PATCH', `/sites/${before.id}`, { siteAddress });
    expect(status).toBe(200);
    expect(data).toEqual({
      ...before,
      physicalAddress: {
        id: (before.physicalAddress as Fields).id,
        ...siteAddress,
        address2: null,
        addressSuburb: null,
        addressRegion: null,
        addressPostcode: null,
        addressCountry: null,
      },
    });

    const renamed = { name: 'New name', siteAddress, postalAddress: { address1: 'PO Box 4' } };
    const answer = await call('PATCH', `/sites/${before.id}`, renamed);
    expect(answer.data).toMatchObject({ name: 'New name', postalAddress: { address1: 'PO Box 4' } });
    expect((await call('GET', `/sites/${before.id}`)).data).toEqual(answer.data);
  });

  test('takes the address that the site has already', async () => {
    const siteAddress = address();
    const { id } = await created({ siteAddress });
    const { status, data } = await call('PATCH', `/sites/${id}`, { name: 'Only the name', siteAddress });
    expect({ status, name: data.name }).toEqual({ status: 200, name: 'Only the name' });
  });

  test('points to another site that has the address, and changes nothing', async () => {
    const siteAddress = address();
    const { id } = await created({ siteAddress });
    const other = await created();
    const { status, headers, body } = await call('PATCH', `/sites/${other.id}`, {
      name: 'Moved',
      siteAddress,
    });
    expect(status).toBe(303);
    expect(headers.get('location')).toBe(`/sites/${id}`);
    expect(body).toEqual({ result: 'Redirect', message: expect.any(String), location: `/sites/${id}` });
    expect((await call('GET', `/sites/${other.id}`)).data).toEqual(other);
  });

  test('needs the address even for a new name, and a site that exists', async () => {
    const { id } = await created();
    expect(await call('PATCH', `/sites/${id}`, { name: 'New' })).toMatchObject(refusal(400, 'siteAddress'));
    const unknown = await call('PATCH', '/sites/99', { siteAddress: address() });
    expect(unknown).toMatchObject(refusal(404, 'Site 99'));
  });
});

describe('archiving and restoring a site', () => {
  test('sets and clears the flag', async () => {
    const before = await created();
    const path = `/sites/${before.id}`;
    expect(await call('POST', `${path}/archive`, undefined, TEXT)).toMatchObject({
      status: 204,
      body: undefined,
    });
    expect((await call('GET', path)).data).toMatchObject({ isArchived: true, deletedAt: expect.any(String) });
    const restored = await call('POST', `${path}/restore`, undefined, TEXT);
    expect(restored).toMatchObject({ status: 200, data: before });
    expect((await call('GET', path)).data).toEqual(before);
  });

  test.each(['archive', 'restore'])('%s wants plain text', async (action) => {
    const { id } = await created();
    const path = `/sites/${id}/${action}`;
    expect((await call('POST', path)).status).toBe(415);
    expect((await call('POST', path, {})).status).toBe(415);
    expect((await call('POST', `/sites/99/${action}`, undefined, TEXT)).status).toBe(404);
  });
});

describe('listing sites', () => {
  const ids = async (query: string) => {
    const { items } = await call('GET', `/sites?${query}`);
    return items.map((item) => item.id);
  };

  test('filters by name, city and postcode', async () => {
    const { id } = await created({
      name: 'Zinc works',
      siteAddress: address({ addressCity: 'Zincton', addressPostcode: '7531' }),
    });
    expect(await ids('filterSiteName=zinc')).toEqual([id]);
    expect(await ids('filterAddressCity=zincton')).toEqual([id]);
    expect(await ids('filterAddressPostalCode=7531')).toEqual([id]);
    expect(await ids('filterSiteName=zinc&filterAddressCity=Elsewhere')).toEqual([]);
  });

  test('ignores a misspelt filter', async () => {
    const everything = await call('GET', '/sites');
    const misspelt = await call('GET', '/sites?filterAddressPostcode=no-such-postcode');
    expect(misspelt.items).toEqual(everything.items);
  });

  test('searches name, people, address and the customers of the jobs there', async () => {
    const { id } = await created({
      name: 'Xenon hall',
      defaultContact: { firstName: 'Xena', lastName: 'Keeper' },
      billingContact: { firstName: 'Xaver', lastName: 'Payer' },
      siteAddress: address({ address1: '1 Xylophone Lane', address2: 'Xanadu block' }),
    });
    const customer = await call('POST', '/customers', {
      customerFullName: 'Xerxes Estates',
      mainContact: { firstName: 'X' },
    });
    const job = await call('POST', '/jobs', {
      jobType: 'Quote',
      title: 'Lights',
      description: 'New lights',
      customerId: customer.data.id,
      siteId: id,
    });
    expect(job.status).toBe(201);
    const texts = ['xenon', 'xena keeper', 'xaver payer', 'xylophone', 'xanadu', 'xerxes'];
    for (const text of texts) {
      expect(await ids(`filterSearchText=${encodeURIComponent(text)}`), text).toEqual([id]);
    }
  });

  test('sorts by name, and keeps archived sites', async () => {
    const city = { addressCity: 'Sortingham' };
    const b = await created({ name: 'B', siteAddress: address(city) });
    const a = await created({ name: 'a', siteAddress: address(city) });
    await call('POST', `/sites/${a.id}/archive`, undefined, TEXT);
    expect(await ids('filterAddressCity=Sortingham')).toEqual([b.id, a.id]);
    expect(await ids('filterAddressCity=Sortingham&sortField=name')).toEqual([a.id, b.id]);
  });
});
