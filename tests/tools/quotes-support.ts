import { expect } from 'vitest';
import { createQuote } from '../../src/fergus/endpoints/quotes.ts';
import type { Quote, QuoteLineItem, QuoteSection } from '../../src/fergus/types/quotes.ts';
import type { Business } from '../../src/sandbox/fergus-api/index.ts';
import { ToolError } from '../../src/tools/tool-error.ts';
import type { ToolHarness } from '../support/tool-harness.ts';

/** The message of the refusal that a call ends with. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ToolError);
  return (error as ToolError).message;
}

/** A draft with everything in it that an update can carry, and what stands in it. */
export interface FullDraft {
  readonly quote: Quote;
  /** Sales accounts of materials. */
  readonly plumbing: number;
  readonly electrical: number;
  section(name: string): QuoteSection;
  /** The id of a line in a section. */
  line(section: string, name: string): number;
}

/** Creates the draft; the log starts empty after it. */
export async function givenFullDraft(harness: ToolHarness): Promise<FullDraft> {
  const { jobs, salesAccounts, pricebookItems } = harness.sandbox.businesses.main;
  const byCode = new Map([...salesAccounts.values()].map(({ id, code }) => [code, id]));
  const plumbing = byCode.get('210') ?? 0;
  const electrical = byCode.get('220') ?? 0;
  const job = [...jobs.values()].find(({ isDraft }) => !isDraft);
  const [item] = pricebookItems.values();
  const part = { itemQuantity: 1, itemPrice: 12.5, salesAccountId: plumbing };
  const quote = await createQuote(harness.client.forCall(), job?.id ?? 0, {
    title: 'Bathroom',
    description: 'All of it',
    dueDays: 21,
    sections: [
      {
        name: 'Plumbing',
        description: 'First fix',
        sortOrder: 4,
        lineItems: [
          { itemName: 'Plumber', itemQuantity: 3, itemPrice: 95, itemCost: 48, isLabour: true, sortOrder: 2 },
          {
            ...part,
            itemName: 'Tap',
            priceBookLineItemId: item?.id,
            discountRate: 7.5,
            itemCost: 9,
            sortOrder: 5,
          },
          { ...part, itemName: 'Hose', isCombined: true, combinedItemName: 'Set', sortOrder: 6 },
          { ...part, itemName: 'Nut', isCombined: true, combinedItemName: 'Set', sortOrder: 7 },
        ],
        sections: [
          { name: 'Shower', sortOrder: 2, lineItems: [{ ...part, itemName: 'Rail', itemQuantity: 0 }] },
          {
            name: 'Basin',
            sortOrder: 3,
            description: 'Wall-hung',
            lineItems: [{ ...part, itemName: 'Trap' }],
          },
        ],
      },
      {
        name: 'Electrical',
        sortOrder: 9,
        lineItems: [{ ...part, itemName: 'Fan', salesAccountId: electrical }],
      },
    ],
  });
  harness.sandbox.requests.length = 0;
  const all = quote.sections?.flatMap((section) => [section, ...(section.sections ?? [])]) ?? [];
  const sectionNamed = (wanted: string) => {
    const found = all.find(({ name }) => name === wanted);
    if (!found) throw new Error(`The draft has no section ${wanted}.`);
    return found;
  };
  return {
    quote,
    plumbing,
    electrical,
    section: sectionNamed,
    line(section, name) {
      const found = sectionNamed(section).lineItems?.find(({ itemName }) => itemName === name);
      if (!found) throw new Error(`Section ${section} has no line ${name}.`);
      return found.quoteLineItemId;
    },
  };
}

/** Everything of sections that an update can keep: all but the ids that Fergus gives anew. */
export function kept(sections: Quote['sections']): unknown {
  return sections?.map(
    ({ sectionId: _, parentSectionId: __, sectionConfig: ___, ...section }: QuoteSection) => ({
      ...section,
      lineItems: section.lineItems?.map(({ combinedItemId, ...line }: QuoteLineItem) => ({
        ...line,
        isPartOfCombined: combinedItemId !== null,
      })),
      sections: kept(section.sections),
    }),
  );
}

export type StoredQuote = Business['quotes'] extends Map<number, infer Stored> ? Stored : never;

/** The first of the sandbox's quotes that fits. */
export function someQuote(harness: ToolHarness, fits: (quote: StoredQuote) => boolean): StoredQuote {
  const found = [...harness.sandbox.businesses.main.quotes.values()].find(fits);
  if (!found) throw new Error('The sandbox has no such quote.');
  return found;
}

export const isDraft = ({ publishedAt }: StoredQuote) => publishedAt === null;
export const isSecondVersion = ({ versionNumber }: StoredQuote) => versionNumber === 2;
export const hasOptions = ({ sections }: StoredQuote) =>
  sections.some(({ selectionMode }) => selectionMode !== 'Fixed');
export const hasInner = ({ sections }: StoredQuote) =>
  sections.some((section) => section.sections.length > 0);
