import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getEnquiry as readEnquiry } from '../../src/fergus/endpoints/enquiries.ts';
import { createEnquiry } from '../../src/tools/enquiries/create-enquiry.ts';
import { getEnquiry } from '../../src/tools/enquiries/get-enquiry.ts';
import { listEnquiries } from '../../src/tools/enquiries/list-enquiries.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { refusalOf } from './quotes-support.ts';

let harness: ToolHarness;

beforeEach(async () => {
  harness = await startHarness();
});

afterEach(() => harness.close());

const stored = () => [...harness.sandbox.businesses.main.enquiries.values()];
const requests = () => harness.sandbox.requests;
const writes = () => requests().filter(({ method }) => method !== 'GET');

const ROOF = {
  name: 'Robin Aho',
  email: 'robin@aho.example',
  phoneNumber: '021 555 0177',
  description: 'Water comes in above the kitchen.',
  source: 'Website',
  address1: '1 Test Street',
  addressSuburb: 'Grey Lynn',
  addressCity: 'Auckland',
  addressPostcode: '1021',
};

describe('list-enquiries', () => {
  const list = async (args: object = {}) => {
    const { structured } = await harness.call(listEnquiries, args);
    return structured as { items: Array<Record<string, unknown>>; timeZone: string };
  };

  test('gives those that nobody has answered, the newest first', async () => {
    const { items, timeZone } = await list({ limit: 200 });
    const open = stored().filter(({ status }) => status === 'TODO');
    expect(open.length).toBeGreaterThan(1);
    expect(items.map(({ enquiryId }) => enquiryId)).toEqual(
      open.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1)).map(({ id }) => id),
    );
    expect(timeZone).toBe('Pacific/Auckland');
    expect(items[0]?.address).toEqual(expect.stringContaining(','));
  });

  test('gives those of another status, with the jobs that came of them', async () => {
    const { items } = await list({ status: 'JOBCREATED' });
    const made = stored().filter(({ status }) => status === 'JOBCREATED');
    expect(items.map(({ enquiryId, jobIds }) => [enquiryId, jobIds]).sort()).toEqual(
      made.map(({ id, jobIds }) => [id, jobIds]).sort(),
    );
    expect(items.length).toBeGreaterThan(0);
  });

  test('filters by source and words', async () => {
    const { structured } = await harness.call(createEnquiry, { ...ROOF, source: 'Billboard' });
    const { enquiryId } = structured;
    const ids = async (args: object) => (await list(args)).items.map((item) => item.enquiryId);
    expect(await ids({ source: 'Billboard' })).toEqual([enquiryId]);
    expect(await ids({ search: 'above the kitchen' })).toEqual([enquiryId]);
    expect(await ids({ search: 'above the kitchen', status: 'REJECTED' })).toEqual([]);
  });

  test.each([
    [{ status: 'NEW' }, 'status: must be one of "TODO"'],
    [{ search: '' }, 'search: must not be empty'],
  ])('refuses %j without a request', async (args, why) => {
    expect(await refusalOf(harness.call(listEnquiries, args))).toContain(why);
    expect(requests()).toEqual([]);
  });
});

describe('get-enquiry', () => {
  test('shows an enquiry with its address in parts', async () => {
    const [enquiry] = stored();
    const { structured } = await harness.call(getEnquiry, { enquiryId: enquiry?.id });
    expect(structured).toMatchObject({
      enquiryId: enquiry?.id,
      name: enquiry?.name,
      contactName: enquiry?.contactName,
      description: enquiry?.description,
      status: enquiry?.status,
      address: { address1: enquiry?.address1, addressCity: enquiry?.addressCity },
    });
    expect(structured.createdAt).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/);
  });

  test('stands an answer of which nothing is as expected', async () => {
    const data = { id: 5, name: null, description: ['x'], createdAt: 'soon', jobIds: [null, 7, 'a'] };
    harness.sandbox.faults.order({ kind: 'status', path: '/enquiries/5', status: 200, body: { data } });
    const { structured } = await harness.call(getEnquiry, { enquiryId: 5 });
    expect(structured).toEqual({ enquiryId: 5, jobIds: [7], timeZone: 'Pacific/Auckland' });
  });

  test('is not found', async () => {
    await expect(harness.call(getEnquiry, { enquiryId: 1 })).rejects.toMatchObject({ kind: 'not-found' });
    expect(getEnquiry.hintsFor({ enquiryId: 1 })['not-found']).toContain('list-enquiries');
  });
});

describe('create-enquiry', () => {
  test('records an enquiry with everything that was given', async () => {
    const { structured, summary } = await harness.call(createEnquiry, ROOF);
    const { address1, addressSuburb, addressCity, addressPostcode } = ROOF;
    expect(structured).toMatchObject({
      name: 'Robin Aho',
      status: 'TODO',
      source: 'Website',
      address: { address1, addressSuburb, addressCity, addressPostcode },
    });
    expect(summary).toContain('created');
    const enquiryId = structured.enquiryId as number;
    const { email, phoneNumber, ...shown } = ROOF;
    expect(await readEnquiry(harness.client.forCall(), enquiryId)).toMatchObject(shown);
    const [request] = writes();
    expect(request?.body).toEqual({ ...shown, email, phoneNumber });
  });

  test.each([
    ['name', undefined, 'name: is required'],
    ['email', 'robin', 'email: must be an email address'],
    ['phoneNumber', ' ', 'phoneNumber: must not be empty'],
    ['description', undefined, 'description: is required'],
    ['source', undefined, 'source: is required'],
    ['address1', undefined, 'address1: is required'],
    ['addressCity', undefined, 'addressCity: is required'],
    ['addressRegion', ' ', 'addressRegion: must have 1 to 200 characters'],
    ['suburb', 'Grey Lynn', 'suburb: is not an argument here'],
  ])('refuses %s as %j without a request', async (name, value, why) => {
    const message = await refusalOf(harness.call(createEnquiry, { ...ROOF, [name]: value }));
    expect(message).toContain('Nothing was sent to Fergus');
    expect(message).toContain(why);
    expect(requests()).toEqual([]);
  });

  test('refuses an identical repeat, unless it is meant', async () => {
    const { structured } = await harness.call(createEnquiry, ROOF);
    expect(await refusalOf(harness.call(createEnquiry, ROOF))).toContain(
      `It made enquiry ${structured.enquiryId}`,
    );
    expect(writes()).toHaveLength(1);
    await harness.call(createEnquiry, { ...ROOF, allowDuplicate: true });
    expect(writes()).toHaveLength(2);
  });

  test('hands on what Fergus says against it, and may then be called again', async () => {
    harness.sandbox.faults.order({
      kind: 'status',
      method: 'POST',
      path: '/enquiries',
      status: 400,
      body: { error: 'Bad Request', message: 'body/source: unknown source', statusCode: 400 },
    });
    await expect(harness.call(createEnquiry, ROOF)).rejects.toThrow('unknown source');
    expect((await harness.call(createEnquiry, ROOF)).structured.name).toBe('Robin Aho');
  });
});
