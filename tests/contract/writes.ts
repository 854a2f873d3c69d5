import * as calendarEvents from '../../src/fergus/endpoints/calendar-events.ts';
import * as contacts from '../../src/fergus/endpoints/contacts.ts';
import * as customers from '../../src/fergus/endpoints/customers.ts';
import { createEnquiry } from '../../src/fergus/endpoints/enquiries.ts';
import * as jobs from '../../src/fergus/endpoints/jobs.ts';
import * as notes from '../../src/fergus/endpoints/notes.ts';
import * as phases from '../../src/fergus/endpoints/phases.ts';
import * as quotes from '../../src/fergus/endpoints/quotes.ts';
import { disconnect } from '../../src/fergus/endpoints/server.ts';
import * as sites from '../../src/fergus/endpoints/sites.ts';
import * as stock from '../../src/fergus/endpoints/stock.ts';
import { updateUser } from '../../src/fergus/endpoints/users.ts';
import { type Operation, operation } from './operation.ts';
import {
  ADDRESS,
  at,
  CONTACT_ITEMS,
  day,
  fullJob,
  PERSON,
  quoteSections,
  quoteUpdate,
  recurringEvent,
} from './samples.ts';

/**
 * The operations that change something, to be run in this order: an archived site is restored after, a draft is
 * updated before it is finalised, and what deletes, voids or signs out comes last.
 */
