import type { Method } from '../../src/fergus/api.ts';
import {
  CALENDAR_EVENT_TYPES,
  CALENDAR_RANGES,
  EVENT_FREQUENCIES,
  REPEAT_END_TYPES,
} from '../../src/fergus/types/calendar-events.ts';
import { CONTACT_SORT_FIELDS, CONTACT_TYPES } from '../../src/fergus/types/contacts.ts';
import { CUSTOMER_SORT_FIELDS } from '../../src/fergus/types/customers.ts';
import { ENQUIRY_SORT_FIELDS, ENQUIRY_STATUSES } from '../../src/fergus/types/enquiries.ts';
import { FAVOURITE_REPRESENTATIONS, FAVOURITE_SORT_FIELDS } from '../../src/fergus/types/favourites.ts';
import { INVOICE_SORT_FIELDS } from '../../src/fergus/types/invoices.ts';
import { JOB_SORT_FIELDS, JOB_STATUS_FILTERS, JOB_TYPES } from '../../src/fergus/types/jobs.ts';
import { NOTE_ENTITIES, NOTE_SORT_FIELDS, noteEntityName } from '../../src/fergus/types/notes.ts';
import { PRICEBOOK_SORT_FIELDS } from '../../src/fergus/types/pricebooks.ts';
import { PRICING_TIER_SORT_FIELDS } from '../../src/fergus/types/pricing-tiers.ts';
import {
  JOB_QUOTE_SORT_FIELDS,
  QUOTE_SORT_FIELDS,
  QUOTE_STATUS_FILTERS,
} from '../../src/fergus/types/quotes.ts';
import { CONTACT_ITEM_TYPES } from '../../src/fergus/types/shared.ts';
import { SITE_SORT_FIELDS } from '../../src/fergus/types/sites.ts';
import { STOCK_ON_HAND_SORT_FIELDS } from '../../src/fergus/types/stock.ts';
import { TIME_ENTRY_SORT_FIELDS } from '../../src/fergus/types/time-entries.ts';
import {
  USER_CONTACT_ITEM_TYPES,
  USER_SORT_FIELDS,
  USER_STATUSES,
  USER_TYPES,
} from '../../src/fergus/types/users.ts';

import type { Operation } from './operation.ts';

/** A place in a request that takes words of a fixed set, and the words that our types have for it. */
export interface WordSet {
  readonly operation: Pick<Operation, 'method' | 'path'>;
  /** Of the place in the request, `/query/sortField` or `/body/jobType`; our sample call fills it. */
  readonly pointer: string;
  readonly words: readonly string[];
}

/** By operation (method and path) and place. */
const WORDS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'GET /calendarEvents': {
    '/query/filterCalendarEventType': CALENDAR_EVENT_TYPES,
    '/query/filterCalendarRange': CALENDAR_RANGES,
  },
  'POST /calendarEvents': {
    '/body/eventType': CALENDAR_EVENT_TYPES,
    '/body/frequency': EVENT_FREQUENCIES,
    '/body/repeatEndType': REPEAT_END_TYPES,
  },
  'POST /calendarEvents/{calendarEventId}': {
    '/body/frequency': EVENT_FREQUENCIES,
    '/body/repeatEndType': REPEAT_END_TYPES,
    '/body/updateAllRecurring': ['TRUE', 'FALSE'],
    '/body/updateAllGrouped': ['TRUE', 'FALSE'],
  },
  'DELETE /calendarEvents/{calendarEventId}': {
    '/body/deleteAllRecurring': ['TRUE', 'FALSE'],
    '/body/deleteAllGrouped': ['TRUE', 'FALSE'],
  },
  'GET /contacts': {
    '/query/sortField': CONTACT_SORT_FIELDS,
    '/query/filterContactType': CONTACT_TYPES,
  },
  'POST /contacts': {
    '/body/contactType': CONTACT_TYPES,
    '/body/contactItems/0/contactType': CONTACT_ITEM_TYPES,
  },
  'PUT /contacts/{contactId}': { '/body/contactItems/0/contactType': CONTACT_ITEM_TYPES },
  'GET /customerInvoices': { '/query/sortField': INVOICE_SORT_FIELDS },
  'GET /customers': { '/query/sortField': CUSTOMER_SORT_FIELDS },
  'POST /customers': { '/body/mainContact/contactItems/0/contactType': CONTACT_ITEM_TYPES },
  'PUT /customers/{customerId}': { '/body/mainContact/contactItems/0/contactType': CONTACT_ITEM_TYPES },
  'GET /enquiries': {
    '/query/sortField': ENQUIRY_SORT_FIELDS,
    '/query/filterStatus': ENQUIRY_STATUSES,
  },
  'GET /favourites': {
    '/query/sortField': FAVOURITE_SORT_FIELDS,
    '/query/representation': FAVOURITE_REPRESENTATIONS,
  },
  'GET /jobs': {
    '/query/sortField': JOB_SORT_FIELDS,
    '/query/filterJobStatus': JOB_STATUS_FILTERS,
    '/query/filterJobType': JOB_TYPES,
  },
  'POST /jobs': { '/body/jobType': JOB_TYPES },
  'GET /jobs/quotes': {
    '/query/sortField': QUOTE_SORT_FIELDS,
    '/query/filterStatus': QUOTE_STATUS_FILTERS,
  },
  'GET /jobs/{jobId}/quotes': {
    '/query/sortField': JOB_QUOTE_SORT_FIELDS,
    '/query/filterStatus': QUOTE_STATUS_FILTERS,
  },
  'GET /notes': {
    '/query/sortField': NOTE_SORT_FIELDS,
    '/query/filterEntityName': NOTE_ENTITIES.map((entity) => noteEntityName(entity, 'filter')),
  },
  'GET /phases/stockOnHand': { '/query/sortField': STOCK_ON_HAND_SORT_FIELDS },
  'GET /phases/{jobPhaseId}/stockOnHand': { '/query/sortField': STOCK_ON_HAND_SORT_FIELDS },
  'GET /pricebooks': { '/query/sortField': PRICEBOOK_SORT_FIELDS },
  'GET /pricingTiers': { '/query/sortField': PRICING_TIER_SORT_FIELDS },
  'GET /sites': { '/query/sortField': SITE_SORT_FIELDS },
  'POST /sites': { '/body/defaultContact/contactItems/0/contactType': CONTACT_ITEM_TYPES },
  'GET /timeEntries': { '/query/sortField': TIME_ENTRY_SORT_FIELDS },
  'GET /users': {
    '/query/sortField': USER_SORT_FIELDS,
    '/query/filterUserType': USER_TYPES,
    '/query/filterStatus': USER_STATUSES,
  },
  'PATCH /users/{userId}': { '/body/contactItems/0/contactType': USER_CONTACT_ITEM_TYPES },
};

/** Every place in our requests that takes words of a fixed set, `sortOrder` apart, which is the same everywhere. */
export const VOCABULARY: readonly WordSet[] = Object.entries(WORDS).flatMap(([name, places]) => {
  const [method, path = ''] = name.split(' ');
  const operation = { method: method as Method, path };
  return Object.entries(places).map(([pointer, words]) => ({ operation, pointer, words }));
});

/** Words of answers that are known although the sandbox's business has no record with them. */
export const RARE_WORDS: readonly string[] = [
  ...CONTACT_ITEM_TYPES,
  ...NOTE_ENTITIES,
  'FIXED',
  'Non-Standard',
  'paidDisputed',
];
