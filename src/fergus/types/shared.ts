/**
 * What Fergus may send: every field can be missing or null, and unknown ones can come. Answers are typed this
 * way on purpose, because live answers differ from the contract in both directions.
 */
export type Lenient<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | null };

/** A record with the id that the API's paths take. */
export interface Identified {
  readonly id: number;
}

/** A way to reach a person. `contactType` is one of {@link CONTACT_ITEM_TYPES}, or a newer one. */
export type ContactItem = Lenient<{ id: number; contactType: string; contactValue: string }>;

export type Person = Lenient<{
  id: number;
  firstName: string;
  lastName: string;
  position: string;
  company: string;
  contactItems: readonly ContactItem[];
}>;

interface AddressParts {
  address1: string;
  address2: string;
  addressSuburb: string;
  addressCity: string;
  addressRegion: string;
  addressPostcode: string;
  addressCountry: string;
}

export type AddressFields = Lenient<AddressParts>;

export type Address = Lenient<AddressParts & { id: number }>;

export const CONTACT_ITEM_TYPES = ['email', 'phone', 'mobile', 'other', 'fax', 'website'] as const;
export type ContactItemType = (typeof CONTACT_ITEM_TYPES)[number];

export interface ContactItemPayload<Type extends ContactItemType = ContactItemType> {
  /** Of the item to change; without it a new item is added. */
  readonly id?: number | undefined;
  readonly contactType: Type;
  /** Not blank; a valid address where the type is `email`. */
  readonly contactValue: string;
}

export interface PersonPayload {
  /** Not blank. */
  readonly firstName: string;
  readonly lastName?: string | undefined;
  readonly position?: string | undefined;
  readonly company?: string | undefined;
  readonly contactItems?: readonly ContactItemPayload[] | undefined;
}

/** Parts that are given must not be blank; parts under other names are dropped silently [client]. */
export interface AddressPayload {
  readonly address1: string;
  readonly address2?: string | undefined;
  readonly addressSuburb?: string | undefined;
  readonly addressCity?: string | undefined;
  readonly addressRegion?: string | undefined;
  readonly addressPostcode?: string | undefined;
  readonly addressCountry?: string | undefined;
}

/** An address with nothing left out. */
export type FullAddressPayload = Readonly<AddressParts>;
