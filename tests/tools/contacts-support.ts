import type { Contact } from '../../src/sandbox/fergus-api/business.ts';
import { createContact } from '../../src/tools/contacts/create-contact.ts';
import type { ToolHarness } from '../support/tool-harness.ts';

/** What `create-contact` takes, save whose contact it is. */
export const ROBIN = {
  firstName: 'Robin',
  lastName: 'Aho',
  position: 'Caretaker',
  company: 'Aho Ltd',
  email: 'robin@aho.example',
  contactItems: [{ contactType: 'mobile', contactValue: '021 555 0177' }],
};

/** The first of the sandbox's contacts that fits. */
export function someContact({ sandbox }: ToolHarness, fits: (contact: Contact) => boolean): Contact {
  const found = [...sandbox.businesses.main.contacts.values()].find(fits);
  if (!found) throw new Error('The sandbox has no such contact.');
  return found;
}

/** A site, and a customer, that have contacts. */
export function someSiteId(harness: ToolHarness): number {
  return someContact(harness, ({ siteId }) => siteId !== null).siteId ?? 0;
}

export function someCustomerId(harness: ToolHarness): number {
  return someContact(harness, ({ customerId }) => customerId !== null).customerId ?? 0;
}

/** Creates Robin at a site, or as the difference says, and gives the id; the log starts empty after it. */
export async function givenRobin(harness: ToolHarness, difference: object = {}): Promise<number> {
  const args = { contactType: 'SITE', siteId: someSiteId(harness), ...ROBIN, ...difference };
  const { structured } = await harness.call(createContact, args);
  harness.sandbox.requests.length = 0;
  return structured.contactId as number;
}
