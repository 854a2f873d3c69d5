import { z } from 'zod';
import { getFavouriteSection } from '../../fergus/endpoints/favourites.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { favouriteRecord, toFavouriteRecord } from './favourite-view.ts';

export const getFavourite = defineTool({
  name: 'get-favourite',
  title: 'Get a favourite',
  description: 'One kit with its line items, to copy into a quote. Lines have costs but no prices.',
  toolset: 'favourites',
  everyday: false,
  access: 'read',
  input: z.object({ sectionId: p.id('favourite') }),
  output: favouriteRecord,
  async handler({ sectionId }, { fergus, company }) {
    const [section, profile] = await Promise.all([getFavouriteSection(fergus, sectionId), company()]);
    return { structured: toFavouriteRecord(section, profile) };
  },
  hints: ({ sectionId }) => ({
    'not-found': `There is no favourite ${sectionId}. Look for it with list-favourites.`,
  }),
});
