/** A point in time, ISO 8601 in UTC with milliseconds: what `Date.prototype.toISOString` gives. */
export type Iso = string;

export type ContactItemType = 'email' | 'phone' | 'mobile' | 'other' | 'fax' | 'website';

export interface ContactItem {
  id: number;
  contactType: ContactItemType;
  contactValue: string;
}

/** A postal or physical address; `null` where a part was never given. */
export interface Address {
  id: number;
  address1: string | null;
  address2: string | null;
  addressSuburb: string | null;
  addressCity: string | null;
  addressRegion: string | null;
  addressPostcode: string | null;
  addressCountry: string | null;
}

export interface CompanyContact extends Omit<Address, 'id'> {
  firstName: string | null;
  lastName: string | null;
  position: string | null;
  companyName: string | null;
  contactItems: Omit<ContactItem, 'id'>[];
}

export interface Company {
  guid: string;
  prefix: string;
  name: string | null;
  dateCreated: Iso;
  active: boolean;
  hasTermsOfTrade: boolean;
  hasLogo: boolean;
  contact: CompanyContact | null;
  /** Among others `timezone` (IANA name) and `currency` (ISO 4217). */
  settings: { settingKey: string; settingValue: string }[];
  /** `rate` in percent. */
  tax: { rate: number; type: string } | null;
}

export type UserType =
  | 'contractor'
  | 'time_sheet_only'
  | 'field_worker'
  | 'apprentice'
  | 'tradesman'
  | 'advisor'
  | 'full_user';

export interface User {
  id: number;
  firstName: string | null;
  lastName: string | null;
  email: string;
  userType: UserType;
  createdAt: Iso;
  modifiedAt: Iso;
  address: Address;
  contactItems: ContactItem[];
  /** Per hour. */
  payRate: number;
  /** Per hour, before tax. */
  chargeOutRate: number;
  status: 'active' | 'disabled' | 'invited';
}

/** Every person at a customer or site, kept once; customers and sites point here by id. */
export interface Contact {
  id: number;
  firstName: string | null;
  lastName: string | null;
  position: string | null;
  company: string | null;
  contactItems: ContactItem[];
  contactType: 'CUSTOMER' | 'SITE';
  isMain: boolean;
  isBilling: boolean;
  customerId: number | null;
  siteId: number | null;
  createdAt: Iso;
  modifiedAt: Iso;
}

export interface Customer {
  id: number;
  customerFullName: string;
  createdAt: Iso;
  mainContactId: number;
  billingContactId: number | null;
  physicalAddress: Address | null;
  postalAddress: Address | null;
  pricingTierId: number | null;
  customerSource: string | null;
  /** Hidden: a deleted customer is gone from every answer, but old jobs and invoices still name it. */
  deletedAt: Iso | null;
}

export interface Site {
  id: number;
  name: string | null;
  createdAt: Iso;
  defaultContactId: number;
  billingContactId: number | null;
  physicalAddress: Address;
  postalAddress: Address | null;
  isArchived: boolean;
  deletedAt: Iso | null;
}

export type EnquiryStatus = 'TODO' | 'CONTACTED' | 'JOBCREATED' | 'REJECTED';

export interface Enquiry extends Omit<Address, 'id'> {
  id: number;
  name: string;
  contactName: string;
  description: string | null;
  createdAt: Iso;
  source: string;
  status: EnquiryStatus;
  jobIds: number[];
  /** Hidden. */
  email: string;
  /** Hidden. */
  phoneNumber: string;
}
