import type { Tool } from '../define-tool.ts';
import { getFavourite } from './get-favourite.ts';
import { listFavourites } from './list-favourites.ts';

export const favouriteTools: readonly Tool[] = [listFavourites, getFavourite];
