import { z } from 'zod';
import { getContact, updateContact as sendContact } from '../../fergus/endpoints/contacts.ts';
import type { Contact } from '../../fergus/types/contacts.ts';
import { defineTool } from '../define-tool.ts';
import { assertChange } from '../shared/changes.ts';
import * as p from '../shared/params.ts';
import { mergePerson } from '../shared/person-change.ts';
import { flag, integer, text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { contactRecord, toContactRecord } from './contact-view.ts';
import { contactNotFound } from './get-contact.ts';

export const updateContact = defineTool({
  name: 'update-contact',
  title: 'Change a contact',
  description:
    "Changes a contact; what is not named stays. A customer's main contact is changed with update-customer.",
  toolset: 'contacts',
  everyday: false,
  access: 'write',
  idempotent: true,
  input: z.object({
    contactId: p.id('contact'),
    ...p.personChange.shape,
    isMain: z.boolean().optional(),
    isBilling: z.boolean().optional(),
  }),
  output: contactRecord,
  async handler({ contactId, isMain, isBilling, ...changes }, { fergus, company }) {
    assertChange({ ...changes, isMain, isBilling }, [
      ...Object.keys(p.personChange.shape),
      'isMain',
      'isBilling',
    ]);
    const [current, profile] = await Promise.all([getContact(fergus, contactId), company()]);
    assertRole(current, isMain);
    const person = mergePerson(current, changes, 'contact', '');
    if (!person.contactItems.some(({ contactType }) => contactType === 'email')) {
      throw new ToolError(
        'Nothing was changed: Fergus takes no contact without an email address, and this one has none yet. Name one in contactItems too.',
      );
    }
    const contact = await sendContact(fergus, contactId, {
      ...person,
      // A role that is left out may be taken away.
      isMain: isMain ?? flag(current.isMain),
      isBilling: isBilling ?? flag(current.isBilling),
    });
    return { structured: toContactRecord(contact, profile), summary: 'Contact changed.' };
  },
  hints: ({ contactId }) => ({ 'not-found': contactNotFound(contactId) }),
  verifyWith: 'get-contact',
});

/** Refuses what Fergus does not do to the main contact of a customer or site [spec]. */
function assertRole(current: Contact, isMain: boolean | undefined): void {
  const ofCustomer = text(current.contactType) === 'CUSTOMER';
  if (ofCustomer && (current.isMain === true || isMain === true)) {
    throw new ToolError(
      `Nothing was changed: the main contact of a customer is changed with update-customer (customerId ${integer(current.customerId)}, mainContact).`,
    );
  }
  if (current.isMain === true && isMain === false) {
    throw new ToolError(
      'Nothing was changed: a site keeps its main contact until another one takes its place. Set isMain to true on that one instead.',
    );
  }
}
