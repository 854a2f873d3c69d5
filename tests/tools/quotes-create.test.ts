import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getQuote, getQuoteTotals } from '../../src/fergus/endpoints/quotes.ts';
import { createQuote } from '../../src/tools/quotes/create-quote.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { refusalOf } from './quotes-support.ts';

const LABOUR = { itemName: 'Plumber', itemQuantity: 2.5, itemPrice: 95, itemCost: 48, isLabour: true };

let harness: ToolHarness;
/** A job that has no quote yet. */
let jobId: number;
/** Ids of sales accounts by their code. */
let accounts: Map<string, number>;

beforeEach(async () => {
  harness = await startHarness();
  const { jobs, quotes, salesAccounts } = harness.sandbox.businesses.main;
  const quoted = new Set([...quotes.values()].map((quote) => quote.jobId));
  const job = [...jobs.values()].find(({ id, isDraft }) => !isDraft && !quoted.has(id));
  if (!job) throw new Error('Every job of the sandbox has a quote.');
  jobId = job.id;
  accounts = new Map([...salesAccounts.values()].map(({ id, code }) => [code, id]));
});

afterEach(() => harness.close());

const requests = () => harness.sandbox.requests;
const creations = () =>
  requests().filter(({ method, path }) => method === 'POST' && path === `/jobs/${jobId}/quotes`);
const account = (code: string) => accounts.get(code) ?? 0;
const material = (itemName: string, extra: object = {}) => ({
  itemName,
  itemQuantity: 1,
  itemPrice: 20,
  ...extra,
});
const withLines = (...lineItems: object[]) => ({
  job: jobId,
  title: 'Tap repair',
  sections: [{ name: 'Works', lineItems }],
});

