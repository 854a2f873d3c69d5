import * as calendarEvents from '../../src/fergus/endpoints/calendar-events.ts';
import { getCompany } from '../../src/fergus/endpoints/company.ts';
import * as contacts from '../../src/fergus/endpoints/contacts.ts';
import * as customers from '../../src/fergus/endpoints/customers.ts';
import * as enquiries from '../../src/fergus/endpoints/enquiries.ts';
import * as favourites from '../../src/fergus/endpoints/favourites.ts';
import * as invoices from '../../src/fergus/endpoints/invoices.ts';
import * as jobs from '../../src/fergus/endpoints/jobs.ts';
import * as notes from '../../src/fergus/endpoints/notes.ts';
import * as phases from '../../src/fergus/endpoints/phases.ts';
import * as pricebooks from '../../src/fergus/endpoints/pricebooks.ts';
import * as pricingTiers from '../../src/fergus/endpoints/pricing-tiers.ts';
import * as quotes from '../../src/fergus/endpoints/quotes.ts';
import { getVersion } from '../../src/fergus/endpoints/server.ts';
import * as sites from '../../src/fergus/endpoints/sites.ts';
import * as stock from '../../src/fergus/endpoints/stock.ts';
import { listTimeEntries } from '../../src/fergus/endpoints/time-entries.ts';
import * as users from '../../src/fergus/endpoints/users.ts';
import { type Operation, operation } from './operation.ts';
import { at, day, PAGING } from './samples.ts';

const SEARCH = { ...PAGING, filterSearchText: 'a' } as const;

