import type { AddressFields, Lenient } from './shared.ts';

/** The company of the token. It has no numeric id, only a guid. */
export type Company = { readonly guid: string } & Lenient<{
  prefix: string;
  name: string;
  /** UTC. */
  dateCreated: string;
  active: boolean;
  hasTermsOfTrade: boolean;
  hasLogo: boolean;
  contact: CompanyContact;
  settings: readonly CompanySetting[];
  tax: CompanyTax;
}>;

export type CompanyContact = AddressFields &
  Lenient<{
    firstName: string;
    lastName: string;
    position: string;
    companyName: string;
    contactItems: readonly Lenient<{ contactType: string; contactValue: string }>[];
  }>;

/** The contract leaves the set of keys open. */
export type CompanySetting = Lenient<{ settingKey: string; settingValue: string }>;

/** `type` names the tax, such as GST; `rate` is its size. */
export type CompanyTax = Lenient<{ rate: number; type: string }>;
