import { recordIn } from '../answer.ts';
import { type FergusApi, type Page, path } from '../api.ts';
import type {
  FavouriteFolder,
  FavouriteSection,
  FavouriteSectionSummary,
  FavouritesQuery,
} from '../types/favourites.ts';

/** `GET /favourites`: sections in the flat representation, folders with their sections in the tree. */
export function listFavourites(
  api: FergusApi,
  query: FavouritesQuery = {},
): Promise<Page<FavouriteSectionSummary | FavouriteFolder>> {
  return api.page({ method: 'GET', path: path`/favourites`, query: { ...query } });
}

/**
 * `GET /favourites/{sectionId}`: a section with its line items.
 *
 * The contract has it come without the usual envelope; it is taken either way.
 */
export async function getFavouriteSection(api: FergusApi, sectionId: number): Promise<FavouriteSection> {
  const body = await api.raw({ method: 'GET', path: path`/favourites/${sectionId}` });
  const hasEnvelope = typeof body === 'object' && body !== null && 'data' in body;
  return recordIn(hasEnvelope ? body : { data: body }, false);
}
