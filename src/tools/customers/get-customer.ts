import { z } from 'zod';
import { getCustomer as fetchCustomer } from '../../fergus/endpoints/customers.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { customerRecord, toCustomerRecord } from './customer-view.ts';

export const getCustomer = defineTool({
  name: 'get-customer',
  title: 'Get a customer',
  description: 'One customer with contacts, addresses and pricing tier.',
  toolset: 'customers',
  everyday: true,
  access: 'read',
  input: z.object({ customerId: p.id('customer') }),
  output: customerRecord,
  async handler({ customerId }, { fergus, company }) {
    const [customer, profile] = await Promise.all([fetchCustomer(fergus, customerId), company()]);
    return { structured: toCustomerRecord(customer, profile) };
  },
  hints: ({ customerId }) => ({ 'not-found': customerNotFound(customerId) }),
});

/** The next step after a customer id that leads nowhere. */
export function customerNotFound(customerId: number): string {
  return `There is no customer ${customerId}. Look for it with list-customers.`;
}
