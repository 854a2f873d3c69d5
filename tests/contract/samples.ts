import type { CreateCalendarEventPayload } from '../../src/fergus/types/calendar-events.ts';
import type { CreateFullJobPayload } from '../../src/fergus/types/jobs.ts';
import type {
  QuoteLineItemPayload,
  QuoteSectionPayload,
  UpdateQuotePayload,
} from '../../src/fergus/types/quotes.ts';
import type { ContactItemPayload, FullAddressPayload, PersonPayload } from '../../src/fergus/types/shared.ts';

/** Records of the business under test, each in the state that the operations need. */
export interface SampleIds {
  readonly userId: number;
  readonly otherUserId: number;
  readonly customerId: number;
  /** Nothing hangs on it, so that it can be deleted. */
  readonly looseCustomerId: number;
  readonly siteId: number;
  /** Not archived, and no other operation needs it. */
  readonly spareSiteId: number;
  /** Of a customer, and not its main contact. */
  readonly contactId: number;
  /** Finalised and not on hold. */
  readonly jobId: number;
  readonly phaseId: number;
  /** Of the same job. */
  readonly sparePhaseId: number;
  readonly draftJobId: number;
  /** A draft, the only quote that may be changed on its job, which is not `jobId`. It ends declined. */
  readonly draftQuote: {
    readonly jobId: number;
    readonly id: number;
    readonly versionNumber: number;
    readonly lineItemId: number;
  };
  /** Of no quote of `jobId`. */
  readonly freeVersionNumber: number;
  /** Published, with the ids of its optional sections, if it has any. */
  readonly quoteToAccept: { readonly id: number; readonly optionalSectionIds: readonly number[] };
  /** Published, without optional sections. */
  readonly quoteWithDepositId: number;
  readonly quoteToVoidId: number;
  readonly quoteGuid: string;
  readonly invoiceId: number;
  /** Neither recurring nor of a group. */
  readonly calendarEventId: number;
  readonly spareCalendarEventId: number;
  /** On `jobId`. */
  readonly noteId: number;
  readonly stockOnHandId: number;
  /** The phase that the stock above belongs to. */
  readonly stockPhaseId: number;
  readonly salesAccountId: number;
  readonly pricebookId: number;
  /** In the pricebook above. */
  readonly pricebookItemId: number;
  readonly pricingTierId: number;
  readonly favouriteSectionId: number;
  readonly enquiryId: number;
}

/** A day before or after today in UTC, YYYY-MM-DD. */
export function day(offset: number): string {
  return new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
}

/** A full hour of a day before or after today, ISO 8601 in UTC. */
export function at(offset: number, hour: number): string {
  return `${day(offset)}T${String(hour).padStart(2, '0')}:00:00.000Z`;
}

/** Every parameter of a paged list, `sortField` apart. */
export const PAGING = { pageSize: 5, pageCursor: '0', sortOrder: 'desc' } as const;

export const ADDRESS: FullAddressPayload = {
  address1: '14 Kowhai Lane',
  address2: 'Unit 3',
  addressSuburb: 'Birkenhead',
  addressCity: 'Auckland',
  addressRegion: 'Auckland',
  addressPostcode: '0626',
  addressCountry: 'New Zealand',
};

export const CONTACT_ITEMS: readonly ContactItemPayload[] = [
  { contactType: 'email', contactValue: 'mere.walker@example.com' },
  { contactType: 'mobile', contactValue: '021 555 0142' },
];

export const PERSON: PersonPayload & { readonly lastName: string } = {
  firstName: 'Mere',
  lastName: 'Walker',
  position: 'Property manager',
  company: 'Walker Lettings',
  contactItems: CONTACT_ITEMS,
};

export function fullJob({ customerId, siteId }: SampleIds): CreateFullJobPayload {
  return {
    isDraft: false,
    jobType: 'Charge Up',
    title: 'Replace hot water cylinder',
    description: 'The old cylinder leaks at the base.',
    customerId,
    customerReference: 'PO-7781',
    siteId,
  };
}

/** Sections with every field of a section and of a line item; favourites by id and by reference. */
export function quoteSections(ids: SampleIds, quoteLineItemId?: number): readonly QuoteSectionPayload[] {
  const { favouriteSectionId } = ids;
  const section = {
    description: 'Supply and fit',
    sortOrder: 1,
    parentSectionId: 0,
    sectionLineItemMultiplier: 1,
  };
  return [
    {
      name: 'Cylinder',
      ...section,
      lineItems: quoteLines(ids, quoteLineItemId),
      sections: [
        {
          name: 'Valves',
          ...section,
          favouriteSectionId,
          favouriteSectionIds: [favouriteSectionId],
          lineItems: quoteLines(ids),
          sections: [{ name: 'Spares' }],
        },
      ],
    },
    {
      name: 'Extras',
      favouriteSectionId: { value: favouriteSectionId, combined: false, lineItemMultiplier: 2 },
    },
    { name: 'Plain favourites', favouriteSectionIds: [favouriteSectionId] },
    {
      name: 'Counted favourites',
      favouriteSectionIds: [{ value: favouriteSectionId, combined: true, lineItemMultiplier: 1 }],
    },
  ];
}

function quoteLines(ids: SampleIds, quoteLineItemId?: number): readonly QuoteLineItemPayload[] {
  return [
    {
      quoteLineItemId,
      priceBookLineItemId: ids.pricebookItemId,
      itemName: 'Cylinder 180 l',
      itemQuantity: 1,
      itemPrice: 1450,
      itemCost: 1020,
      salesAccountId: ids.salesAccountId,
      discountRate: 5,
      sortOrder: 1,
      isCombined: true,
      combinedItemName: 'Cylinder, fitted',
    },
    { itemName: 'Fitting', itemQuantity: 4, itemPrice: 95, itemCost: 45, isLabour: true, sortOrder: 2 },
  ];
}

export function quoteUpdate(ids: SampleIds, quoteLineItemId?: number): UpdateQuotePayload {
  return {
    title: 'Hot water, revised',
    description: 'With the larger cylinder',
    sections: quoteSections(ids, quoteLineItemId),
  };
}

export function recurringEvent(ids: SampleIds): CreateCalendarEventPayload {
  return {
    eventType: 'JOB_PHASE',
    jobId: ids.jobId,
    jobPhaseId: ids.phaseId,
    startTime: at(7, 20),
    endTime: at(7, 22),
    eventTitle: 'Fit cylinder',
    description: 'Key at reception',
    linkedUserIds: [ids.userId, ids.otherUserId],
    frequency: 'WEEKLY',
    interval: 2,
    repeatEndType: 'AFTER',
    repeatCount: 3,
  };
}
