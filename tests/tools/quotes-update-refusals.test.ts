import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getQuote } from '../../src/fergus/endpoints/quotes.ts';
import { updateQuote } from '../../src/tools/quotes/update-quote.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { type FullDraft, givenFullDraft, refusalOf } from './quotes-support.ts';

let harness: ToolHarness;
let draft: FullDraft;

beforeEach(async () => {
  harness = await startHarness();
  draft = await givenFullDraft(harness);
});

afterEach(() => harness.close());

const requests = () => harness.sandbox.requests;
const writes = () => requests().filter(({ method }) => method === 'PUT');
const inFergus = () => getQuote(harness.client.forCall(), draft.quote.id);
const update = (changes: object) => harness.call(updateQuote, { quoteId: draft.quote.id, ...changes });

describe('update-quote refuses', () => {
  test.each([
    [{}, 'name at least one of title, description, sections'],
    [{ sections: [] }, 'name at least one of title, description, sections'],
    [{ confirm: true }, 'name at least one of title, description, sections'],
    [{ sections: [{ sectionId: 5 }] }, 'sections.0: needs either a change or remove: true'],
    [
      { sections: [{ sectionId: 5, name: 'A', remove: true }] },
      'sections.0: needs either a change or remove',
    ],
    [{ sections: [{ lineItems: [] }] }, 'sections.0: is a new section'],
    [
      { sections: [{ name: 'A', lineItems: [{ quoteLineItemId: 3, itemPrice: 1 }] }] },
      'its lines have no ids',
    ],
    [
      { sections: [{ sectionId: 5, lineItems: [{ itemPrice: 1 }] }] },
      'sections.0.lineItems.0: is a new line',
    ],
    [
      { sections: [{ sectionId: 5, lineItems: [{ remove: true }] }] },
      'sections.0.lineItems.0: is a new line',
    ],
    [
      { sections: [{ sectionId: 5, lineItems: [{ quoteLineItemId: 3 }] }] },
      'sections.0.lineItems.0: needs either a change or remove: true',
    ],
    [
      {
        sections: [{ sectionId: 5, lineItems: [{ quoteLineItemId: 3, isLabour: true, salesAccountId: 4 }] }],
      },
      'sections.0.lineItems.0: has both isLabour and salesAccountId',
    ],
  ])('refuses %j before anything is sent', async (changes, why) => {
    const message = await refusalOf(update(changes));
    expect(message).toContain('Nothing was sent to Fergus');
    expect(message).toContain(why);
    expect(requests()).toHaveLength(0);
  });

  test('refuses ids that the quote does not have, with those that it has', async () => {
    const { sectionId } = draft.section('Electrical');
    const unknownSection = await refusalOf(update({ sections: [{ sectionId: 77, name: 'A' }] }));
    expect(unknownSection).toContain('sections.0.sectionId');
    expect(unknownSection).toContain(`${sectionId} “Electrical”`);
    expect(unknownSection).toContain(`${draft.section('Shower').sectionId} “Shower”`);
    // A line is looked for in its own section only.
    const lineItems = [{ quoteLineItemId: draft.line('Plumbing', 'Tap'), itemPrice: 1 }];
    const foreignLine = await refusalOf(update({ sections: [{ sectionId, lineItems }] }));
    expect(foreignLine).toContain(`${draft.line('Electrical', 'Fan')} “Fan”`);
    expect(writes()).toHaveLength(0);
  });

  test('refuses changes that contradict each other', async () => {
    const { sectionId } = draft.section('Plumbing');
    const quoteLineItemId = draft.line('Plumbing', 'Tap');
    const twice = [
      { sectionId, name: 'A' },
      { sectionId, name: 'B' },
    ];
    expect(await refusalOf(update({ sections: twice }))).toContain(`section ${sectionId} again`);
    const lineTwice = [
      { quoteLineItemId, itemPrice: 1 },
      { quoteLineItemId, remove: true },
    ];
    const message = await refusalOf(update({ sections: [{ sectionId, lineItems: lineTwice }] }));
    expect(message).toContain(`line item ${quoteLineItemId} is named twice`);
    const inside = [
      { sectionId, remove: true },
      { sectionId: draft.section('Shower').sectionId, name: 'Wet room' },
    ];
    expect(await refusalOf(update({ sections: inside }))).toContain('lies inside one that this call removes');
    expect(writes()).toHaveLength(0);
  });

  test.each(['published', 'sent', 'accepted', 'declined', 'superseded', 'voided'])(
    'refuses a quote that is %s before it writes',
    async (state) => {
      const day = '2026-11-02T01:00:00.000Z';
      const flags = {
        published: { publishedAt: day },
        sent: { publishedAt: day, isSent: true },
        accepted: { publishedAt: day, isAccepted: true },
        declined: { publishedAt: day, declinedAt: day },
        superseded: { publishedAt: day, isSuperseded: true },
        voided: { voidedAt: day },
      }[state];
      const stored = harness.sandbox.businesses.main.quotes.get(draft.quote.id);
      Object.assign(stored ?? {}, flags);
      const message = await refusalOf(update({ title: 'New' }));
      expect(message).toContain(`is ${state}`);
      expect(message).toContain('create-quote');
      expect(writes()).toHaveLength(0);
    },
  );

  test('refuses where Fergus leaves out the sections, which would then be lost', async () => {
    const { sections: _, ...head } = draft.quote;
    const body = { result: 'success', data: head };
    harness.sandbox.faults.order({
      kind: 'status',
      path: `/jobs/quotes/${draft.quote.id}`,
      status: 200,
      body,
    });
    expect(await refusalOf(update({ title: 'New' }))).toContain('without its sections');
    expect(writes()).toHaveLength(0);
  });

  test('asks for a title where the quote has none', async () => {
    Object.assign(harness.sandbox.businesses.main.quotes.get(draft.quote.id) ?? {}, { title: null });
    expect(await refusalOf(update({ description: 'New' }))).toContain('give title too');
    expect(writes()).toHaveLength(0);
    await update({ title: 'Named', description: 'New' });
    expect(await inFergus()).toMatchObject({ title: 'Named', description: 'New' });
  });

  test('names next steps for what Fergus refuses', async () => {
    await expect(harness.call(updateQuote, { quoteId: 99, title: 'A' })).rejects.toMatchObject({
      kind: 'not-found',
    });
    const hints = updateQuote.hintsFor({ quoteId: 99, title: 'A' });
    expect(hints['not-found']).toContain('list-quotes');
    expect(hints['server-error']).toContain('get-quote-detail');
    expect(hints['bad-request']).toContain('get-quote-detail');
  });
});

