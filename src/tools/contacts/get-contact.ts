import { z } from 'zod';
import { getContact as fetchContact } from '../../fergus/endpoints/contacts.ts';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { contactRecord, toContactRecord } from './contact-view.ts';

export const getContact = defineTool({
  name: 'get-contact',
  title: 'Get a contact',
  description: 'One contact with all ways to reach it.',
  toolset: 'contacts',
  everyday: false,
  access: 'read',
  input: z.object({ contactId: p.id('contact') }),
  output: contactRecord,
  async handler({ contactId }, { fergus, company }) {
    const [contact, profile] = await Promise.all([fetchContact(fergus, contactId), company()]);
    return { structured: toContactRecord(contact, profile) };
  },
  hints: ({ contactId }) => ({ 'not-found': contactNotFound(contactId) }),
});

/** The next step after a contact id that leads nowhere. */
export function contactNotFound(contactId: number): string {
  return `There is no contact ${contactId}. Look for it with list-contacts.`;
}
