import type { Iso } from './people.ts';

export type JobType = 'Quote' | 'Estimate' | 'Charge Up';

export interface Job {
  id: number;
  /** As people write it: "Job-512", "Job-512A". The number alone is what time entries and quotes carry. */
  jobNo: string;
  /** The write model's `title`. */
  description: string | null;
  /** The write model's `description`. */
  longDescription: string | null;
  createdAt: Iso;
  lastModified: Iso;
  jobType: JobType;
  /** Stored as it is answered ("To Price", "In Progress" …); routes that change a job's course set it. */
  status: string;
  assignedGroups: string[];
  customerId: number | null;
  siteId: number | null;
  onHold: boolean;
  archived: boolean;
  /** Hidden. */
  isDraft: boolean;
  /** Hidden: YYYY-MM-DD while the job is on hold. */
  holdUntil: string | null;
  /** Hidden: the customer's order number. */
  customerReference: string | null;
}

export interface JobPhase {
  id: number;
  jobId: number;
  title: string;
  description: string;
  createdAt: Iso;
  status: string;
  assignedGroups: string[];
  /** Hidden: set for good once the phase was voided. */
  voidedAt: Iso | null;
}

export interface QuoteLineItem {
  quoteLineItemId: number;
  priceBookLineItemId: number | null;
  itemName: string | null;
  itemQuantity: number;
  /** Per unit, before tax and discount. For labour: per hour. */
  itemPrice: number;
  itemRrp: number | null;
  itemCost: number;
  /** Exactly one of a sales account or `isLabour: true`. */
  salesAccountId: number | null;
  isLabour: boolean;
  sortOrder: number;
  /** In percent. */
  discountRate: number | null;
  isCombined: boolean;
  combinedItemId: number | null;
  combinedItemName: string | null;
}

export interface SectionConfig {
  showAllLineItems: boolean | null;
  showPrices: boolean | null;
  showTotals: boolean | null;
  showSummary: boolean | null;
  showQuantities: boolean | null;
}

export interface QuoteSection {
  sectionId: number;
  name: string | null;
  sortOrder: number;
  /** 0 at the top. */
  parentSectionId: number;
  description: string | null;
  selectionMode: 'Fixed' | 'Optional' | 'Multiple Choice';
  sectionConfig: SectionConfig;
  lineItems: QuoteLineItem[];
  sections: QuoteSection[];
}

export interface QuoteDeposit {
  optionType: 'PERCENT' | 'FIXED' | null;
  optionValue: number | null;
  isPaid: boolean | null;
  invoiceGuid: string | null;
  invoiceUrl: string | null;
}

/**
 * One version of a job's quote. Its state follows from the dates and flags: draft while `publishedAt` is null,
 * then published, sent, accepted, declined, superseded by a later version, or voided.
 */
export interface Quote {
  id: number;
  versionNumber: number;
  jobId: number;
  guid: string;
  title: string | null;
  description: string | null;
  footerText: string | null;
  quoteDate: Iso | null;
  isSent: boolean;
  isAccepted: boolean;
  isSuperseded: boolean;
  /** No longer editable: published, accepted, declined, superseded or voided. */
  isLocked: boolean;
  createdAt: Iso;
  lastModified: Iso;
  publishedAt: Iso | null;
  dueDate: Iso | null;
  declinedAt: Iso | null;
  voidedAt: Iso | null;
  /** Days of validity; a string on the wire as well. */
  dueDays: string | null;
  acceptedBy: string | null;
  sections: QuoteSection[];
  deposit: QuoteDeposit | null;
  /** Hidden. */
  acceptedAt: Iso | null;
  /** Hidden: the optional and multiple-choice sections that the customer took. */
  selectedSectionIds: number[];
  /** Hidden. */
  rejectedBy: string | null;
  /** Hidden. */
  rejectionNotes: string | null;
}

export type NoteEntity =
  | 'job'
  | 'customer'
  | 'customer_invoice'
  | 'quote'
  | 'site'
  | 'task'
  | 'enquiry'
  | 'job_phase';

/** A note, or with `parentId` a reply to one (answered inside the parent's `replies`). */
export interface Note {
  id: number;
  entityId: number;
  entityName: NoteEntity;
  text: string;
  createdById: number;
  createdAt: Iso;
  isPinned: boolean;
  parentId: number | null;
}