describe('what the API cannot keep', () => {
  const stored = () => {
    const quote = harness.sandbox.businesses.main.quotes.get(draft.quote.id);
    if (!quote) throw new Error('The draft is gone.');
    return quote;
  };
  const choose = (name: string, selectionMode: 'Optional' | 'Multiple Choice') => {
    const section = stored().sections.find((candidate) => candidate.name === name);
    Object.assign(section ?? {}, { selectionMode });
  };

  test('sections for the customer to choose: asked about, and after confirm told', async () => {
    choose('Electrical', 'Optional');
    const message = await refusalOf(update({ title: 'New' }));
    expect(message).toContain('“Electrical”');
    expect(message).toContain('confirm');
    expect(writes()).toHaveLength(0);
    const { structured } = await update({ title: 'New', confirm: true });
    expect(structured.notice).toContain('“Electrical”');
    expect(structured.notice).toContain('counted in the price');
    expect(structured).not.toHaveProperty('options');
  });

  test('is of no concern where the sections for choice are removed', async () => {
    choose('Electrical', 'Multiple Choice');
    const { structured } = await update({
      sections: [{ sectionId: draft.section('Electrical').sectionId, remove: true }],
    });
    expect(structured).not.toHaveProperty('notice');
    expect(structured).not.toHaveProperty('options');
  });

  test('what the customer sees of a section: told where it changed', async () => {
    Object.assign(stored().sections[1] ?? {}, {
      sectionConfig: { ...draft.section('Electrical').sectionConfig, showPrices: false },
    });
    const { structured } = await update({ title: 'New' });
    expect(structured.notice).toContain('“Electrical”');
    expect(structured.notice).toContain('other prices, totals or quantities');
    expect(structured.notice).not.toContain('“Plumbing”');
  });
});
