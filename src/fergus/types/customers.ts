import type { PageQuery } from '../api.ts';
import type { PricingTier } from './pricing-tiers.ts';
import type { Address, AddressPayload, Identified, Lenient, Person, PersonPayload } from './shared.ts';

export type Customer = Identified &
  Lenient<{
    companyId: number;
    customerFullName: string;
    createdAt: string;
    mainContact: Person;
    billingContact: Person;
    physicalAddress: Address;
    postalAddress: Address;
    pricingTier: PricingTier;
    customerSource: string;
  }>;

export const CUSTOMER_SORT_FIELDS = ['name', 'createdAt'] as const;

export interface CustomersQuery extends PageQuery {
  readonly sortField?: (typeof CUSTOMER_SORT_FIELDS)[number] | undefined;
  /** Looks in the customer's name and in the main and billing contact with their contact items. */
  readonly filterSearchText?: string | undefined;
}

/** For create and update alike: Fergus replaces the whole customer with it. */
export interface CustomerPayload {
  /** Not blank. */
  readonly customerFullName: string;
  readonly mainContact: PersonPayload;
  readonly physicalAddress?: AddressPayload | undefined;
  readonly postalAddress?: AddressPayload | undefined;
}
