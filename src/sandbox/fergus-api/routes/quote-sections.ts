import { z } from 'zod';
import { cents } from '../amounts.ts';
import type {
  Business,
  FavouritesLineItem,
  QuoteLineItem,
  QuoteSection,
  SectionConfig,
} from '../business.ts';
import { ApiError } from '../http.ts';
import { referenced, referencedSalesAccount } from './lookups.ts';

const lineItemPayload = z
  .object({
    quoteLineItemId: z.number().optional(),
    priceBookLineItemId: z.number().optional(),
    itemName: z.string().optional(),
    itemQuantity: z.number().default(1),
    itemPrice: z.number().default(0),
    itemCost: z.number().default(0),
    salesAccountId: z.number().optional(),
    discountRate: z.number().optional(),
    isLabour: z.boolean().default(false),
    sortOrder: z.number().optional(),
    isCombined: z.boolean().default(false),
    combinedItemName: z.string().optional(),
  })
  .refine(
    (line) => (line.salesAccountId !== undefined) !== line.isLabour,
    'must have exactly one of salesAccountId and isLabour: true',
  )
  .refine(
    (line) => !line.isCombined || line.combinedItemName !== undefined,
    'must have combinedItemName when isCombined is true',
  );
type LineItemPayload = z.output<typeof lineItemPayload>;

const favouriteReference = z.union([
  z.number().transform((value) => ({ value, combined: false, lineItemMultiplier: 1 })),
  z.object({
    value: z.number(),
    combined: z.boolean().default(false),
    lineItemMultiplier: z.number().default(1),
  }),
]);
type FavouriteReference = z.output<typeof favouriteReference>;

/** A section as requests write it. There is no way to say that one is optional: all of them are fixed. */
export const sectionPayload = z.object({
  name: z.string(),
  description: z.string().optional(),
  sortOrder: z.number().optional(),
  parentSectionId: z.number().default(0),
  sectionLineItemMultiplier: z.number().default(1),
  favouriteSectionId: favouriteReference.optional(),
  favouriteSectionIds: z.array(favouriteReference).default([]),
  lineItems: z.array(lineItemPayload).default([]),
  get sections(): z.ZodDefault<z.ZodArray<typeof sectionPayload>> {
    return z.array(sectionPayload).default([]);
  },
});
type SectionPayload = z.output<typeof sectionPayload>;

const SECTION_CONFIG: SectionConfig = {
  showAllLineItems: null,
  showPrices: null,
  showTotals: null,
  showSummary: null,
  showQuantities: null,
};

/**
 * Makes a quote's sections from what a request wrote.
 *
 * @param keptLineIds ids of the lines that are replaced: a line that names one of them keeps it.
 * @throws ApiError 400 for an unknown sales account, pricebook item, favourite or parent section.
 */
export function buildSections(
  business: Business,
  payloads: readonly SectionPayload[],
  keptLineIds: ReadonlySet<number> = new Set(),
): QuoteSection[] {
  const orphan = payloads.find(({ parentSectionId }) => parentSectionId !== 0);
  if (orphan !== undefined) {
    throw new ApiError(400, `body/sections: parent section ${orphan.parentSectionId} not found`);
  }
  return buildLevel(business, payloads, 0, keptLineIds);
}

function buildLevel(
  business: Business,
  payloads: readonly SectionPayload[],
  parentSectionId: number,
  keptLineIds: ReadonlySet<number>,
): QuoteSection[] {
  const sections = payloads.map((payload, index): QuoteSection => {
    const sectionId = business.nextId();
    return {
      sectionId,
      name: payload.name,
      sortOrder: payload.sortOrder ?? index + 1,
      parentSectionId,
      description: payload.description ?? null,
      selectionMode: 'Fixed',
      sectionConfig: SECTION_CONFIG,
      lineItems: buildLines(business, payload, keptLineIds),
      sections: buildLevel(business, payload.sections, sectionId, keptLineIds),
    };
  });
  return sections.sort((a, b) => a.sortOrder - b.sortOrder);
}

