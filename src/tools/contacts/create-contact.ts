import { z } from 'zod';
import { createContact as sendContact } from '../../fergus/endpoints/contacts.ts';
import { CONTACT_TYPES, type ContactType } from '../../fergus/types/contacts.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { fullName } from '../shared/values.ts';
import { assertOneOwner, refusal } from './contact-owner.ts';
import { contactRecord, toContactRecord } from './contact-view.ts';

export const createContact = defineTool({
  name: 'create-contact',
  title: 'Create a contact',
  description: 'Adds a person to a customer (customerId) or a site (siteId).',
  toolset: 'contacts',
  everyday: false,
  access: 'write',
  input: z.object({
    contactType: z.enum(CONTACT_TYPES),
    customerId: p.id('customer').optional(),
    siteId: p.id('site').optional(),
    email: z.email('must be an email address'),
    ...p.person.shape,
    isMain: z.boolean().optional().describe('Sites only. The present one loses the role.'),
    isBilling: z.boolean().optional(),
    allowDuplicate: p.allowDuplicate,
  }),
  output: contactRecord,
  async handler({ allowDuplicate, contactItems, ...fields }, { fergus, company, duplicates }) {
    assertOwner(fields);
    // Fergus makes an item of the email address itself.
    const others = contactItems?.filter(
      ({ contactType, contactValue }) => contactType !== 'email' || contactValue !== fields.email,
    );
    const payload = { ...fields, contactItems: others };
    const profile = await company();
    const contact = await duplicates.once('contact', payload, allowDuplicate, async () => {
      const value = await sendContact(fergus, payload);
      return { value, made: `contact ${fullName(value) ?? 'without a name'} (id ${value.id})` };
    });
    return { structured: toContactRecord(contact, profile), summary: 'The contact was created.' };
  },
  hints: ({ contactType }) => ({
    'not-found': `Check ${contactType === 'CUSTOMER' ? 'customerId with get-customer' : 'siteId with get-site'}.`,
  }),
  verifyWith: 'list-contacts',
});

/** Refuses a contact of nobody, or of a customer and a site at once, before anything is sent. */
function assertOwner(fields: {
  readonly contactType: ContactType;
  readonly customerId?: number | undefined;
  readonly siteId?: number | undefined;
  readonly isMain?: boolean | undefined;
}): void {
  const { contactType, customerId, siteId, isMain } = fields;
  assertOneOwner(fields);
  if (contactType === 'CUSTOMER' && customerId === undefined) {
    throw refusal('contactType CUSTOMER needs customerId: find it with list-customers');
  }
  if (contactType === 'SITE' && siteId === undefined) {
    throw refusal('contactType SITE needs siteId: find it with list-sites');
  }
  if (contactType === 'CUSTOMER' && isMain === true) {
    throw refusal(
      "a customer's main contact is changed with update-customer (mainContact): leave isMain out",
    );
  }
}