/** The operations that change nothing, in any order. */
export const READS: readonly Operation[] = [
  operation('GET /version', (api) => getVersion(api)),
  operation('GET /company', (api) => getCompany(api)),
  operation('GET /users/me', (api) => users.getCurrentUser(api)),
  operation('GET /users', (api) =>
    users.listUsers(api, {
      ...SEARCH,
      sortField: 'lastName',
      filterUserType: 'tradesman',
      filterStatus: 'active',
    }),
  ),
  operation('GET /users/{userId}', (api, { userId }) => users.getUser(api, userId)),
  operation('GET /pricingTiers', (api) =>
    pricingTiers.listPricingTiers(api, { ...PAGING, sortField: 'createdAt' }),
  ),
  operation('GET /pricingTiers/{id}', (api, ids) => pricingTiers.getPricingTier(api, ids.pricingTierId)),
  operation('GET /customers', (api) => customers.listCustomers(api, { ...SEARCH, sortField: 'name' })),
  operation('GET /customers/{customerId}', (api, ids) => customers.getCustomer(api, ids.customerId)),
  operation('GET /sites', (api) =>
    sites.listSites(api, {
      ...SEARCH,
      sortField: 'name',
      filterSiteName: 'a',
      filterAddressCity: 'Auckland',
      filterAddressPostalCode: '0626',
    }),
  ),
  operation('GET /sites/{siteId}', (api, { siteId }) => sites.getSite(api, siteId)),
  operation('GET /contacts', (api, ids) =>
    contacts.listContacts(api, {
      ...SEARCH,
      sortField: 'firstName',
      filterContactType: 'CUSTOMER',
      filterCustomerId: ids.customerId,
      filterSiteId: ids.siteId,
    }),
  ),
  operation('GET /contacts/{contactId}', (api, { contactId }) => contacts.getContact(api, contactId)),
  operation('GET /jobs', (api, ids) =>
    jobs.listJobs(api, {
      ...SEARCH,
      sortField: 'lastModified',
      filterJobNo: '50',
      filterJobStatus: 'Active',
      filterJobType: 'Charge Up',
      filterCustomerId: ids.customerId,
      filterSiteId: ids.siteId,
      filterShowOnHold: true,
      filterShowArchived: true,
    }),
  ),
  operation('GET /jobs/{jobId}', (api, { jobId }) => jobs.getJob(api, jobId)),
  operation('GET /jobs/{jobId}/financialSummary', (api, ids) => jobs.getJobFinancialSummary(api, ids.jobId)),
  operation('GET /jobs/{jobId}/phases', (api, { jobId }) => phases.listPhases(api, jobId)),
  operation('GET /jobs/{jobId}/phases/{jobPhaseId}', (api, { jobId, phaseId }) =>
    phases.getPhase(api, jobId, phaseId),
  ),
  operation('GET /jobs/{jobId}/phases/{jobPhaseId}/financialSummary', (api, { jobId, phaseId }) =>
    phases.getPhaseFinancialSummary(api, jobId, phaseId),
  ),
  operation('GET /jobs/quotes', (api) =>
    quotes.listQuotes(api, {
      ...PAGING,
      sortField: 'lastModified',
      filterStatus: 'published',
      modifiedAfter: at(-365, 0),
    }),
  ),
  operation('GET /jobs/quotes/{quoteId}', (api, { draftQuote }) => quotes.getQuote(api, draftQuote.id)),
  operation('GET /jobs/quotes/guid/{guid}', (api, { quoteGuid }) =>
    quotes.getQuoteByGuid(api, quoteGuid, { includeCombinedItemParents: true }),
  ),
  operation('GET /jobs/{jobId}/quotes', (api, { draftQuote }) =>
    quotes.listJobQuotes(api, draftQuote.jobId, {
      ...PAGING,
      sortField: 'versionNumber',
      filterStatus: 'draft',
      includeCombinedItemParents: true,
    }),
  ),
  operation('GET /jobs/{jobId}/quotes/{quoteId}', (api, { draftQuote }) =>
    quotes.getJobQuote(api, draftQuote.jobId, draftQuote.id),
  ),
  operation('POST /jobs/quotes/{quoteId}/totals', (api, { quoteToAccept }) =>
    quotes.getQuoteTotals(api, quoteToAccept.id, { selectedSectionIds: quoteToAccept.optionalSectionIds }),
  ),
  operation('GET /customerInvoices', (api, ids) =>
    invoices.listInvoices(api, {
      ...PAGING,
      sortField: 'dueDate',
      customerId: ids.customerId,
      jobId: ids.jobId,
      invoiceNumber: '1',
      dueBefore: at(365, 0),
      dueAfter: at(-365, 0),
    }),
  ),
  operation('GET /customerInvoices/{invoiceId}', (api, ids) => invoices.getInvoice(api, ids.invoiceId)),
  operation('GET /calendarEvents', (api, ids) =>
    calendarEvents.listCalendarEvents(api, {
      filterDateFrom: `${day(0)}T00:00:00+13:00`,
      filterCalendarRange: 'MONTH',
      filterCalendarEventType: 'JOB_PHASE',
      filterUserId: ids.userId,
      filterJobId: ids.jobId,
      filterJobPhaseId: ids.phaseId,
      filterJobEventsOnly: true,
      filterNonJobEventsOnly: false,
      filterUnassignedEventsOnly: false,
      filterActiveOnly: true,
    }),
  ),
  operation('GET /calendarEvents/{calendarEventId}', (api, { calendarEventId }) =>
    calendarEvents.getCalendarEvent(api, calendarEventId),
  ),
  operation('GET /timeEntries', (api, ids) =>
    listTimeEntries(api, {
      ...SEARCH,
      sortField: 'user',
      filterLockedOnly: true,
      filterUserId: ids.userId,
      filterJobNo: 500,
      filterJobPhaseId: ids.phaseId,
      filterDateFrom: day(-30),
      filterDateTo: day(0),
    }),
  ),
  operation('GET /notes', (api, ids) =>
    notes.listNotes(api, {
      ...PAGING,
      sortField: 'created_at',
      filterEntityId: ids.jobId,
      filterEntityName: 'job',
      filterCreatedById: ids.userId,
    }),
  ),
  operation('GET /phases/stockOnHand', (api) =>
    stock.listStockOnHand(api, {
      ...SEARCH,
      sortField: 'lastModified',
      lastModified: at(-90, 0),
      dateEntered: at(-90, 0),
    }),
  ),
  operation('GET /phases/{jobPhaseId}/stockOnHand', (api, { stockPhaseId }) =>
    stock.listPhaseStockOnHand(api, stockPhaseId, {
      ...SEARCH,
      sortField: 'dateEntered',
      lastModified: at(-90, 0),
      dateEntered: at(-90, 0),
    }),
  ),
  operation('GET /stockUsed', (api) =>
    stock.listStockUsed(api, { filterDateFrom: day(-60), pageCursor: '0' }),
  ),
  operation('GET /pricebooks', (api) =>
    pricebooks.listPricebooks(api, { ...PAGING, sortField: 'createdAt', filterSupplierName: 'a' }),
  ),
  operation('GET /pricebooks/{id}', (api, { pricebookId }) => pricebooks.getPricebook(api, pricebookId)),
  operation('GET /pricebooks/{id}/pricebookItems', (api, { pricebookId }) =>
    pricebooks.listPricebookItems(api, pricebookId, PAGING),
  ),
  operation('GET /pricebooks/{id}/pricebookItems/{pricebookItemId}', (api, ids) =>
    pricebooks.getPricebookItem(api, ids.pricebookId, ids.pricebookItemId, {
      filterPricingTierId: ids.pricingTierId,
    }),
  ),
  operation('POST /pricebooks/search', (api, { pricingTierId, pricebookId }) =>
    pricebooks.searchPricebooks(
      api,
      { search: 'pipe', pricingTierId, allSuppliers: false, supplierIds: [pricebookId] },
      PAGING,
    ),
  ),
  operation('GET /favourites', (api) =>
    favourites.listFavourites(api, {
      ...SEARCH,
      sortField: 'name',
      representation: 'tree',
      filterSectionName: 'a',
    }),
  ),
  operation('GET /favourites/{sectionId}', (api, ids) =>
    favourites.getFavouriteSection(api, ids.favouriteSectionId),
  ),
  operation('GET /enquiries', (api) =>
    enquiries.listEnquiries(api, {
      ...SEARCH,
      sortField: 'createdAt',
      filterStatus: 'TODO',
      filterSource: 'Website',
    }),
  ),
  operation('GET /enquiries/{enquiryId}', (api, { enquiryId }) => enquiries.getEnquiry(api, enquiryId)),
];
