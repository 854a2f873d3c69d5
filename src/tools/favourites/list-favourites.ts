import { z } from 'zod';
import { listFavourites as fetchFavourites } from '../../fergus/endpoints/favourites.ts';
import { FAVOURITE_SORT_FIELDS, type FavouriteSectionSummary } from '../../fergus/types/favourites.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { favouriteItem, toFavouriteItem } from './favourite-view.ts';

export const listFavourites = defineTool({
  name: 'list-favourites',
  title: 'List favourites',
  description: 'Kits of line items that are kept for quotes, with their folders and totals.',
  toolset: 'favourites',
  everyday: false,
  access: 'read',
  input: z.object({
    search: p.text('Words in names, descriptions or line items.', 200).optional(),
    sortField: z.enum(FAVOURITE_SORT_FIELDS).default('sortOrder'),
    sortOrder: p.sortOrder,
    limit: p.limit,
    cursor: p.cursor,
  }),
  output: listOutput(favouriteItem),
  async handler({ limit, cursor, search, ...sort }, { fergus, company, progress }) {
    const profile = await company();
    const listing = await collect({
      limit,
      cursor,
      progress,
      fetchPage: (page) =>
        fetchFavourites(fergus, {
          ...page,
          ...sort,
          filterSearchText: search,
          // The flat list tells folders and totals; the tree would add empty folders and nothing else.
          representation: 'flat',
        }),
      present: (section) => toFavouriteItem(section as FavouriteSectionSummary, profile),
    });
    return { structured: { ...listing, ...(profile.currency && { currency: profile.currency }) } };
  },
});
