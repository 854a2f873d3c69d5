import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getQuote, getQuoteTotals } from '../../src/fergus/endpoints/quotes.ts';
import { updateQuote, updateQuoteVersion } from '../../src/tools/quotes/update-quote.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { type FullDraft, givenFullDraft, kept, refusalOf } from './quotes-support.ts';

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

describe('update-quote', () => {
  test('a new title leaves everything else as it was', async () => {
    const { structured } = await update({ title: 'Main bathroom' });
    const after = await inFergus();
    expect(after).toMatchObject({ title: 'Main bathroom', description: 'All of it', dueDays: '21' });
    expect(kept(after.sections)).toEqual(kept(draft.quote.sections));
    expect(structured).toMatchObject({ quoteId: draft.quote.id, title: 'Main bathroom', state: 'draft' });
    expect(structured).not.toHaveProperty('notice');
  });

  test('a new description can be empty, and the title stays', async () => {
    await update({ description: '' });
    expect(await inFergus()).toMatchObject({ title: 'Bathroom', description: '' });
  });

  test('changes one line and keeps its id and what was not named of it', async () => {
    const id = draft.line('Plumbing', 'Tap');
    const { structured } = await update({
      sections: [
        {
          sectionId: draft.section('Plumbing').sectionId,
          lineItems: [{ quoteLineItemId: id, itemPrice: 20, itemQuantity: 4 }],
        },
      ],
    });
    const [firstAfter, ...others] = (await inFergus()).sections ?? [];
    const before = draft.section('Plumbing').lineItems?.find((line) => line.quoteLineItemId === id);
    expect(firstAfter?.lineItems?.[1]).toEqual({ ...before, itemPrice: 20, itemQuantity: 4 });
    expect(kept(others)).toEqual(kept(draft.quote.sections?.slice(1)));
    expect(kept(firstAfter?.sections)).toEqual(kept(draft.section('Plumbing').sections));
    const { quoteTotal } = await getQuoteTotals(harness.client.forCall(), draft.quote.id);
    expect(structured).toMatchObject({
      fixedTotal: quoteTotal?.discountedSubTotal,
      totals: { total: quoteTotal?.total },
    });
  });

  test('changes an inner section, adds lines at its end and removes another', async () => {
    await update({
      sections: [
        {
          sectionId: draft.section('Basin').sectionId,
          name: 'Vanity',
          lineItems: [
            { itemName: 'Waste', itemQuantity: 1, itemPrice: 30, salesAccountId: draft.plumbing },
            { itemName: 'Fitting', itemQuantity: 0.5, itemPrice: 95, isLabour: true },
            { quoteLineItemId: draft.line('Basin', 'Trap'), remove: true },
          ],
        },
      ],
    });
    const [first, second] = (await inFergus()).sections ?? [];
    expect(first?.sections).toMatchObject([
      { name: 'Shower' },
      {
        name: 'Vanity',
        description: 'Wall-hung',
        lineItems: [
          { itemName: 'Waste', salesAccountId: draft.plumbing, isLabour: false },
          { itemName: 'Fitting', salesAccountId: null, isLabour: true },
        ],
      },
    ]);
    expect(
      kept([first ?? draft.quote.sections?.[0]].flatMap((section) => section?.sections?.[0] ?? [])),
    ).toEqual(kept([draft.section('Shower')]));
    expect(kept(second && [second])).toEqual(kept([draft.section('Electrical')]));
  });

  test('adds a section behind the others', async () => {
    const lineItems = [{ itemName: 'Tiler', itemQuantity: 8, itemPrice: 80, isLabour: true }];
    await update({ sections: [{ name: 'Tiling', description: 'Walls', lineItems }] });
    const sections = (await inFergus()).sections ?? [];
    expect(sections.map(({ name }) => name)).toEqual(['Plumbing', 'Electrical', 'Tiling']);
    expect(sections[2]).toMatchObject({ description: 'Walls', lineItems });
    expect(kept(sections.slice(0, 2))).toEqual(kept(draft.quote.sections));
  });

  test('removes a section with those inside it', async () => {
    await update({ sections: [{ sectionId: draft.section('Plumbing').sectionId, remove: true }] });
    expect(kept((await inFergus()).sections)).toEqual(kept([draft.section('Electrical')]));
  });

  test('turns a line into labour and back, with one kind at a time', async () => {
    const electricalId = draft.section('Electrical').sectionId;
    const quoteLineItemId = draft.line('Electrical', 'Fan');
    const change = async (line: object, sectionId: number) => {
      await update({ sections: [{ sectionId, lineItems: [{ quoteLineItemId, ...line }] }] });
      const after = (await inFergus()).sections?.find(({ name }) => name === 'Electrical');
      return { sectionId: after?.sectionId ?? 0, line: after?.lineItems?.[0] };
    };
    const labour = await change({ isLabour: true }, electricalId);
    expect(labour.line).toMatchObject({ isLabour: true, salesAccountId: null, quoteLineItemId });
    const material = await change({ salesAccountId: draft.plumbing }, labour.sectionId);
    expect(material.line).toMatchObject({ isLabour: false, salesAccountId: draft.plumbing, quoteLineItemId });
  });

  test('finds a sales account for a new line and says which', async () => {
    const lineItems = [{ itemName: 'RCD 40 A', itemQuantity: 1, itemPrice: 89 }];
    const { structured } = await update({ sections: [{ name: 'Board', lineItems }] });
    expect((await inFergus()).sections?.at(-1)?.lineItems).toMatchObject([
      { salesAccountId: draft.electrical },
    ]);
    expect(structured.notice).toContain(`${draft.electrical} for “RCD 40 A”`);
  });

  test('reports the write as done when the totals fail afterwards', async () => {
    harness.sandbox.faults.order({ kind: 'html', path: /\/totals$/, times: 9 });
    const { structured } = await update({ title: 'New' });
    expect(structured.notice).toContain('The quote is saved');
    expect(await inFergus()).toMatchObject({ title: 'New' });
  });
});

