import { z } from 'zod';
import { listContacts as fetchContacts } from '../../fergus/endpoints/contacts.ts';
import { CONTACT_TYPES } from '../../fergus/types/contacts.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { assertOneOwner } from './contact-owner.ts';
import { listedContact, toContactItem, toContactRecord } from './contact-view.ts';

export const listContacts = defineTool({
  name: 'list-contacts',
  title: 'List contacts',
  description: 'People at customers and sites, by first name.',
  toolset: 'contacts',
  everyday: false,
  access: 'read',
  input: z.object({
    search: p.text('Words in name, email or phone.', 200).optional(),
    contactType: z.enum(CONTACT_TYPES).optional(),
    customerId: p.id('customer').optional(),
    siteId: p.id('site').optional(),
    limit: p.limit,
    cursor: p.cursor,
    format: p.format,
  }),
  output: listOutput(listedContact),
  async handler(input, { fergus, company, progress }) {
    assertOneOwner(input);
    const profile = await company();
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: (page) =>
        fetchContacts(fergus, {
          ...page,
          filterSearchText: input.search,
          filterContactType: input.contactType,
          filterCustomerId: input.customerId,
          filterSiteId: input.siteId,
          sortField: 'firstName',
          sortOrder: 'asc',
        }),
      present: (contact) =>
        input.format === 'detailed' ? toContactRecord(contact, profile) : toContactItem(contact),
    });
    return { structured: listing };
  },
});
