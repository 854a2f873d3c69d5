import { describe, expect, test } from 'vitest';
import { FergusClient } from '../../src/fergus/client.ts';
import { type CompanyProfile, getCompanyProfile } from '../../src/fergus/company-profile.ts';
import { failureOf, sendJson, setUp, setUpBare } from './servers.ts';

const DEFAULTS: CompanyProfile = {
  name: undefined,
  timeZone: 'UTC',
  currency: undefined,
  taxRate: undefined,
};

/** The profile of a company as Fergus might send it. */
async function profileOf(company: object): Promise<CompanyProfile> {
  const { api } = await setUpBare((_, response) => sendJson(response, 200, { data: company }));
  return getCompanyProfile(api);
}

const settings = (entries: Record<string, unknown>) => ({
  settings: Object.entries(entries).map(([settingKey, settingValue]) => ({ settingKey, settingValue })),
});

test('both businesses of the sandbox, one request each', async () => {
  const { sandbox, api } = await setUp();
  const other = new FergusClient({ baseUrl: sandbox.url, token: sandbox.tokens.other }).forCall();
  for (let round = 0; round < 2; round += 1) {
    expect(await getCompanyProfile(api)).toEqual({
      name: sandbox.businesses.main.company.name,
      timeZone: 'Pacific/Auckland',
      currency: 'NZD',
      taxRate: 15,
    });
    expect(await getCompanyProfile(other)).toMatchObject({
      timeZone: 'Europe/London',
      currency: 'GBP',
      taxRate: 20,
    });
  }
  expect(sandbox.requests.length).toBe(2);
});

describe('settings', () => {
  test.each(['timezone', 'timeZone', 'time_zone', 'time-zone', 'Company Time Zone'])(
    'zone under "%s"',
    async (key) => {
      expect((await profileOf(settings({ [key]: 'Australia/Perth' }))).timeZone).toBe('Australia/Perth');
    },
  );

  test('the first that can be used counts', async () => {
    const found = await profileOf(
      settings({
        timezoneName: 'New Zealand Standard Time',
        timezone: 'Pacific/Chatham',
        multiCurrency: 'yes',
        currencySymbol: '$',
        currencyCode: ' nzd ',
      }),
    );
    expect(found).toEqual({ ...DEFAULTS, timeZone: 'Pacific/Chatham', currency: 'NZD' });
  });

  test('win over the country', async () => {
    const company = {
      contact: { addressCountry: 'Australia' },
      ...settings({ timezone: 'Australia/Perth' }),
    };
    expect(await profileOf(company)).toMatchObject({ timeZone: 'Australia/Perth', currency: 'AUD' });
  });
});

describe('the country decides where no setting does', () => {
  test.each([
    ['New Zealand', 'Pacific/Auckland', 'NZD'],
    [' NZ ', 'Pacific/Auckland', 'NZD'],
    ['AUSTRALIA', 'Australia/Sydney', 'AUD'],
    ['United Kingdom', 'Europe/London', 'GBP'],
    ['Ireland', 'Europe/Dublin', 'EUR'],
    ['Atlantis', 'UTC', undefined],
  ])('%s', async (addressCountry, timeZone, currency) => {
    expect(await profileOf({ contact: { addressCountry } })).toMatchObject({ timeZone, currency });
  });

  test('also where the settings cannot be used', async () => {
    const company = {
      contact: { addressCountry: 'UK' },
      ...settings({ timezone: 'Mars/Olympus', currency: 'Pounds' }),
    };
    expect(await profileOf(company)).toMatchObject({ timeZone: 'Europe/London', currency: 'GBP' });
  });
});

describe('whatever is missing or of another type', () => {
  test.each([
    {},
    { name: null, contact: null, settings: null, tax: null },
    { name: '  ', contact: {}, settings: [], tax: { rate: ' ' } },
    {
      name: 7,
      contact: { addressCountry: 64 },
      settings: { timezone: 'Pacific/Auckland' },
      tax: { rate: 'x' },
    },
    { settings: [null, {}, { settingKey: 'timezone' }, { settingKey: 'currency', settingValue: 12 }] },
    { settings: 'timezone', contact: 'New Zealand', tax: 15 },
  ])('%j gives the defaults', async (company) => {
    expect(await profileOf(company)).toEqual(DEFAULTS);
  });

  test('a rate as text is a number', async () => {
    expect((await profileOf({ tax: { rate: '12.5' } })).taxRate).toBe(12.5);
    expect((await profileOf({ tax: { rate: 0 } })).taxRate).toBe(0);
  });
});

describe('refusals', () => {
  test('a user without the right gets the defaults', async () => {
    const { sandbox } = await setUp();
    const api = new FergusClient({ baseUrl: sandbox.url, token: sandbox.tokens.forbidden }).forCall();
    expect(await getCompanyProfile(api)).toEqual(DEFAULTS);
    expect(sandbox.requests.map(({ status }) => status)).toEqual([403]);
  });

  test('a 404 gives the defaults, and the next call asks again', async () => {
    const { sandbox, api } = await setUp();
    sandbox.faults.order({ kind: 'status', status: 404 });
    expect(await getCompanyProfile(api)).toEqual(DEFAULTS);
    expect((await getCompanyProfile(api)).currency).toBe('NZD');
  });

  test.each([
    [401, 'unauthorized'],
    [500, 'server-error'],
  ])('a %i is an error, since times and money would be wrong', async (status, kind) => {
    const { sandbox, api } = await setUp();
    sandbox.faults.order({ kind: 'status', status });
    expect((await failureOf(getCompanyProfile(api))).kind).toBe(kind);
  });
});
