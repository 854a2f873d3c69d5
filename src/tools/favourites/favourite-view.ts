import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type {
  FavouriteLineItem,
  FavouritePathPart,
  FavouriteSection,
  FavouriteSectionSummary,
} from '../../fergus/types/favourites.ts';
import { dayOf, integer, known, list, number, text } from '../shared/values.ts';

const favourite = z.object({
  sectionId: z.int(),
  name: z.string().optional(),
  description: z.string().optional(),
  folder: z.string().optional().describe('Its folders, from the top down.'),
  createdAt: z.string().optional(),
});

/** What a list shows of a favourite. `createdAt` is a day. */
export const favouriteItem = favourite.extend({
  fixturePrice: z.number().optional(),
  totalItemCost: z.number().optional(),
  totalItemPrice: z.number().optional(),
});

const lineItem = z.object({
  itemName: z.string().optional(),
  itemQuantity: z.number().optional(),
  itemCost: z.number().optional().describe('Of one.'),
  salesAccountId: z.int().optional(),
  priceBookLineItemId: z.int().optional(),
});

/** What a single favourite shows. Fergus tells no prices of its lines. */
export const favouriteRecord = favourite.extend({
  lineItems: z.array(lineItem),
  currency: z.string().optional(),
});

export function toFavouriteItem(
  section: FavouriteSectionSummary,
  company: CompanyProfile,
): z.output<typeof favouriteItem> {
  return known({
    ...toFavourite(section, company),
    fixturePrice: number(section.fixturePrice),
    totalItemCost: number(section.totalItemCost),
    totalItemPrice: number(section.totalItemPrice),
  });
}

export function toFavouriteRecord(
  section: FavouriteSection,
  company: CompanyProfile,
): z.output<typeof favouriteRecord> {
  return known({
    ...toFavourite(section, company),
    lineItems: inOrder(list(section.lineItems), (line) => line?.sortOrder).map(toLineItem),
    currency: company.currency,
  });
}

function toFavourite(
  section: FavouriteSection | FavouriteSectionSummary,
  company: CompanyProfile,
): z.output<typeof favourite> {
  const folders = inOrder(list(section.path), (part) => part?.position);
  return known({
    sectionId: section.id,
    name: text(section.name),
    description: text(section.description),
    folder: text(folders.flatMap((part: FavouritePathPart | null) => text(part?.name) ?? []).join(' / ')),
    createdAt: dayOf(section.createdAt, company),
  });
}

function toLineItem(line: FavouriteLineItem | null): z.output<typeof lineItem> {
  return known({
    itemName: text(line?.itemName),
    itemQuantity: number(line?.itemQuantity),
    itemCost: number(line?.itemCost),
    salesAccountId: integer(line?.salesAccountId),
    priceBookLineItemId: integer(line?.priceBookLineItemId),
  });
}

/** Sorted by a place that may be missing; what has none keeps its own. */
function inOrder<T>(values: readonly T[], placeOf: (value: T) => unknown): T[] {
  return [...values].sort((a, b) => (number(placeOf(a)) ?? 0) - (number(placeOf(b)) ?? 0));
}
