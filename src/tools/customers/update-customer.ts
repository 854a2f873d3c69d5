import { z } from 'zod';
import { getCustomer, updateCustomer as sendCustomer } from '../../fergus/endpoints/customers.ts';
import type { Person, PersonPayload } from '../../fergus/types/shared.ts';
import { defineTool } from '../define-tool.ts';
import { mergeAddress } from '../shared/address.ts';
import { assertChange } from '../shared/changes.ts';
import { mergeContactItems } from '../shared/contact-items.ts';
import * as p from '../shared/params.ts';
import { text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
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
        'customerFullName',
      ),
      mainContact: mergePerson(current.mainContact, changes.mainContact ?? {}),
      physicalAddress: mergeAddress(current.physicalAddress, changes.physicalAddress, 'physicalAddress'),
      postalAddress: mergeAddress(current.postalAddress, changes.postalAddress, 'postalAddress'),
    });
    return { structured: toCustomerRecord(customer, profile), summary: 'Customer changed.' };
  },
  hints: ({ customerId }) => ({ 'not-found': customerNotFound(customerId) }),
  verifyWith: 'get-customer',
});

function mergePerson(
  current: Person | null | undefined,
  { contactItems = [], ...change }: z.output<typeof p.personChange>,
): PersonPayload {
  return {
    firstName: needed(change.firstName ?? text(current?.firstName), 'mainContact.firstName'),
    lastName: change.lastName ?? text(current?.lastName),
    position: change.position ?? text(current?.position),
    company: change.company ?? text(current?.company),
    contactItems: mergeContactItems(current?.contactItems, contactItems, 'mainContact.contactItems'),
  };
}

/** What Fergus wants in every update, whether it has it already or not. */
function needed(value: string | undefined, argument: string): string {
  if (value !== undefined) return value;
  throw new ToolError(
    `Nothing was changed: Fergus takes no customer without ${argument}, and this one has none yet. Name it too.`,
  );
}