/** The section's own lines, then those of its favourites. */
function buildLines(
  business: Business,
  payload: SectionPayload,
  keptLineIds: ReadonlySet<number>,
): QuoteLineItem[] {
  const { favouriteSectionId, favouriteSectionIds, sectionLineItemMultiplier: multiplier } = payload;
  const combinedIds = new Map<string, number>();
  const own = payload.lineItems.map((line) => buildLine(business, line, combinedIds, keptLineIds));
  const references = [
    ...(favouriteSectionId === undefined ? [] : [favouriteSectionId]),
    ...favouriteSectionIds,
  ];
  const lines = [...own, ...references.flatMap((reference) => favouriteLines(business, reference))];
  return lines
    .map((line, index) => ({
      ...line,
      sortOrder: line.sortOrder ?? index + 1,
      itemQuantity: cents(line.itemQuantity * multiplier),
    }))
    .sort((a, b) => a.sortOrder - b.sortOrder);
}

type UnsortedLine = Omit<QuoteLineItem, 'sortOrder'> & { sortOrder: number | undefined };

function buildLine(
  business: Business,
  line: LineItemPayload,
  combinedIds: Map<string, number>,
  keptLineIds: ReadonlySet<number>,
): UnsortedLine {
  if (line.salesAccountId !== undefined) referencedSalesAccount(business, line.salesAccountId);
  const item =
    line.priceBookLineItemId === undefined
      ? undefined
      : referenced(business.pricebookItems, line.priceBookLineItemId, 'Pricebook item');
  const id = line.quoteLineItemId;
  const combinedItemName = line.isCombined ? (line.combinedItemName ?? null) : null;
  return {
    quoteLineItemId: id !== undefined && keptLineIds.has(id) ? id : business.nextId(),
    priceBookLineItemId: item?.id ?? null,
    itemName: line.itemName ?? item?.name ?? null,
    itemQuantity: line.itemQuantity,
    itemPrice: line.itemPrice,
    itemRrp: item?.retailPrice ?? null,
    itemCost: line.itemCost,
    salesAccountId: line.salesAccountId ?? null,
    isLabour: line.isLabour,
    sortOrder: line.sortOrder,
    discountRate: line.discountRate ?? null,
    isCombined: line.isCombined,
    combinedItemId: combinedItemName === null ? null : combinedId(business, combinedIds, combinedItemName),
    combinedItemName,
  };
}

/** Lines of one section that carry the same combined name are one combined item. */
function combinedId(business: Business, ids: Map<string, number>, name: string): number {
  const id = ids.get(name) ?? business.nextId();
  ids.set(name, id);
  return id;
}

/** A favourite's lines. Favourites book labour on an account of its own; a quote line says `isLabour` instead. */
function favouriteLines(business: Business, reference: FavouriteReference): UnsortedLine[] {
  const favourite = referenced(business.favouritesSections, reference.value, 'Favourite section');
  const combinedItemId = reference.combined ? business.nextId() : null;
  return favourite.lineItems
    .toSorted((a, b) => a.sortOrder - b.sortOrder)
    .map((line) => {
      const isLabour = isLabourLine(business, line);
      return {
        quoteLineItemId: business.nextId(),
        priceBookLineItemId: line.priceBookLineItemId,
        itemName: line.itemName,
        itemQuantity: line.itemQuantity * reference.lineItemMultiplier,
        itemPrice: line.itemPrice,
        itemRrp: null,
        itemCost: line.itemCost,
        salesAccountId: isLabour ? null : line.salesAccountId,
        isLabour,
        sortOrder: undefined,
        discountRate: null,
        isCombined: reference.combined,
        combinedItemId,
        combinedItemName: reference.combined ? favourite.name : null,
      };
    });
}

/** Whether a favourite's line is no product and stands on no account for materials. */
function isLabourLine(business: Business, line: FavouritesLineItem): boolean {
  const account = line.salesAccountId === null ? undefined : business.salesAccounts.get(line.salesAccountId);
  return line.priceBookLineItemId === null && account?.isMaterials !== true;
}
