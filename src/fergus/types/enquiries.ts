import type { PageQuery } from '../api.ts';
import type { AddressFields, AddressPayload, Identified, Lenient } from './shared.ts';

export type Enquiry = Identified &
  AddressFields &
  Lenient<{
    name: string;
    contactName: string;
    description: string;
    createdAt: string;
    source: string;
    status: string;
    /** The jobs that came of it. Missing in the answer to a create. */
    jobIds: readonly (number | null)[];
  }>;

export const ENQUIRY_STATUSES = ['TODO', 'CONTACTED', 'JOBCREATED', 'REJECTED'] as const;
export type EnquiryStatus = (typeof ENQUIRY_STATUSES)[number];

export const ENQUIRY_SORT_FIELDS = ['createdAt'] as const;

export interface EnquiriesQuery extends PageQuery {
  readonly sortField?: (typeof ENQUIRY_SORT_FIELDS)[number] | undefined;
  /** The contract's words call TODO the default: name the status when others are wanted. */
  readonly filterStatus?: EnquiryStatus | undefined;
  readonly filterSource?: string | undefined;
  /** Looks in name, description, phone number and email address. */
  readonly filterSearchText?: string | undefined;
}

export interface CreateEnquiryPayload extends AddressPayload {
  readonly name: string;
  readonly email: string;
  readonly phoneNumber: string;
  readonly description: string;
  /** Where the enquiry came from, free text. */
  readonly source: string;
  readonly addressCity: string;
}
