import { z } from 'zod';
import { listSites as fetchSites } from '../../fergus/endpoints/sites.ts';
import { SITE_SORT_FIELDS } from '../../fergus/types/sites.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { listedSite, toSiteItem, toSiteRecord } from './site-view.ts';

export const listSites = defineTool({
  name: 'list-sites',
  title: 'List sites',
  description: 'Sites (places of work) with address and contact.',
  toolset: 'sites',
  everyday: true,
  access: 'read',
  input: z.object({
    search: p.text('Words in site name, contact, customer name or street.', 200).optional(),
    name: p.text('Part of the site name.', 200).optional(),
    addressCity: p.text('City.', 200).optional(),
    addressPostcode: p.text('Postcode.', 20).optional(),
    sortField: z.enum(SITE_SORT_FIELDS).default('name'),
    sortOrder: p.sortOrder,
    limit: p.limit,
    cursor: p.cursor,
    format: p.format,
  }),
  output: listOutput(listedSite),
  async handler(input, { fergus, company, progress }) {
    const profile = await company();
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: (page) =>
        fetchSites(fergus, {
          ...page,
          filterSearchText: input.search,
          filterSiteName: input.name,
          filterAddressCity: input.addressCity,
          filterAddressPostalCode: input.addressPostcode,
          sortField: input.sortField,
          sortOrder: input.sortOrder,
        }),
      present: (site) => (input.format === 'detailed' ? toSiteRecord(site, profile) : toSiteItem(site)),
    });
    return { structured: listing };
  },
});
