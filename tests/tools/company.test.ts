import { afterEach, beforeEach, expect, test } from 'vitest';
import { getCompany } from '../../src/tools/company/get-company.ts';
import { getCurrentUser } from '../../src/tools/users/get-current-user.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

test('get-company tells zone, currency, tax, contact and settings, with one request', async () => {
  const { structured } = await harness.call(getCompany, {});
  expect(structured).toEqual({
    name: 'Kererū Plumbing, Gas & Electrical Ltd',
    prefix: 'KER',
    timeZone: 'Pacific/Auckland',
    currency: 'NZD',
    taxType: 'GST',
    taxRate: 15,
    contact: {
      name: 'Hana Wirihana',
      position: 'Director',
      company: 'Kererū Plumbing, Gas & Electrical Ltd',
      contactItems: [
        'email office@kereru-trades.example',
        'phone 09 555 0140',
        'website https://www.kereru-trades.example',
      ],
    },
    address: {
      address1: '14B Foundry Lane',
      addressSuburb: 'Penrose',
      addressCity: 'Auckland',
      addressRegion: 'Auckland',
      addressPostcode: '1061',
      addressCountry: 'New Zealand',
    },
    active: true,
    hasTermsOfTrade: true,
    hasLogo: true,
    createdAt: '2016-04-12',
    settings: expect.objectContaining({ workdayStart: '07:30', defaultQuoteDueDays: '30' }),
    guid: '6f1d2c9a-30be-4c55-a7d4-9b0e51c27a16',
  });
  expect(harness.sandbox.requests.map(({ path }) => path)).toEqual(['/company']);
});

test.each([
  ['nulls', null],
  ['values of other types', { surprise: [true] }],
])('a company full of %s is stood', async (_what, value) => {
  const names = 'guid prefix name dateCreated active hasTermsOfTrade hasLogo contact settings tax';
  const data = Object.fromEntries(names.split(' ').map((name) => [name, value]));
  harness.sandbox.faults.order({ kind: 'status', status: 200, path: '/company', body: { data } });
  expect((await harness.call(getCompany, {})).structured).toEqual({ timeZone: 'UTC' });
});

test('a company that may not be seen is an error that says so', async () => {
  harness.sandbox.faults.order({
    kind: 'status',
    status: 403,
    path: '/company',
    times: 2,
    body: { message: 'Forbidden' },
  });
  await expect(harness.call(getCompany, {})).rejects.toMatchObject({ kind: 'forbidden' });
});

test('get-current-user tells whose account it is', async () => {
  const [owner] = harness.sandbox.businesses.main.users.values();
  const { structured } = await harness.call(getCurrentUser, {});
  expect(structured).toEqual({
    userId: owner?.id,
    name: 'Hana Wirihana',
    email: owner?.email,
    isOwner: true,
  });
});

test.each([
  ['nulls', null],
  ['values of other types', { surprise: [true] }],
])('a user full of %s is stood', async (_what, value) => {
  const names = ['id', 'firstName', 'lastName', 'email', 'isOwner'];
  const data = Object.fromEntries(names.map((name) => [name, value]));
  harness.sandbox.faults.order({ kind: 'status', status: 200, path: '/users/me', body: { data } });
  expect((await harness.call(getCurrentUser, {})).structured).toEqual({});
});
