import type { PageQuery } from '../api.ts';
import type { Identified, Lenient } from './shared.ts';

/** A set of line items that is kept for use in quotes, as the flat list shows it. */
export type FavouriteSectionSummary = Identified &
  Lenient<{
    name: string;
    description: string;
    folderId: number;
    createdAt: string;
    fixturePrice: number;
    totalItemCost: number;
    totalItemPrice: number;
    path: readonly FavouritePathPart[];
  }>;

/** A folder of favourites, as the tree shows it. */
export type FavouriteFolder = Identified &
  Lenient<{
    name: string;
    parentId: number;
    createdAt: string;
    sortOrder: number;
    children: readonly FavouriteFolder[];
    sections: readonly (Identified & Lenient<{ name: string; description: string; createdAt: string }>)[];
  }>;

export type FavouriteSection = Identified &
  Lenient<{
    name: string;
    description: string;
    createdAt: string;
    folderId: number;
    path: readonly FavouritePathPart[];
    lineItems: readonly FavouriteLineItem[];
  }>;

/** One of the folders above a section. */
export type FavouritePathPart = Lenient<{ id: number; name: string; position: number }>;

/** A line with its cost; it has no price of its own. */
export type FavouriteLineItem = Identified &
  Lenient<{
    itemName: string;
    itemQuantity: number;
    itemCost: number;
    sortOrder: number;
    salesAccountId: number;
    priceBookLineItemId: number;
  }>;

export const FAVOURITE_SORT_FIELDS = ['name', 'createdAt', 'sortOrder'] as const;

/** flat: sections; tree: folders with the sections in them. */
export const FAVOURITE_REPRESENTATIONS = ['flat', 'tree'] as const;
export type FavouriteRepresentation = (typeof FAVOURITE_REPRESENTATIONS)[number];

export interface FavouritesQuery extends PageQuery {
  readonly sortField?: (typeof FAVOURITE_SORT_FIELDS)[number] | undefined;
  /** flat unless given. */
  readonly representation?: FavouriteRepresentation | undefined;
  readonly filterSectionName?: string | undefined;
  /** Looks in the names of sections and line items; in the flat list also in the sections' descriptions. */
  readonly filterSearchText?: string | undefined;
}
