import type { FergusApi, Page, PageQuery } from '../../src/fergus/api.ts';
import { getCalendarEvent, listCalendarEvents } from '../../src/fergus/endpoints/calendar-events.ts';
import { getContact, listContacts } from '../../src/fergus/endpoints/contacts.ts';
import { getCustomer, listCustomers } from '../../src/fergus/endpoints/customers.ts';
import { getEnquiry, listEnquiries } from '../../src/fergus/endpoints/enquiries.ts';
import { getFavouriteSection, listFavourites } from '../../src/fergus/endpoints/favourites.ts';
import { getInvoice, listInvoices } from '../../src/fergus/endpoints/invoices.ts';
import { getJob, getJobFinancialSummary, listJobs } from '../../src/fergus/endpoints/jobs.ts';
import { listNotes } from '../../src/fergus/endpoints/notes.ts';
import { getPhase, getPhaseFinancialSummary, listPhases } from '../../src/fergus/endpoints/phases.ts';
import * as pricebooks from '../../src/fergus/endpoints/pricebooks.ts';
import { getPricingTier, listPricingTiers } from '../../src/fergus/endpoints/pricing-tiers.ts';
import * as quotes from '../../src/fergus/endpoints/quotes.ts';
import { getSite, listSites } from '../../src/fergus/endpoints/sites.ts';
import { listPhaseStockOnHand, listStockOnHand, listStockUsed } from '../../src/fergus/endpoints/stock.ts';
import { listTimeEntries } from '../../src/fergus/endpoints/time-entries.ts';
import { getUser, listUsers } from '../../src/fergus/endpoints/users.ts';
import { CALENDAR_RANGES } from '../../src/fergus/types/calendar-events.ts';
import { at, day } from './samples.ts';

/** Reads all that a business has: every page of every list, every record by its id. */
export async function readEverything(api: FergusApi): Promise<void> {
  await readJobs(api);
  await readQuotes(api);
  for (const { id } of await all((page) => listInvoices(api, page))) await getInvoice(api, id);
  for (const { id } of await all((page) => listCustomers(api, page))) await getCustomer(api, id);
  for (const { id } of await all((page) => listSites(api, page))) await getSite(api, id);
  for (const { id } of await all((page) => listContacts(api, page))) await getContact(api, id);
  for (const { id } of await all((page) => listUsers(api, page))) await getUser(api, id);
  for (const filterStatus of [undefined, 'CONTACTED', 'JOBCREATED', 'REJECTED'] as const) {
    const enquiries = await all((page) => listEnquiries(api, { ...page, filterStatus }));
    for (const { id } of enquiries) await getEnquiry(api, id);
  }
  await all((page) => listNotes(api, page));
  await all((page) => listTimeEntries(api, { ...page, filterDateFrom: day(-365), filterDateTo: day(365) }));
  await readCalendar(api);
  await readMaterials(api);
}

async function readJobs(api: FergusApi): Promise<void> {
  for (const { id: jobId } of await all((page) => listJobs(api, page))) {
    await getJob(api, jobId);
    await getJobFinancialSummary(api, jobId);
    await all((page) => quotes.listJobQuotes(api, jobId, page));
    for (const { id } of await listPhases(api, jobId)) {
      await getPhase(api, jobId, id);
      await getPhaseFinancialSummary(api, jobId, id);
      await all((page) => listPhaseStockOnHand(api, id, page));
    }
  }
}

async function readQuotes(api: FergusApi): Promise<void> {
  await all((page) => quotes.listQuotes(api, { ...page, createdAfter: at(-365, 0) }));
  for (const { id, jobId } of await all((page) => quotes.listQuotes(api, page))) {
    const { guid } = await quotes.getQuote(api, id);
    await quotes.getJobQuote(api, jobId ?? 0, id);
    await quotes.getQuoteByGuid(api, guid ?? '', { includeCombinedItemParents: true });
    await quotes.getQuoteTotals(api, id);
  }
}

/** Five months, and every range from today. */
async function readCalendar(api: FergusApi): Promise<void> {
  const events = new Set<number>();
  const days = [-60, -30, 0, 30, 60].map((offset) => ['MONTH', offset] as const);
  for (const [filterCalendarRange, offset] of [
    ...days,
    ...CALENDAR_RANGES.map((range) => [range, 0] as const),
  ]) {
    const filterDateFrom = `${day(offset)}T00:00:00+13:00`;
    for (const { id } of await listCalendarEvents(api, { filterDateFrom, filterCalendarRange }))
      events.add(id);
  }
  for (const id of events) await getCalendarEvent(api, id);
}

async function readMaterials(api: FergusApi): Promise<void> {
  await all((page) => listStockOnHand(api, page));
  await all(({ pageCursor }) => listStockUsed(api, { pageCursor, filterDateFrom: day(-179) }));
  const tiers = await all((page) => listPricingTiers(api, page));
  for (const { id } of tiers) await getPricingTier(api, id);
  for (const book of await all((page) => pricebooks.listPricebooks(api, page))) {
    await pricebooks.getPricebook(api, book.id);
    const items = await all((page) => pricebooks.listPricebookItems(api, book.id, page));
    for (const { id } of items) await pricebooks.getPricebookItem(api, book.id, id);
  }
  await all((page) => pricebooks.searchPricebooks(api, { search: 'cop' }, page));
  await all((page) => listFavourites(api, { ...page, representation: 'tree' }));
  for (const { id } of await all((page) => listFavourites(api, page))) await getFavouriteSection(api, id);
}

/** Every item of a list, in the largest pages that Fergus gives. */
async function all<T>(list: (page: PageQuery) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let pageCursor: string | undefined;
  do {
    const page = await list({ pageSize: 100, pageCursor });
    items.push(...page.items);
    pageCursor = page.nextCursor;
  } while (pageCursor !== undefined);
  return items;
}
