import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getSite as readSite } from '../../src/fergus/endpoints/sites.ts';
import { createSite } from '../../src/tools/sites/create-site.ts';
import { getSite } from '../../src/tools/sites/get-site.ts';
import { listSites } from '../../src/tools/sites/list-sites.ts';
import { updateSite } from '../../src/tools/sites/update-site.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

const DEPOT = {
  name: 'Quarry depot',
  defaultContact: {
    firstName: 'Sefa',
    lastName: 'Lolo',
    contactItems: [
      { contactType: 'phone', contactValue: '07 555 0110' },
      { contactType: 'mobile', contactValue: '021 555 0111' },
    ],
  },
  billingContact: { firstName: 'Ines' },
  siteAddress: {
    address1: '90 Quarry Road',
    addressSuburb: 'Frankton',
    addressCity: 'Hamilton',
    addressRegion: 'Waikato',
    addressPostcode: '3204',
    addressCountry: 'New Zealand',
  },
  postalAddress: { address1: 'PO Box 12', addressCity: 'Hamilton' },
};

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

/** Creates the depot, or a site like it, and gives its id; the log starts empty after it. */
async function givenDepot(difference: object = {}): Promise<number> {
  const { structured } = await harness.call(createSite, { ...DEPOT, ...difference });
  harness.sandbox.requests.length = 0;
  return structured.siteId as number;
}

const inFergus = (siteId: number) => readSite(harness.client.forCall(), siteId);
const writes = () => harness.sandbox.requests.filter(({ method }) => method !== 'GET');

describe('create-site', () => {
  test('creates the site with everything that was given', async () => {
    const { structured, summary } = await harness.call(createSite, DEPOT);
    expect(structured).toMatchObject({
      existed: false,
      name: 'Quarry depot',
      defaultContact: { name: 'Sefa Lolo', contactItems: ['phone 07 555 0110', 'mobile 021 555 0111'] },
      billingContact: { name: 'Ines' },
      siteAddress: DEPOT.siteAddress,
      postalAddress: DEPOT.postalAddress,
    });
    expect(structured).not.toHaveProperty('isArchived');
    expect(summary).toContain('created');
    const { siteAddress, ...fields } = DEPOT;
    expect(await inFergus(structured.siteId as number)).toMatchObject({
      ...fields,
      physicalAddress: siteAddress,
    });
  });

  test('answers the existing site, unchanged, where Fergus has it already', async () => {
    const siteId = await givenDepot();
    const before = await inFergus(siteId);
    const { structured, summary } = await harness.call(createSite, {
      name: 'Another name',
      defaultContact: { firstName: 'Somebody', lastName: 'Else' },
      siteAddress: DEPOT.siteAddress,
    });
    expect(structured).toMatchObject({ existed: true, siteId, name: 'Quarry depot' });
    expect(summary).toMatch(/already.*nothing was created.*not changed.*update-site/);
    expect(await inFergus(siteId)).toEqual(before);
  });

  test('points to the list where the redirect names no site', async () => {
    const body = { result: 'Redirect', message: 'It is there', location: '/sites' };
    harness.sandbox.faults.order({ kind: 'status', method: 'POST', path: '/sites', status: 303, body });
    await expect(harness.call(createSite, DEPOT)).rejects.toThrow(
      /Nothing was created.*It is there.*list-sites/,
    );
  });

  test('says where to look when the existing site is not shown', async () => {
    const body = { result: 'Redirect', message: 'It is there', location: '/sites/99' };
    harness.sandbox.faults.order({ kind: 'status', method: 'POST', path: '/sites', status: 303, body });
    await expect(harness.call(createSite, DEPOT)).rejects.toMatchObject({ kind: 'not-found' });
    expect(createSite.hintsFor(DEPOT)['not-found']).toMatch(/Nothing was created.*list-sites/);
  });

  test('refuses an identical repeat', async () => {
    const siteId = await givenDepot();
    await expect(harness.call(createSite, DEPOT)).rejects.toThrow(
      new RegExp(`identical site .*site Quarry depot \\(id ${siteId}\\).*allowDuplicate`),
    );
    expect(writes()).toEqual([]);
  });

  test.each([
    [
      'a contact without a last name',
      { defaultContact: { firstName: 'Sefa' } },
      'defaultContact.lastName: is required',
    ],
    ['no contact', { defaultContact: undefined }, 'defaultContact: is required'],
    ['no address', { siteAddress: undefined }, 'siteAddress: is required'],
    [
      'an address without its first line',
      { siteAddress: { addressCity: 'Hamilton' } },
      'siteAddress.address1: is required',
    ],
  ])('refuses %s without a request', async (_what, difference, message) => {
    await expect(harness.call(createSite, { ...DEPOT, ...difference })).rejects.toThrow(message);
    expect(harness.sandbox.requests).toEqual([]);
  });
});

