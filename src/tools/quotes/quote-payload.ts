import type {
  QuoteLineItem,
  QuoteLineItemPayload,
  QuoteSection,
  QuoteSectionPayload,
} from '../../fergus/types/quotes.ts';
import { flag, integer, list, number } from '../shared/values.ts';

/*
 * A quote as Fergus sends it, turned into what Fergus takes back. An update replaces all sections, so this
 * has to carry everything that the payload has a place for; texts keep their blanks. Three things have no
 * place there: section ids, `selectionMode` and `sectionConfig`.
 */

/** The section with everything inside it, unchanged. */
export function toSectionPayload(section: QuoteSection): QuoteSectionPayload {
  return {
    name: raw(section.name) ?? '',
    description: raw(section.description),
    sortOrder: number(section.sortOrder),
    parentSectionId: integer(section.parentSectionId),
    lineItems: list(section.lineItems).map(toLinePayload),
    sections: list(section.sections).map(toSectionPayload),
  };
}

/** The line unchanged, with exactly one of `salesAccountId` and `isLabour`, as Fergus demands [spec]. */
export function toLinePayload(line: QuoteLineItem): QuoteLineItemPayload {
  const isLabour = flag(line.isLabour) === true;
  const isCombined = flag(line.isCombined);
  return {
    quoteLineItemId: integer(line.quoteLineItemId),
    priceBookLineItemId: integer(line.priceBookLineItemId),
    itemName: raw(line.itemName),
    itemQuantity: number(line.itemQuantity),
    itemPrice: number(line.itemPrice),
    itemCost: number(line.itemCost),
    salesAccountId: isLabour ? undefined : integer(line.salesAccountId),
    discountRate: number(line.discountRate),
    isLabour: isLabour || undefined,
    sortOrder: number(line.sortOrder),
    isCombined,
    combinedItemName: isCombined ? raw(line.combinedItemName) : undefined,
  };
}

/** The place after the last of these; none where they have no order of their own. */
export function nextSortOrder(
  siblings: ReadonlyArray<{ readonly sortOrder?: number | undefined }>,
): number | undefined {
  const orders = siblings.flatMap(({ sortOrder }) => sortOrder ?? []);
  return orders.length === 0 ? undefined : Math.max(...orders) + 1;
}

function raw(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
