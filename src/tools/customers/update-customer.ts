import { z } from 'zod';
import { getCustomer, updateCustomer as sendCustomer } from '../../fergus/endpoints/customers.ts';
import { defineTool } from '../define-tool.ts';
import { mergeAddress } from '../shared/address.ts';
import { assertChange } from '../shared/changes.ts';
import * as p from '../shared/params.ts';
import { mergePerson, needed } from '../shared/person-change.ts';
import { text } from '../shared/values.ts';
import { customerRecord, toCustomerRecord } from './customer-view.ts';
import { customerNotFound } from './get-customer.ts';

export const updateCustomer = defineTool({
  name: 'update-customer',
  title: 'Change a customer',
  description: 'Changes a customer; what is not named stays, single parts of contact and addresses included.',
  toolset: 'customers',
  everyday: true,
  access: 'write',
  idempotent: true,
  input: z.object({
    customerId: p.id('customer'),
    customerFullName: p.text('Name of the person or business.', 255).optional(),
    mainContact: p.personChange.optional(),
    physicalAddress: p.addressChange.optional(),
    postalAddress: p.addressChange.optional(),
  }),
  output: customerRecord,
  async handler({ customerId, ...changes }, { fergus, company }) {
    assertChange(changes, ['customerFullName', 'mainContact', 'physicalAddress', 'postalAddress']);
    const [current, profile] = await Promise.all([getCustomer(fergus, customerId), company()]);
    // Fergus replaces the whole customer, so everything that it takes goes back. The billing contact and the
    // pricing tier are no part of that.
    const customer = await sendCustomer(fergus, customerId, {
      customerFullName: needed(
        changes.customerFullName ?? text(current.customerFullName),
        'customer',
        'customerFullName',
      ),
      mainContact: mergePerson(current.mainContact, changes.mainContact ?? {}, 'customer', 'mainContact.'),
      physicalAddress: mergeAddress(current.physicalAddress, changes.physicalAddress, 'physicalAddress'),
      postalAddress: mergeAddress(current.postalAddress, changes.postalAddress, 'postalAddress'),
    });
    return { structured: toCustomerRecord(customer, profile), summary: 'Customer changed.' };
  },
  hints: ({ customerId }) => ({ 'not-found': customerNotFound(customerId) }),
  verifyWith: 'get-customer',
});
