/** What customers, sites and contacts take in for people and addresses, and how it becomes records. */

import { z } from 'zod';
import type { Address, Business, Contact, ContactItem } from './business.ts';

/** Text with something in it besides spaces. */
export const someText = z.string().regex(/\S/, 'must not be blank');

const contactItemPayload = z
  .object({
    id: z.number().optional(),
    contactType: z.enum(['email', 'phone', 'mobile', 'other', 'fax', 'website']),
    contactValue: someText,
  })
  .refine(({ contactType, contactValue }) => contactType !== 'email' || isEmail(contactValue), {
    path: ['contactValue'],
    message: 'must be a valid email address',
  });

export const contactItemPayloads = z.array(contactItemPayload);

/** A person's names and work, without ways to reach them. */
export const namePayload = z.object({
  firstName: someText,
  lastName: someText.optional(),
  position: z.string().optional(),
  company: z.string().optional(),
});

export const personPayload = namePayload.extend({ contactItems: contactItemPayloads.optional() });

/** Parts under other names are dropped. */
export const addressPayload = z.object({
  address1: someText,
  address2: someText.optional(),
  addressSuburb: someText.optional(),
  addressCity: someText.optional(),
  addressRegion: someText.optional(),
  addressPostcode: someText.optional(),
  addressCountry: someText.optional(),
});

type PersonPayload = z.output<typeof personPayload>;
type AddressPayload = z.output<typeof addressPayload>;

/** Who a new contact is: its customer or site, and its part there. */
export type ContactRole = Pick<Contact, 'contactType' | 'customerId' | 'siteId' | 'isMain' | 'isBilling'>;

/** Stores a new person. */
export function addContact(business: Business, payload: PersonPayload, role: ContactRole): Contact {
  const createdAt = business.now().toISOString();
  const contact: Contact = {
    id: business.nextId(),
    ...personFields(business, payload, []),
    ...role,
    createdAt,
    modifiedAt: createdAt,
  };
  business.contacts.set(contact.id, contact);
  return contact;
}

/** Replaces a person's fields: those that the payload leaves out become empty. */
export function replacePerson(business: Business, contact: Contact, payload: PersonPayload): void {
  Object.assign(contact, personFields(business, payload, contact.contactItems));
  contact.modifiedAt = business.now().toISOString();
}

function personFields(business: Business, payload: PersonPayload, before: readonly ContactItem[]) {
  return {
    firstName: payload.firstName,
    lastName: payload.lastName ?? null,
    position: payload.position ?? null,
    company: payload.company ?? null,
    contactItems: (payload.contactItems ?? []).map(({ id, ...item }) => ({
      // Only an id that the person's own items bear names an item to change; any other item is a new one.
      id: before.find((own) => own.id === id)?.id ?? business.nextId(),
      ...item,
    })),
  };
}

/** The seven parts of an address; those that are missing are `null`. */
export function addressParts(payload: AddressPayload): Omit<Address, 'id'> {
  return {
    address1: payload.address1,
    address2: payload.address2 ?? null,
    addressSuburb: payload.addressSuburb ?? null,
    addressCity: payload.addressCity ?? null,
    addressRegion: payload.addressRegion ?? null,
    addressPostcode: payload.addressPostcode ?? null,
    addressCountry: payload.addressCountry ?? null,
  };
}

/** An address with an id: that of the address in whose place it comes, else a fresh one. */
export function addressOf(business: Business, payload: AddressPayload, before: Address | null): Address {
  return { id: before?.id ?? business.nextId(), ...addressParts(payload) };
}

/** First and last name, as far as they are known. */
export function nameOf({ firstName, lastName }: Pick<Contact, 'firstName' | 'lastName'>): string {
  return [firstName, lastName].filter((part) => part !== null).join(' ');
}

function isEmail(text: string): boolean {
  return z.email().safeParse(text).success;
}
