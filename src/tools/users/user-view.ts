import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { User } from '../../fergus/types/users.ts';
import { addressView, toAddressView } from '../shared/address.ts';
import { contactView, personView } from '../shared/person-view.ts';
import { dayOf, fullName, known, number, text } from '../shared/values.ts';

/** What a list shows of a user. */
const userItem = z.object({
  userId: z.int(),
  name: z.string().optional(),
  email: z.string().optional(),
  userType: z.string().optional(),
  status: z.string().optional(),
});

/** What a single user shows. Rates are an hour's; the times are days. Lists have no contact items. */
export const userRecord = userItem.extend({
  contactItems: contactView.shape.contactItems,
  address: addressView.optional(),
  payRate: z.number().optional().describe('An hour.'),
  chargeOutRate: z.number().optional().describe('An hour.'),
  createdAt: z.string().optional(),
  modifiedAt: z.string().optional(),
});

/** A user who is answered alone, with the currency of the rates. */
export const singleUser = userRecord.extend({ currency: z.string().optional() });

export function toUserItem(user: User): z.output<typeof userItem> {
  return known({
    userId: user.id,
    name: fullName(user),
    email: text(user.email),
    userType: text(user.userType),
    status: text(user.status),
  });
}

export function toUserRecord(user: User, company: CompanyProfile): z.output<typeof userRecord> {
  return known({
    ...toUserItem(user),
    contactItems: personView(user)?.contactItems,
    address: toAddressView(user.address),
    payRate: number(user.payRate),
    chargeOutRate: number(user.chargeOutRate),
    createdAt: dayOf(user.createdAt, company),
    modifiedAt: dayOf(user.modifiedAt, company),
  });
}

export function toSingleUser(user: User, company: CompanyProfile): z.output<typeof singleUser> {
  return known({ ...toUserRecord(user, company), currency: company.currency });
}
