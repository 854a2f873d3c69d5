import type { PageQuery } from '../api.ts';
import type { ContactItemPayload, Identified, Lenient, Person, PersonPayload } from './shared.ts';

export const CONTACT_TYPES = ['CUSTOMER', 'SITE'] as const;
export type ContactType = (typeof CONTACT_TYPES)[number];

export type Contact = Identified &
  Omit<Person, 'id'> &
  Lenient<{
    contactType: string;
    isMain: boolean;
    isBilling: boolean;
    customerId: number;
    siteId: number;
    createdAt: string;
    modifiedAt: string;
  }>;

export const CONTACT_SORT_FIELDS = ['firstName', 'lastName', 'createdAt'] as const;

export interface ContactsQuery extends PageQuery {
  readonly sortField?: (typeof CONTACT_SORT_FIELDS)[number] | undefined;
  readonly filterContactType?: ContactType | undefined;
  readonly filterCustomerId?: number | undefined;
  readonly filterSiteId?: number | undefined;
  /** Looks in names, email addresses and phone numbers. */
  readonly filterSearchText?: string | undefined;
}

export interface CreateContactPayload extends PersonPayload {
  readonly contactType: ContactType;
  /** Becomes a contact item of its own; the other items go into `contactItems`. */
  readonly email: string;
  /** Needed where the type is CUSTOMER. */
  readonly customerId?: number | undefined;
  /** Needed where the type is SITE. */
  readonly siteId?: number | undefined;
  /** Never true for CUSTOMER: a customer's main contact is changed with the customer. */
  readonly isMain?: boolean | undefined;
  readonly isBilling?: boolean | undefined;
}

export interface UpdateContactPayload extends Omit<PersonPayload, 'contactItems'> {
  /** Replaces all items, and must hold at least one of type email. */
  readonly contactItems: readonly ContactItemPayload[];
  /** Never true for a customer's contact; false cannot take the role from a site's main contact. */
  readonly isMain?: boolean | undefined;
  readonly isBilling?: boolean | undefined;
}
