import type { Business, Quote } from '../../src/sandbox/fergus-api/business.ts';
import { call, first, isDraft, type ToolCall } from './records.ts';

/** Valid calls of the tools beside the everyday ones that only look. */
export function readingCalls(business: Business): ToolCall[] {
  const phase = first(business.phases.values());
  const quote = first(business.quotes.values(), ({ guid, isSent }) => guid !== null && isSent);
  const contact = first(business.contacts.values());
  const enquiry = first(business.enquiries.values());
  const invoice = first(business.invoices.values(), ({ status }) => status === 'unpaid');
  const event = first(business.calendarEvents.values());
  const item = first(business.pricebookItems.values());
  const tier = first(business.pricingTiers.values());
  const favourite = first(business.favouritesSections.values());
  return [
    call('get-job-financials', { job: phase.jobId }),
    call('list-phases', { job: phase.jobId }),
    call('get-phase', { job: phase.jobId, jobPhaseId: phase.id }),
    call('get-phase-financials', { job: phase.jobId, jobPhaseId: phase.id }),
    call('get-quote-by-guid', { guid: quote.guid }),
    call('get-quote-totals', { quoteId: quote.id }),
    call('list-contacts', { limit: 5 }),
    call('get-contact', { contactId: contact.id }),
    call('list-enquiries', { limit: 5 }),
    call('get-enquiry', { enquiryId: enquiry.id }),
    call('list-invoices', { limit: 5 }),
    call('get-invoice', { invoiceId: invoice.id }),
    call('get-business-snapshot'),
    call('find-anything', { query: 'johnson', limit: 5 }),
    call('get-job-overview', { job: phase.jobId }),
    call('get-schedule'),
    call('get-timesheet-summary'),
    call('get-quote-pipeline', { limit: 5 }),
    call('get-receivables', { limit: 5 }),
    call('list-calendar-events', { limit: 10 }),
    call('get-calendar-event', { calendarEventId: event.id }),
    call('list-notes', { job: phase.jobId }),
    call('list-stock-on-hand', { limit: 5 }),
    call('list-stock-used', { limit: 5 }),
    call('list-pricebooks'),
    call('get-pricebook', { pricebookId: item.priceBookId }),
    call('list-pricebook-items', { pricebookId: item.priceBookId, limit: 5 }),
    call('get-pricebook-item', { pricebookId: item.priceBookId, priceBookLineItemId: item.id }),
    call('search-pricebooks', { search: 'pipe', limit: 5 }),
    call('list-pricing-tiers'),
    call('get-pricing-tier', { pricingTierId: tier.id }),
    call('list-favourites', { limit: 5 }),
    call('get-favourite', { sectionId: favourite.id }),
    call('get-current-user'),
    call('get-company'),
  ];
}

/** Valid calls of the tools beside the everyday ones that change something, in an order in which each works. */
export function changingCalls(business: Business, tag: string): ToolCall[] {
  const phase = first(business.phases.values(), ({ status }) => status !== 'Voided');
  const [, otherPhase] = [...business.phases.values()].filter(({ status }) => status !== 'Voided');
  const draft = first(business.quotes.values(), isDraft);
  const [accepted, declined, voided] = [...business.quotes.values()].filter(isWaiting);
  const stock = first(business.stockOnHand.values());
  const contact = first(business.contacts.values(), ({ isMain }) => !isMain);
  const note = first(business.notes.values());
  const event = first(
    business.calendarEvents.values(),
    ({ recurrence, groupId }) => recurrence === null && groupId === null,
  );
  const customer = [...business.customers.values()].at(-1);
  const [, site] = [...business.sites.values()].filter(({ isArchived }) => !isArchived);
  const day = new Date(business.now().getTime() + 40 * 86_400_000).toISOString().slice(0, 10);
  return [
    call('hold-job', { job: phase.jobId, holdUntil: day, notes: `Waiting for parts ${tag}` }),
    call('resume-job', { job: phase.jobId }),
    call('create-phase', { job: phase.jobId, title: `Phase ${tag}`, description: 'Second fix.' }),
    call('update-phase', { job: phase.jobId, jobPhaseId: phase.id, title: `Renamed ${tag}` }),
    call('void-phase', { job: otherPhase?.jobId, jobPhaseId: otherPhase?.id, confirm: true }),
    call('publish-quote', { quoteId: draft.id }),
    call('mark-quote-sent', { quoteId: draft.id }),
    call('accept-quote', { quoteId: accepted?.id, acceptedBy: 'Robin' }),
    call('decline-quote', { quoteId: declined?.id, reasonNotes: 'Too dear.', rejectedBy: 'Robin' }),
    call('void-quote', { quoteId: voided?.id, confirm: true }),
    call('create-contact', {
      contactType: 'SITE',
      siteId: site?.id,
      firstName: 'Robin',
      lastName: tag,
      email: `robin.${tag.toLowerCase().replace(/\W/g, '')}@mail.example`,
    }),
    call('update-contact', { contactId: contact.id, lastName: tag }),
    call('create-enquiry', {
      name: `Leaking roof ${tag}`,
      email: 'robin@mail.example',
      phoneNumber: '021 555 0100',
      description: 'Water comes in above the kitchen.',
      source: 'Website',
      address1: '1 Test Street',
      addressCity: 'Auckland',
    }),
    call('create-calendar-event', {
      title: `Stocktake ${tag}`,
      eventType: 'OTHER',
      start: `${day} 08:00`,
      end: `${day} 09:30`,
    }),
    call('update-calendar-event', { calendarEventId: event.id, title: `Moved ${tag}` }),
    call('delete-calendar-event', { calendarEventId: event.id, confirm: true }),
    call('create-note', { job: phase.jobId, text: `The key is with the neighbour. ${tag}` }),
    call('update-note', { noteId: note.id, text: `Changed ${tag}` }),
    call('add-stock-on-hand', {
      jobPhaseId: stock.jobPhaseId,
      itemDescription: `Valve ${tag}`,
      itemPrice: 42,
      itemCost: 30,
      itemQuantity: 2,
    }),
    call('update-stock-on-hand', { jobPhaseId: stock.jobPhaseId, stockOnHandId: stock.id, itemQuantity: 5 }),
    call('delete-stock-on-hand', { jobPhaseId: stock.jobPhaseId, stockOnHandId: stock.id, confirm: true }),
    call('archive-site', { siteId: site?.id }),
    call('restore-site', { siteId: site?.id }),
    call('delete-customer', { customerId: customer?.id, confirm: true }),
  ];
}

/** Sent, without an answer yet, and with nothing for the customer to choose. */
function isWaiting({ isSent, isAccepted, isSuperseded, declinedAt, voidedAt, sections }: Quote): boolean {
  const open = isSent && !isAccepted && !isSuperseded && declinedAt === null && voidedAt === null;
  return open && sections.every(({ selectionMode }) => selectionMode === 'Fixed');
}