describe('update-quote-version', () => {
  const updateVersion = (changes: object) =>
    harness.call(updateQuoteVersion, {
      job: harness.sandbox.businesses.main.jobs.get(draft.quote.jobId ?? 0)?.jobNo,
      versionNumber: draft.quote.versionNumber,
      ...changes,
    });

  test('changes the version of that number, and keeps the rest', async () => {
    const { structured } = await updateVersion({
      sections: [{ sectionId: draft.section('Shower').sectionId, name: 'Wet room' }],
    });
    expect(structured).toMatchObject({ quoteId: draft.quote.id, title: 'Bathroom' });
    const after = (await inFergus()).sections;
    expect(after?.[0]?.sections?.[0]?.name).toBe('Wet room');
    const renamed = JSON.stringify(kept(draft.quote.sections)).replace('"Shower"', '"Wet room"');
    expect(kept(after)).toEqual(JSON.parse(renamed));
    expect(writes().map(({ path }) => path)).toEqual([
      `/jobs/${draft.quote.jobId}/quotes/version/${draft.quote.versionNumber}`,
    ]);
  });

  test('says which versions there are', async () => {
    const message = await refusalOf(updateVersion({ versionNumber: 44, title: 'A' }));
    expect(message).toContain(`version ${draft.quote.versionNumber} (draft, quoteId ${draft.quote.id})`);
    expect(writes()).toHaveLength(0);
  });

  test('refuses one that is no draft', async () => {
    const superseded = [...harness.sandbox.businesses.main.quotes.values()].find(
      (quote) => quote.isSuperseded,
    );
    const args = { job: superseded?.jobId, versionNumber: superseded?.versionNumber, title: 'A' };
    expect(await refusalOf(updateVersion(args))).toContain('is superseded');
    expect(writes()).toHaveLength(0);
  });

  test('refuses a write of nothing before anything is sent', async () => {
    expect(await refusalOf(updateVersion({}))).toContain('name at least one of title');
    expect(requests()).toHaveLength(0);
  });
});