describe('update-site', () => {
  test('changes the name alone and keeps the addresses', async () => {
    const siteId = await givenDepot();
    const before = await inFergus(siteId);
    const { structured } = await harness.call(updateSite, { siteId, name: 'Quarry yard' });
    expect(structured).toMatchObject({ siteId, name: 'Quarry yard', siteAddress: DEPOT.siteAddress });
    expect(await inFergus(siteId)).toEqual({ ...before, name: 'Quarry yard' });
    expect(writes().map(({ body }) => body)).toEqual([
      { name: 'Quarry yard', siteAddress: DEPOT.siteAddress },
    ]);
  });

  test('changes single parts of both addresses and keeps the others', async () => {
    const siteId = await givenDepot();
    const before = await inFergus(siteId);
    await harness.call(updateSite, {
      siteId,
      siteAddress: { address2: 'Gate 3' },
      postalAddress: { addressPostcode: '3240' },
    });
    expect(await inFergus(siteId)).toEqual({
      ...before,
      physicalAddress: { ...before.physicalAddress, address2: 'Gate 3' },
      postalAddress: { ...before.postalAddress, addressPostcode: '3240' },
    });
  });

  test('needs the first line of a postal address that is new', async () => {
    const siteId = await givenDepot({ postalAddress: undefined });
    const postalAddress = { addressCity: 'Hamilton' };
    await expect(harness.call(updateSite, { siteId, postalAddress })).rejects.toThrow(
      /Nothing was changed.*postalAddress\.address1/,
    );
    expect(writes()).toEqual([]);
  });

  test('needs an address where the site has none', async () => {
    const body = { data: { id: 7, name: 'Bare', physicalAddress: null } };
    harness.sandbox.faults.order({ kind: 'status', status: 200, path: '/sites/7', body });
    await expect(harness.call(updateSite, { siteId: 7, name: 'X' })).rejects.toThrow(
      /Nothing was changed.*Name siteAddress too/,
    );
    expect(writes()).toEqual([]);
  });

  test('says which site has the address already, and changes nothing', async () => {
    const siteId = await givenDepot();
    const other = await givenDepot({ siteAddress: { ...DEPOT.siteAddress, address1: '92 Quarry Road' } });
    const before = await inFergus(siteId);
    await expect(
      harness.call(updateSite, { siteId, name: 'Next door', siteAddress: { address1: '92 Quarry Road' } }),
    ).rejects.toThrow(
      new RegExp(`Nothing was changed: site ${other} has the address 92 Quarry Road, Frankton.*get-site`),
    );
    expect(await inFergus(siteId)).toEqual(before);
  });

  test('points to the list where the redirect names no site', async () => {
    const siteId = await givenDepot();
    harness.sandbox.faults.order({ kind: 'status', method: 'PATCH', status: 303, body: {} });
    await expect(harness.call(updateSite, { siteId, name: 'X' })).rejects.toThrow(
      /Nothing was changed: another site has the address 90 Quarry Road.*list-sites/,
    );
  });

  test('sends nothing where nothing is named', async () => {
    for (const nothing of [{}, { siteAddress: {} }, { siteAddress: {}, postalAddress: {} }]) {
      await expect(harness.call(updateSite, { siteId: 5, ...nothing })).rejects.toThrow(
        'Nothing was sent to Fergus: name at least one of name, siteAddress, postalAddress.',
      );
    }
    expect(harness.sandbox.requests).toEqual([]);
  });

  test('is not found', async () => {
    await expect(harness.call(updateSite, { siteId: 1, name: 'X' })).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(updateSite.hintsFor({ siteId: 1 })['not-found']).toContain('list-sites');
    expect(writes()).toEqual([]);
  });
});

describe('list-sites and get-site', () => {
  const found = async (args: object) => (await harness.call(listSites, args)).structured.items;

  test('concise tells where it is and whom to call', async () => {
    const siteId = await givenDepot();
    expect(await found({ search: 'Quarry depot' })).toEqual([
      {
        siteId,
        name: 'Quarry depot',
        address: '90 Quarry Road, Frankton, Hamilton 3204',
        contactName: 'Sefa Lolo',
        phone: '021 555 0111',
      },
    ]);
  });

  test('filters by name, city and postcode', async () => {
    const siteId = await givenDepot();
    const siteAddress = { address1: '1 Cook Street', addressCity: 'Gisborne', addressPostcode: '4010' };
    const other = await givenDepot({ name: 'Wharf depot', siteAddress });
    const ids = async (args: object) =>
      ((await found(args)) as Array<{ siteId: number }>).map((site) => site.siteId);
    expect(await ids({ name: 'depot' })).toEqual([siteId, other]);
    expect(await ids({ name: 'depot', sortOrder: 'desc' })).toEqual([other, siteId]);
    expect(await ids({ addressCity: 'Gisborne' })).toEqual([other]);
    expect(await ids({ addressPostcode: '3204' })).toEqual([siteId]);
    expect(await ids({ addressPostcode: '3204', addressCity: 'Gisborne' })).toEqual([]);
  });

  test('detailed shows what get-site shows, archived sites included', async () => {
    const siteId = await givenDepot();
    const site = harness.sandbox.businesses.main.sites.get(siteId);
    Object.assign(site ?? {}, { isArchived: true, deletedAt: '2026-11-20T11:30:00.000Z' });
    const one = await harness.call(getSite, { siteId });
    // The company is in Auckland, where it was the next day already.
    expect(one.structured).toMatchObject({ siteId, isArchived: true, deletedAt: '2026-11-21' });
    expect(await found({ name: 'Quarry depot', format: 'detailed' })).toEqual([one.structured]);
  });

  test.each([
    ['nulls', null],
    ['values of other types', { surprise: [true] }],
  ])('stand a record full of %s', async (_what, value) => {
    const fields = [
      'name',
      'createdAt',
      'defaultContact',
      'billingContact',
      'physicalAddress',
      'postalAddress',
      'isArchived',
      'deletedAt',
    ];
    const odd = { id: 7, ...Object.fromEntries(fields.map((field) => [field, value])) };
    const answer = { kind: 'status', status: 200 } as const;
    harness.sandbox.faults.order({ ...answer, path: '/sites/7', body: { data: odd } });
    harness.sandbox.faults.order({ ...answer, path: '/sites', times: 2, body: { data: [odd] } });
    expect((await harness.call(getSite, { siteId: 7 })).structured).toEqual({ siteId: 7 });
    expect(await found({ format: 'concise' })).toEqual([{ siteId: 7 }]);
    expect(await found({ format: 'detailed' })).toEqual([{ siteId: 7 }]);
  });
});
