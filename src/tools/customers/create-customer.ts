import { z } from 'zod';
import { getCustomer, createCustomer as sendCustomer } from '../../fergus/endpoints/customers.ts';
import { defineTool } from '../define-tool.ts';
import { createOrFind, existingNotShown } from '../shared/create-or-find.ts';
import * as p from '../shared/params.ts';
import { text } from '../shared/values.ts';
import { customerRecord, toCustomerRecord } from './customer-view.ts';

export const createCustomer = defineTool({
  name: 'create-customer',
  title: 'Create a customer',
  description: 'Creates a customer. Where Fergus has it already (existed: true), answers that one unchanged.',
  toolset: 'customers',
  everyday: true,
  access: 'write',
  input: z.object({
    customerFullName: p.text('Name of the person or business.', 255),
    mainContact: p.person,
    physicalAddress: p.address.optional(),
    postalAddress: p.address.optional(),
    allowDuplicate: p.allowDuplicate,
  }),
  output: customerRecord.extend({ existed: z.boolean() }),
  async handler({ allowDuplicate, ...payload }, { fergus, company, duplicates }) {
    const profile = await company();
    const { record, existed, summary } = await createOrFind({
      kind: 'customer',
      payload,
      allowDuplicate,
      duplicates,
      send: () => sendCustomer(fergus, payload),
      read: (id) => getCustomer(fergus, id),
      nameOf: (customer) => text(customer.customerFullName),
    });
    return { structured: { existed, ...toCustomerRecord(record, profile) }, summary };
  },
  hints: () => ({ 'not-found': existingNotShown('customer') }),
  verifyWith: 'list-customers',
});
