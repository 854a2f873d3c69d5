import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Customer } from '../../fergus/types/customers.ts';
import { addressView, toAddressView } from '../shared/address.ts';
import { reach } from '../shared/contact-items.ts';
import { contactView, personView } from '../shared/person-view.ts';
import { addressLine, dayOf, fullName, known, text } from '../shared/values.ts';

const named = z.object({ customerId: z.int(), customerFullName: z.string().optional() });

/** What a list shows of a customer: whom to call, and where they are. */
const customerItem = named.extend({
  contactName: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
  address: z.string().optional().describe('Physical, else postal.'),
});

/** What a single customer shows. `createdAt` is a day. */
export const customerRecord = named.extend({
  mainContact: contactView.optional(),
  billingContact: contactView.optional(),
  physicalAddress: addressView.optional(),
  postalAddress: addressView.optional(),
  pricingTier: z.string().optional(),
  customerSource: z.string().optional(),
  createdAt: z.string().optional(),
});

/** Either of the two, as the format asks. */
export const listedCustomer = customerItem.extend(customerRecord.shape);

export function toCustomerItem(customer: Customer): z.output<typeof customerItem> {
  return known({
    customerId: customer.id,
    customerFullName: text(customer.customerFullName),
    contactName: fullName(customer.mainContact),
    ...reach(customer.mainContact?.contactItems),
    address: addressLine(customer.physicalAddress) ?? addressLine(customer.postalAddress),
  });
}

export function toCustomerRecord(
  customer: Customer,
  company: CompanyProfile,
): z.output<typeof customerRecord> {
  return known({
    customerId: customer.id,
    customerFullName: text(customer.customerFullName),
    mainContact: personView(customer.mainContact),
    billingContact: personView(customer.billingContact),
    physicalAddress: toAddressView(customer.physicalAddress),
    postalAddress: toAddressView(customer.postalAddress),
    pricingTier: text(customer.pricingTier?.name),
    customerSource: text(customer.customerSource),
    createdAt: dayOf(customer.createdAt, company),
  });
}
