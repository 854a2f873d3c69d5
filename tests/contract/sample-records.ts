import type { Created, FergusApi } from '../../src/fergus/api.ts';
import { createCalendarEvent } from '../../src/fergus/endpoints/calendar-events.ts';
import { createContact } from '../../src/fergus/endpoints/contacts.ts';
import { createCustomer } from '../../src/fergus/endpoints/customers.ts';
import { createJob } from '../../src/fergus/endpoints/jobs.ts';
import { createNote } from '../../src/fergus/endpoints/notes.ts';
import { createPhase } from '../../src/fergus/endpoints/phases.ts';
import { createQuote } from '../../src/fergus/endpoints/quotes.ts';
import { createSite } from '../../src/fergus/endpoints/sites.ts';
import { createStockOnHand } from '../../src/fergus/endpoints/stock.ts';
import type { Business, Job, Quote } from '../../src/sandbox/fergus-api/business.ts';
import { ADDRESS, at, PERSON, type SampleIds } from './samples.ts';

/**
 * The records that the sample calls need: the business's own where any will do, and new ones, made through the
 * API, where the call depends on the record's state or ends it.
 */
export async function sampleRecords(api: FergusApi, business: Business): Promise<SampleIds> {
  const own = ownRecords(business);
  const { jobId, phaseId, customerId, siteId, salesAccountId } = own;
  const newJob = {
    jobType: 'Quote',
    title: 'Hot water',
    description: 'Quote first',
    customerId,
    siteId,
  } as const;
  const line = { itemName: 'Cylinder', itemPrice: 1450, itemCost: 1020, salesAccountId };
  const newQuote = { title: 'Hot water', dueDays: 30, sections: [{ name: 'Cylinder', lineItems: [line] }] };

  const draftJob = await createJob(api, { jobType: 'Quote', title: 'Gutters', isDraft: true });
  const quotedJob = await createJob(api, newJob);
  const draftQuote = await createQuote(api, quotedJob.id, newQuote);
  const quoteToVoid = await createQuote(api, quotedJob.id, newQuote);
  const stock = { itemDescription: 'Copper pipe', itemPrice: 14, itemCost: 9, itemQuantity: 5 };
  const event = {
    eventType: 'OTHER',
    eventTitle: 'Stocktake',
    startTime: at(1, 20),
    endTime: at(1, 21),
  } as const;
  const person = { ...PERSON, email: 'ana.walker@example.com' };
  const contact = await createContact(api, { ...person, contactType: 'CUSTOMER', customerId });
  const mainContact = { firstName: 'Tane', lastName: 'Brook' };
  const siteAddress = { ...ADDRESS, address1: '20 Kowhai Lane' };

  return {
    ...own,
    looseCustomerId: idOf(await createCustomer(api, { customerFullName: 'Tane Brook', mainContact })),
    spareSiteId: idOf(await createSite(api, { name: 'Lane end', defaultContact: mainContact, siteAddress })),
    contactId: contact.id,
    sparePhaseId: (await createPhase(api, jobId, { title: 'Spare', description: 'Not needed' })).id,
    draftJobId: draftJob.id,
    draftQuote: {
      jobId: quotedJob.id,
      id: draftQuote.id,
      versionNumber: draftQuote.versionNumber ?? 0,
      lineItemId: draftQuote.sections?.[0]?.lineItems?.[0]?.quoteLineItemId ?? 0,
    },
    quoteToVoidId: quoteToVoid.id,
    calendarEventId: firstId(await createCalendarEvent(api, event)),
    spareCalendarEventId: firstId(await createCalendarEvent(api, event)),
    noteId: (await createNote(api, { text: 'Ring first', entityName: 'job', entityId: jobId })).id,
    stockOnHandId: (await createStockOnHand(api, phaseId, stock)).id,
    stockPhaseId: phaseId,
  };
}

/** Records of the business that serve as they are. */
function ownRecords(business: Business) {
  const phaseOf = (job: Job) => [...business.phases.values()].find(({ jobId }) => jobId === job.id);
  const job = first(business.jobs, 'job under way with customer, site and phase', (candidate) => {
    const { status, onHold, customerId, siteId } = candidate;
    return (
      status === 'In Progress' && !onHold && customerId !== null && siteId !== null && !!phaseOf(candidate)
    );
  });
  const user = first(business.users, 'active user', ({ status }) => status === 'active');
  const quoteToAccept = first(
    business.quotes,
    'unanswered quote with an optional section',
    (quote) => isUnanswered(quote) && optionalSectionIds(quote).length > 0,
  );
  const pricebookItem = first(business.pricebookItems, 'pricebook item');
  const versions = [...business.quotes.values()].filter(({ jobId }) => jobId === job.id);
  return {
    userId: user.id,
    otherUserId: first(
      business.users,
      'second user',
      ({ id, status }) => id !== user.id && status === 'active',
    ).id,
    customerId: job.customerId ?? 0,
    siteId: job.siteId ?? 0,
    jobId: job.id,
    phaseId: phaseOf(job)?.id ?? 0,
    freeVersionNumber: Math.max(0, ...versions.map(({ versionNumber }) => versionNumber)) + 1,
    quoteToAccept: { id: quoteToAccept.id, optionalSectionIds: optionalSectionIds(quoteToAccept) },
    quoteWithDepositId: first(
      business.quotes,
      'unanswered quote with a deposit',
      (quote) => isUnanswered(quote) && quote.deposit !== null && quote.id !== quoteToAccept.id,
    ).id,
    quoteGuid: quoteToAccept.guid,
    invoiceId: first(business.invoices, 'invoice').id,
    salesAccountId: first(business.salesAccounts, 'sales account').id,
    pricebookId: pricebookItem.priceBookId,
    pricebookItemId: pricebookItem.id,
    pricingTierId: first(business.pricingTiers, 'pricing tier').id,
    favouriteSectionId: first(business.favouritesSections, 'favourite section').id,
    enquiryId: first(business.enquiries, 'enquiry').id,
  };
}

function isUnanswered({ publishedAt, isAccepted, isSuperseded, declinedAt, voidedAt }: Quote): boolean {
  return publishedAt !== null && !isAccepted && !isSuperseded && declinedAt === null && voidedAt === null;
}

function optionalSectionIds({ sections }: Quote): readonly number[] {
  return sections.flatMap(({ sectionId, selectionMode }) =>
    selectionMode === 'Optional' ? [sectionId] : [],
  );
}

/** @throws when the business has none: `what` says of which kind. */
function first<T>(
  records: ReadonlyMap<number, T>,
  what: string,
  fits: (record: T) => boolean = () => true,
): T {
  for (const record of records.values()) if (fits(record)) return record;
  throw new Error(`The sandbox's business has no ${what}.`);
}

function idOf(created: Created<{ readonly id: number }>): number {
  if (created.kind === 'created') return created.record.id;
  throw new Error(`The sandbox has it already: ${created.message}`);
}

function firstId(events: ReadonlyArray<{ readonly id: number }>): number {
  return events[0]?.id ?? 0;
}