export const WRITES: readonly Operation[] = [
  operation('POST /customers', (api) =>
    customers.createCustomer(api, {
      customerFullName: 'Walker Lettings',
      mainContact: PERSON,
      physicalAddress: ADDRESS,
      postalAddress: ADDRESS,
    }),
  ),
  operation('PUT /customers/{customerId}', (api, { customerId }) =>
    customers.updateCustomer(api, customerId, {
      customerFullName: 'Walker Lettings Ltd',
      mainContact: PERSON,
      physicalAddress: ADDRESS,
      postalAddress: ADDRESS,
    }),
  ),
  operation('POST /sites', (api) =>
    sites.createSite(api, {
      name: 'Kowhai Lane flats',
      defaultContact: PERSON,
      billingContact: PERSON,
      siteAddress: { ...ADDRESS, address1: '16 Kowhai Lane' },
      postalAddress: ADDRESS,
    }),
  ),
  operation('PATCH /sites/{siteId}', (api, { siteId }) =>
    sites.updateSite(api, siteId, {
      name: 'Kowhai Lane, rear',
      siteAddress: { ...ADDRESS, address1: '18 Kowhai Lane' },
      postalAddress: ADDRESS,
    }),
  ),
  operation('POST /contacts', (api, { siteId }) =>
    contacts.createContact(api, {
      ...PERSON,
      email: 'hemi.ropata@example.com',
      contactType: 'SITE',
      siteId,
      isMain: false,
      isBilling: true,
    }),
  ),
  operation('PUT /contacts/{contactId}', (api, { contactId }) =>
    contacts.updateContact(api, contactId, {
      ...PERSON,
      contactItems: CONTACT_ITEMS,
      isMain: false,
      isBilling: true,
    }),
  ),
  operation('PATCH /users/{userId}', (api, { userId }) =>
    updateUser(api, userId, {
      firstName: 'Aroha',
      lastName: 'Ngata',
      address: ADDRESS,
      payRate: 38.5,
      chargeOutRate: 95,
      contactItems: [{ contactType: 'mobile', contactValue: '021 555 0199' }],
    }),
  ),
  operation('POST /enquiries', (api) =>
    createEnquiry(api, {
      ...ADDRESS,
      name: 'Blocked drain',
      email: 'mere.walker@example.com',
      phoneNumber: '021 555 0142',
      description: 'The yard floods after rain.',
      source: 'Website',
    }),
  ),
  operation('POST /jobs', (api, ids) => jobs.createJob(api, fullJob(ids))),
  operation('PUT /jobs/{jobId}', (api, ids) => {
    const { isDraft: _, ...fields } = fullJob(ids);
    return jobs.updateJob(api, ids.draftJobId, fields);
  }),
  operation('PUT /jobs/{jobId}/finalise', (api, { draftJobId }) => jobs.finaliseJob(api, draftJobId)),
  operation('POST /jobs/{jobId}/hold', (api, { jobId }) =>
    jobs.holdJob(api, jobId, { holdUntil: day(14), notes: 'Waiting for the cylinder' }),
  ),
  operation('POST /jobs/{jobId}/resume', (api, { jobId }) => jobs.resumeJob(api, jobId)),
  operation('POST /jobs/{jobId}/phases', (api, { jobId }) =>
    phases.createPhase(api, jobId, { title: 'Drainage', description: 'Clear the yard drain' }),
  ),
  operation('PUT /jobs/{jobId}/phases/{jobPhaseId}', (api, { jobId, phaseId }) =>
    phases.updatePhase(api, jobId, phaseId, { title: 'First fix', description: 'Pipes and brackets' }),
  ),
  operation('POST /phases/{jobPhaseId}/stockOnHand', (api, { stockPhaseId, salesAccountId }) =>
    stock.createStockOnHand(api, stockPhaseId, {
      itemDescription: 'Copper pipe 15 mm',
      itemPrice: 14.2,
      itemCost: 8.9,
      itemQuantity: 6,
      salesAccountId,
    }),
  ),
  operation('PATCH /phases/{jobPhaseId}/stockOnHand/{stockOnHandId}', (api, ids) =>
    stock.updateStockOnHand(api, ids.stockPhaseId, ids.stockOnHandId, {
      itemDescription: 'Copper pipe 20 mm',
      itemPrice: 17.5,
      itemCost: 11.1,
      itemQuantity: 3,
      salesAccountId: ids.salesAccountId,
      isLabour: false,
    }),
  ),
  operation('POST /notes', (api, { jobId, noteId }) =>
    notes.createNote(api, { text: 'Key at reception', entityName: 'job', entityId: jobId, parentId: noteId }),
  ),
  operation('PATCH /notes/{noteId}', (api, { noteId }) =>
    notes.updateNote(api, noteId, { text: 'Key with the neighbour', isPinned: true }),
  ),
  operation('POST /calendarEvents', (api, ids) =>
    calendarEvents.createCalendarEvent(api, recurringEvent(ids)),
  ),
  operation('POST /calendarEvents/{calendarEventId}', (api, { calendarEventId, userId }) =>
    calendarEvents.updateCalendarEvent(api, calendarEventId, {
      startTime: at(3, 20),
      endTime: at(3, 21),
      eventTitle: 'Measure up',
      description: 'Ask for the gate code',
      userId,
      frequency: 'DAILY',
      interval: 1,
      repeatEndType: 'ON_DATE',
      repeatEndDate: day(6),
      repeatSplitOnDate: at(3, 20),
      updateAllRecurring: false,
      updateAllGrouped: false,
    }),
  ),
  operation('POST /jobs/{jobId}/quotes', (api, ids) =>
    quotes.createQuote(api, ids.jobId, {
      title: 'Hot water',
      description: 'Cylinder and valves',
      dueDays: 30,
      versionNumber: ids.freeVersionNumber,
      sections: quoteSections(ids),
    }),
  ),
  operation('PUT /jobs/{jobId}/quotes/{quoteId}', (api, ids) => {
    const { jobId, id, lineItemId } = ids.draftQuote;
    return quotes.updateQuote(api, jobId, id, quoteUpdate(ids, lineItemId));
  }),
  operation('PUT /jobs/{jobId}/quotes/version/{versionNumber}', (api, ids) => {
    const { jobId, versionNumber, lineItemId } = ids.draftQuote;
    return quotes.updateQuoteVersion(api, jobId, versionNumber, quoteUpdate(ids, lineItemId));
  }),
  operation('POST /jobs/quotes/{quoteId}/publish', (api, { draftQuote }) =>
    quotes.publishQuote(api, draftQuote.id, { publishedAt: at(0, 0), publishedBy: 'Aroha Ngata' }),
  ),
  operation('POST /jobs/quotes/{quoteId}/markAsSent', (api, { draftQuote }) =>
    quotes.markQuoteAsSent(api, draftQuote.id, { isSent: true }),
  ),
  operation('POST /jobs/quotes/{quoteId}/accept', (api, { quoteToAccept }) =>
    quotes.acceptQuote(api, quoteToAccept.id, {
      acceptedBy: 'Mere Walker',
      acceptedAt: at(0, 0),
      selectedSectionIds: quoteToAccept.optionalSectionIds,
    }),
  ),
  operation('POST /jobs/quotes/{quoteId}/decline', (api, { draftQuote }) =>
    quotes.declineQuote(api, draftQuote.id, {
      declinedAt: at(0, 0),
      reasonNotes: 'Too dear',
      rejectedBy: 'Mere Walker',
    }),
  ),
  operation('POST /sites/{siteId}/archive', (api, { spareSiteId }) => sites.archiveSite(api, spareSiteId)),
  operation('POST /sites/{siteId}/restore', (api, { spareSiteId }) => sites.restoreSite(api, spareSiteId)),
  operation('POST /jobs/quotes/{quoteId}/void', (api, { quoteToVoidId }) =>
    quotes.voidQuote(api, quoteToVoidId, { voidedAt: at(0, 0) }),
  ),
  operation('POST /jobs/{jobId}/phases/{jobPhaseId}/void', (api, { jobId, sparePhaseId }) =>
    phases.voidPhase(api, jobId, sparePhaseId),
  ),
  operation('DELETE /phases/{jobPhaseId}/stockOnHand/{stockOnHandId}', (api, ids) =>
    stock.deleteStockOnHand(api, ids.stockPhaseId, ids.stockOnHandId),
  ),
  operation('DELETE /calendarEvents/{calendarEventId}', (api, { spareCalendarEventId }) =>
    calendarEvents.deleteCalendarEvent(api, spareCalendarEventId, {
      deleteOnDate: at(1, 20),
      deleteAllRecurring: false,
      deleteAllGrouped: true,
    }),
  ),
  operation('DELETE /customers/{customerId}', (api, { looseCustomerId }) =>
    customers.deleteCustomer(api, looseCustomerId),
  ),
  operation('POST /disconnect', (api) =>
    disconnect(api, {
      refreshToken: 'sample-refresh-token',
      clientId: 'sample-client',
      clientSecret: 'sample-secret',
    }),
  ),
];
