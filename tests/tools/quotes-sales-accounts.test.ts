import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createQuote as sendQuote } from '../../src/fergus/endpoints/quotes.ts';
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
const searches = () => requests().filter(({ path }) => path === '/pricebooks/search');
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
const pricebookItem = (name: string) => {
  const items = [...harness.sandbox.businesses.main.pricebookItems.values()];
  const item = items.find((candidate) => candidate.name.includes(name));
  if (!item) throw new Error(`The sandbox sells no ${name}.`);
  return item;
};

describe('sales accounts', () => {
  test('comes from the pricebook item of that name', async () => {
    const { structured } = await harness.call(
      createQuote,
      withLines(material('Tempering valve 15 mm'), material('rcd 40 A 30 mA, type A'), LABOUR),
    );
    expect(structured.sections).toMatchObject([
      {
        lineItems: [
          { salesAccountId: account('210') },
          { salesAccountId: account('220') },
          { isLabour: true },
        ],
      },
    ]);
    expect(structured.notice).toContain(`${account('210')} for “Tempering valve 15 mm”`);
    expect(structured.notice).toContain(`${account('220')} for “rcd 40 A 30 mA, type A”`);
    expect(searches()).toHaveLength(2);
  });

  test('comes from the item with the id, whatever the line is called', async () => {
    const item = pricebookItem('vehicle charger');
    // The second search finds a gas hose, the third the charger.
    const line = material('Gas hose charger', { priceBookLineItemId: item.id });
    const { structured } = await harness.call(createQuote, withLines(line));
    expect(structured.sections).toMatchObject([
      { lineItems: [{ salesAccountId: account('220'), priceBookLineItemId: item.id }] },
    ]);
    expect(structured.notice).toContain(item.name);
  });

  test('asks once for lines of the same name, and three times at most', async () => {
    const [line, same] = [material('Zzz yyy xxxxxx'), material(' zzz YYY xxxxxx')];
    expect(await refusalOf(harness.call(createQuote, withLines(line, same)))).toContain('“Zzz yyy xxxxxx”');
    expect(searches().map(({ body }) => (body as { search: string }).search)).toEqual([
      'Zzz yyy xxxxxx',
      'Zzz yyy',
      'xxxxxx',
    ]);
    expect(creations()).toHaveLength(0);
  });

  test('falls back to the quotes of the job: the same item, else the most frequent account', async () => {
    const lines = (code: string, ...names: string[]) =>
      names.map((name) => ({ itemName: name, itemPrice: 1, salesAccountId: account(code) }));
    await sendQuote(harness.client.forCall(), jobId, {
      title: 'Earlier',
      dueDays: 30,
      sections: [
        {
          name: 'Outer',
          lineItems: lines('230', 'Qqq zzzz'),
          sections: [{ name: 'Inner', lineItems: lines('240', 'Wwww', 'Vvvv') }],
        },
      ],
    });
    const { structured } = await harness.call(
      createQuote,
      withLines(material('QQQ zzzz'), material('Xyzzy'), material('ab')),
    );
    expect(structured.sections).toMatchObject([
      {
        lineItems: [
          { salesAccountId: account('230') },
          { salesAccountId: account('240') },
          { salesAccountId: account('240') },
        ],
      },
    ]);
    expect(structured.notice).toContain('version 1');
    // Fergus refuses to search for less than three characters.
    expect(searches().some(({ body }) => (body as { search: string }).search === 'ab')).toBe(false);
  });

  test('searches for ten items at most', async () => {
    const names = Array.from({ length: 14 }, (_, index) => `Qq${index}qq`);
    const message = await refusalOf(
      harness.call(createQuote, withLines(...names.map((name) => material(name)))),
    );
    expect(searches()).toHaveLength(10);
    for (const name of names) expect(message).toContain(name);
    expect(message).toContain('isLabour');
    expect(message).toContain('get-quote-detail');
  });

  test('is left to the quotes of the job where pricebooks are not allowed', async () => {
    harness.sandbox.faults.order({ kind: 'status', path: '/pricebooks/search', status: 403, times: 99 });
    const message = await refusalOf(harness.call(createQuote, withLines(material('Tempering valve'))));
    expect(message).toContain('no sales account was found for “Tempering valve”');
    expect(creations()).toHaveLength(0);
  });

  test('is not looked for where every line has its kind', async () => {
    await harness.call(createQuote, withLines(LABOUR, material('Tap', { salesAccountId: account('210') })));
    expect(searches()).toHaveLength(0);
  });
});
