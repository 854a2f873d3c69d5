import { z } from 'zod';
import { listCustomers as fetchCustomers } from '../../fergus/endpoints/customers.ts';
import { CUSTOMER_SORT_FIELDS } from '../../fergus/types/customers.ts';
import { defineTool } from '../define-tool.ts';
import { collect, listOutput } from '../shared/listing.ts';
import * as p from '../shared/params.ts';
import { listedCustomer, toCustomerItem, toCustomerRecord } from './customer-view.ts';

export const listCustomers = defineTool({
  name: 'list-customers',
  title: 'List customers',
  description: 'Customers by name, with main contact and address.',
  toolset: 'customers',
  everyday: true,
  access: 'read',
  input: z.object({
    search: p.text('Words in the name or a contact, phone and email too.', 200).optional(),
    sortField: z.enum(CUSTOMER_SORT_FIELDS).default('name'),
    sortOrder: p.sortOrder,
    limit: p.limit,
    cursor: p.cursor,
    format: p.format,
  }),
  output: listOutput(listedCustomer),
  async handler(input, { fergus, company, progress }) {
    const profile = await company();
    const listing = await collect({
      limit: input.limit,
      cursor: input.cursor,
      progress,
      fetchPage: (page) =>
        fetchCustomers(fergus, {
          ...page,
          filterSearchText: input.search,
          sortField: input.sortField,
          sortOrder: input.sortOrder,
        }),
      present: (customer) =>
        input.format === 'detailed' ? toCustomerRecord(customer, profile) : toCustomerItem(customer),
    });
    return { structured: listing };
  },
});