describe('create-quote', () => {
  test('creates a draft that reads back as it was given', async () => {
    const { structured } = await harness.call(createQuote, {
      job: harness.sandbox.businesses.main.jobs.get(jobId)?.jobNo,
      title: ' Tap repair ',
      description: 'Two taps',
      dueDays: 14,
      sections: [
        {
          name: 'Works',
          description: 'On site',
          lineItems: [LABOUR, material('Tap', { salesAccountId: account('210'), discountRate: 10 })],
          sections: [
            { name: 'Extras', lineItems: [material('Sealant', { salesAccountId: account('230') })] },
          ],
        },
        { name: 'Notes' },
      ],
    });
    expect(structured).toMatchObject({
      state: 'draft',
      versionNumber: 1,
      jobId,
      title: 'Tap repair',
      dueDays: 14,
    });
    expect(structured).not.toHaveProperty('notice');
    const read = await getQuote(harness.client.forCall(), Number(structured.quoteId));
    expect(read).toMatchObject({
      title: 'Tap repair',
      description: 'Two taps',
      dueDays: '14',
      sections: [
        {
          name: 'Works',
          description: 'On site',
          lineItems: [
            { ...LABOUR, salesAccountId: null, discountRate: null },
            { itemName: 'Tap', salesAccountId: account('210'), isLabour: false, discountRate: 10 },
          ],
          sections: [{ name: 'Extras', lineItems: [{ itemName: 'Sealant' }] }],
        },
        { name: 'Notes', lineItems: [] },
      ],
    });
    expect(structured.sections).toMatchObject([
      { sectionId: read.sections?.[0]?.sectionId, subtotal: 255.5 },
      { name: 'Extras', parentSectionId: read.sections?.[0]?.sectionId, subtotal: 20 },
      { name: 'Notes', subtotal: 0 },
    ]);
    expect(creations()[0]?.body).toMatchObject({
      sections: [
        { sortOrder: 1, lineItems: [{ sortOrder: 1 }, { sortOrder: 2 }], sections: [{ sortOrder: 1 }] },
        { sortOrder: 2 },
      ],
    });
  });

  test("shows Fergus's own totals beside the computed one", async () => {
    const args = withLines(LABOUR, material('Tap', { salesAccountId: account('210'), discountRate: 10 }));
    const { structured } = await harness.call(createQuote, args);
    const { quoteTotal } = await getQuoteTotals(harness.client.forCall(), Number(structured.quoteId));
    expect(structured.totals).toEqual({
      subTotal: 257.5,
      discount: 2,
      gst: quoteTotal?.gst,
      total: quoteTotal?.total,
    });
    expect(structured).toMatchObject({ fixedTotal: 255.5, discount: 2, currency: 'NZD' });
    expect(quoteTotal?.discountedSubTotal).toBe(255.5);
  });

  test('reports the write as done when the totals fail afterwards', async () => {
    harness.sandbox.faults.order({ kind: 'status', path: /\/totals$/, status: 500, body: { message: 'no' } });
    const { structured } = await harness.call(createQuote, withLines(LABOUR));
    expect(structured).toMatchObject({
      state: 'draft',
      notice: expect.stringContaining('The quote is saved'),
    });
    expect(structured).not.toHaveProperty('totals');
    expect(harness.sandbox.businesses.main.quotes.has(Number(structured.quoteId))).toBe(true);
  });

  test('makes the next version on a job that has a quote, valid for 30 days unless told', async () => {
    await harness.call(createQuote, withLines(LABOUR));
    const { structured } = await harness.call(createQuote, { ...withLines(LABOUR), title: 'Other' });
    expect(structured).toMatchObject({ versionNumber: 2, dueDays: 30 });
  });

  test('refuses an identical repeat unless it is allowed', async () => {
    await harness.call(createQuote, withLines(LABOUR, material('Tempering valve')));
    const repeated = withLines(LABOUR, material('Tempering valve'));
    const message = await refusalOf(harness.call(createQuote, repeated));
    expect(message).toContain('version 1 (quoteId ');
    expect(creations()).toHaveLength(1);
    await harness.call(createQuote, { ...repeated, allowDuplicate: true });
    expect(creations()).toHaveLength(2);
  });

  test.each([
    [
      'both kinds',
      { lineItems: [LABOUR, { ...LABOUR, salesAccountId: 5 }] },
      'sections.0.lineItems.1: has both isLabour and salesAccountId',
    ],
    [
      'both kinds inside',
      { sections: [{ name: 'In', lineItems: [{ ...LABOUR, salesAccountId: 5 }] }] },
      'sections.0.sections.0.lineItems.0: has both',
    ],
    ['no price', { lineItems: [{ itemName: 'Tap', itemQuantity: 1 }] }, 'sections.0.lineItems.0.itemPrice'],
    ['a misspelt field', { lineItems: [{ ...LABOUR, price: 3 }] }, 'sections.0.lineItems.0.price'],
    ['too much discount', { lineItems: [{ ...LABOUR, discountRate: 101 }] }, 'at most 100'],
    ['a negative quantity', { lineItems: [{ ...LABOUR, itemQuantity: -1 }] }, 'must not be negative'],
    ['a blank name', { name: '  ' }, 'sections.0.name: must have 1 to 255 characters'],
  ])('refuses %s before anything is sent', async (_what, part, why) => {
    const sections = [{ name: 'Works', ...part }];
    const message = await refusalOf(harness.call(createQuote, { job: jobId, title: 'Tap', sections }));
    expect(message).toContain('Nothing was sent to Fergus');
    expect(message).toContain(why);
    expect(requests()).toHaveLength(0);
  });

  test.each([{ dueDays: 6 }, { dueDays: 181 }, { title: ' ' }, { sections: [] }])(
    'refuses %j before anything is sent',
    async (part) => {
      const [name = ''] = Object.keys(part);
      const message = await refusalOf(harness.call(createQuote, { ...withLines(LABOUR), ...part }));
      expect(message).toContain(`- ${name}: must`);
      expect(requests()).toHaveLength(0);
    },
  );

  test('an unknown account is refused by Fergus, and the hint leads to a valid one', async () => {
    const args = withLines(material('Tap', { salesAccountId: 4242 }));
    const call = harness.call(createQuote, args);
    await expect(call).rejects.toMatchObject({
      kind: 'bad-request',
      fergusMessage: expect.stringContaining('4242'),
    });
    expect(createQuote.hintsFor(args)['bad-request']).toContain('get-quote-detail');
    // A refused creation is no earlier creation.
    await expect(harness.call(createQuote, args)).rejects.toMatchObject({ kind: 'bad-request' });
  });

  test('a lost answer leaves a claim, so that a repeat cannot create it twice', async () => {
    harness.sandbox.faults.order({ kind: 'reset', path: `/jobs/${jobId}/quotes`, after: 'after-handling' });
    await expect(harness.call(createQuote, withLines(LABOUR))).rejects.toMatchObject({
      outcomeUnknown: true,
    });
    expect(await refusalOf(harness.call(createQuote, withLines(LABOUR)))).toContain('outcome is not known');
    expect(creations()).toHaveLength(1);
  });
});
