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

function create(fields: Fields = {}) {
  return call('POST', '/enquiries', {
    name: 'Kahu Marsden',
    email: 'kahu@enquiries.example',
    phoneNumber: '021 555 0177',
    description: 'No hot water since this morning.',
    source: 'Carrier pigeon',
    address1: '3 Pigeon Way',
    addressCity: 'Auckland',
    ...fields,
  });
}

async function created(fields: Fields = {}) {
  const { status, data } = await create(fields);
  expect(status).toBe(201);
  return data;
}

const ids = async (query: string) => (await call('GET', `/enquiries?${query}`)).items.map((item) => item.id);

describe('creating an enquiry', () => {
  test('answers it as new, and without what is not shown', async () => {
    const data = await created({ addressSuburb: 'Remuera' });
    expect(data).toMatchObject({
      name: 'Kahu Marsden',
      contactName: 'Kahu Marsden',
      description: 'No hot water since this morning.',
      source: 'Carrier pigeon',
      status: 'TODO',
      address1: '3 Pigeon Way',
      address2: null,
      addressSuburb: 'Remuera',
      addressCity: 'Auckland',
    });
    for (const hidden of ['jobIds', 'email', 'phoneNumber']) expect(data).not.toHaveProperty(hidden);
    expect((await call('GET', `/enquiries/${data.id}`)).data).toEqual({ ...data, jobIds: [] });
  });

  test.each(['name', 'email', 'phoneNumber', 'description', 'source', 'address1', 'addressCity'])(
    'needs %s',
    async (field) => {
      expect(await create({ [field]: undefined })).toMatchObject(refusal(400, `body/${field}`));
    },
  );

  test.each([
    ['email', 'kahu'],
    ['address1', ' '],
    ['addressCity', ''],
    ['addressPostcode', ' '],
  ])('refuses a bad %s', async (field, value) => {
    expect(await create({ [field]: value })).toMatchObject(refusal(400, `body/${field}`));
  });
});

describe('reading enquiries', () => {
  test('lists new ones unless another status is asked for', async () => {
    const { enquiries } = sandbox.businesses.main;
    const withStatus = (status: string) =>
      [...enquiries.values()].filter((enquiry) => enquiry.status === status).map(({ id }) => id);
    const rejected = await created({ source: 'Status test' });
    const record = enquiries.get(Number(rejected.id));
    if (record !== undefined) record.status = 'REJECTED';
    const open = await created({ source: 'Status test' });

    expect(await ids('filterSource=status%20TEST')).toEqual([open.id]);
    expect(await ids('filterSource=Status%20test&filterStatus=REJECTED')).toEqual([rejected.id]);
    expect((await ids('pageSize=100')).sort()).toEqual(withStatus('TODO').sort());
    expect(await call('GET', '/enquiries?filterStatus=DONE')).toMatchObject(refusal(400, 'filterStatus'));
  });

  test('searches name, description, phone number and email address', async () => {
    const { id } = await created({
      name: 'Zelda Zephyr',
      email: 'zz@enquiries.example',
      phoneNumber: '09 111 2223',
      description: 'Zodiac fountain drips',
    });
    for (const text of ['zelda zephyr', 'ZODIAC', '111 2223', 'zz@enquiries']) {
      expect(await ids(`filterSearchText=${encodeURIComponent(text)}`), text).toEqual([id]);
    }
    expect(await ids('filterSearchText=zeppelin')).toEqual([]);
  });

  test('shows the jobs that came of one', async () => {
    const { id } = await created();
    sandbox.businesses.main.enquiries.get(Number(id))?.jobIds.push(12345678);
    expect((await call('GET', `/enquiries/${id}`)).data.jobIds).toEqual([12345678]);
  });

  test('knows no others', async () => {
    expect(await call('GET', '/enquiries/99')).toMatchObject(refusal(404, 'Enquiry 99'));
    expect(await call('GET', '/enquiries/last')).toMatchObject(refusal(400, 'enquiryId'));
  });
});
