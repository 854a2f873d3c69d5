import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Contact } from '../../fergus/types/contacts.ts';
import { reach } from '../shared/contact-items.ts';
import { contactView, personView } from '../shared/person-view.ts';
import { dayOf, fullName, integer, known, text } from '../shared/values.ts';

/** Whose contact it is, and in which roles. */
const belonging = z.object({
  contactId: z.int(),
  contactType: z.string().optional(),
  customerId: z.int().optional(),
  siteId: z.int().optional(),
  isMain: z.literal(true).optional().describe('Only there when it is.'),
  isBilling: z.literal(true).optional().describe('Only there when it is.'),
});

/** What a list shows of a contact. */
const contactItem = belonging.extend({
  name: z.string().optional(),
  position: z.string().optional(),
  email: z.string().optional(),
  phone: z.string().optional(),
});

/** What a single contact shows. The times are days. */
export const contactRecord = contactView.extend({
  ...belonging.shape,
  createdAt: z.string().optional(),
  modifiedAt: z.string().optional(),
});

/** Either of the two, as the format asks. */
export const listedContact = contactItem.extend(contactRecord.shape);

export function toContactItem(contact: Contact): z.output<typeof contactItem> {
  return known({
    ...toBelonging(contact),
    name: fullName(contact),
    position: text(contact.position),
    ...reach(contact.contactItems),
  });
}

export function toContactRecord(contact: Contact, company: CompanyProfile): z.output<typeof contactRecord> {
  return known({
    ...personView(contact),
    ...toBelonging(contact),
    createdAt: dayOf(contact.createdAt, company),
    modifiedAt: dayOf(contact.modifiedAt, company),
  });
}

function toBelonging(contact: Contact): z.output<typeof belonging> {
  return known({
    contactId: contact.id,
    contactType: text(contact.contactType),
    customerId: integer(contact.customerId),
    siteId: integer(contact.siteId),
    isMain: contact.isMain === true ? (true as const) : undefined,
    isBilling: contact.isBilling === true ? (true as const) : undefined,
  });
}
