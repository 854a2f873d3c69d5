import type { Contact } from './business.ts';

/** A person as customers, sites and contacts answer it. */
export function personView(contact: Contact) {
  const { id, firstName, lastName, position, company, contactItems } = contact;
  return { id, firstName, lastName, position, company, contactItems };
}
