import type { PageQuery } from '../api.ts';
import type { Address, AddressPayload, Identified, Lenient, Person, PersonPayload } from './shared.ts';

export type Site = Identified &
  Lenient<{
    companyId: number;
    name: string;
    createdAt: string;
    defaultContact: Person;
    billingContact: Person;
    /** What the write model calls `siteAddress`. */
    physicalAddress: Address;
    postalAddress: Address;
    isArchived: boolean;
    deletedAt: string;
  }>;

export const SITE_SORT_FIELDS = ['name', 'createdAt'] as const;

export interface SitesQuery extends PageQuery {
  readonly sortField?: (typeof SITE_SORT_FIELDS)[number] | undefined;
  readonly filterSiteName?: string | undefined;
  readonly filterAddressCity?: string | undefined;
  /** "PostalCode" here, although the address part is called `addressPostcode`. */
  readonly filterAddressPostalCode?: string | undefined;
  /** Looks in the site's name, its contacts, the customer's name and the first two address lines. */
  readonly filterSearchText?: string | undefined;
}

export interface CreateSitePayload {
  readonly name?: string | undefined;
  readonly defaultContact: SiteContactPayload;
  readonly billingContact?: PersonPayload | undefined;
  readonly siteAddress: AddressPayload;
  readonly postalAddress?: AddressPayload | undefined;
}

/** A site's default contact is refused without a last name [live], although the contract lets it go. */
export interface SiteContactPayload extends PersonPayload {
  readonly lastName: string;
}

export interface UpdateSitePayload {
  readonly name?: string | undefined;
  /** Needed in every update, even when only the name changes. */
  readonly siteAddress: AddressPayload;
  readonly postalAddress?: AddressPayload | undefined;
}
