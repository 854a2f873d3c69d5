import type { FergusApi } from '../fergus/api.ts';
import { getCompanyProfile } from '../fergus/company-profile.ts';
import { getCompany } from '../fergus/endpoints/company.ts';
import { getCustomer, listCustomers } from '../fergus/endpoints/customers.ts';
import { getQuote, listQuotes } from '../fergus/endpoints/quotes.ts';
import { JOB_REFERENCE, resolveJob } from '../fergus/job-reference.ts';
import { suggestJobNumbers } from '../fergus/job-suggestions.ts';
import { toCustomerRecord } from '../tools/customers/customer-view.ts';
import { toJobRecord } from '../tools/jobs/job-view.ts';
import { toQuoteDetail, toQuoteUnits } from '../tools/quotes/quote-view.ts';
import { GUIDE } from './guide.ts';

/** Something to look at under an address of its own. */
export interface Resource {
  readonly uri: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly mimeType: 'text/markdown' | 'application/json';
  readonly read: (fergus: FergusApi) => Promise<string>;
}

/** A family of resources whose address ends in one variable: `fergus://jobs/{job}`. */
export interface ResourceTemplate {
  /** The address up to the variable. */
  readonly prefix: string;
  readonly variable: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** What the variable may be; anything else is no resource, and Fergus is not asked. */
  readonly pattern: RegExp;
  readonly read: (value: string, fergus: FergusApi) => Promise<unknown>;
  readonly complete: (typed: string, fergus: FergusApi) => Promise<readonly string[]>;
}

export const RESOURCES: readonly Resource[] = [
  {
    uri: 'fergus://guide',
    name: 'guide',
    title: 'How Fergus works',
    description:
      'Records, identifiers, the lives of jobs and quotes, and what cannot be done through these tools.',
    mimeType: 'text/markdown',
    read: async () => GUIDE,
  },
  {
    uri: 'fergus://company',
    name: 'company',
    title: 'The company',
    description: 'Name, address, time zone, currency and tax of the company whose account this is.',
    mimeType: 'application/json',
    read: async (fergus) => {
      const [company, profile] = await Promise.all([getCompany(fergus), getCompanyProfile(fergus)]);
      return JSON.stringify({ ...profile, contact: company.contact, tax: company.tax }, null, 2);
    },
  },
];

const ID = /^[1-9]\d{0,14}$/;

export const RESOURCE_TEMPLATES: readonly ResourceTemplate[] = [
  {
    prefix: 'fergus://jobs/',
    variable: 'job',
    name: 'job',
    title: 'A job',
    description: 'A job by number or id, with customer, site, contact and active quote.',
    pattern: JOB_REFERENCE,
    read: async (job, fergus) => {
      const [found, profile] = await Promise.all([resolveJob(fergus, job), getCompanyProfile(fergus)]);
      return toJobRecord(found, profile);
    },
    complete: (typed, fergus) => suggestJobNumbers(fergus, typed),
  },
  {
    prefix: 'fergus://quotes/',
    variable: 'quoteId',
    name: 'quote',
    title: 'A quote',
    description: 'A quote with its sections, line items and totals.',
    pattern: ID,
    read: async (quoteId, fergus) => {
      const [quote, profile] = await Promise.all([
        getQuote(fergus, Number(quoteId)),
        getCompanyProfile(fergus),
      ]);
      return { ...toQuoteDetail(quote, profile), ...toQuoteUnits(profile) };
    },
    complete: async (typed, fergus) => {
      const { items } = await listQuotes(fergus, {
        pageSize: 100,
        sortField: 'lastModified',
        sortOrder: 'desc',
      });
      return items.map(({ id }) => String(id)).filter((id) => id.startsWith(typed.trim()));
    },
  },
  {
    prefix: 'fergus://customers/',
    variable: 'customerId',
    name: 'customer',
    title: 'A customer',
    description: 'A customer with contacts and addresses. Completion finds ids by name.',
    pattern: ID,
    read: async (customerId, fergus) => {
      const [customer, profile] = await Promise.all([
        getCustomer(fergus, Number(customerId)),
        getCompanyProfile(fergus),
      ]);
      return toCustomerRecord(customer, profile);
    },
    complete: async (typed, fergus) => {
      const words = typed.trim();
      const digits = ID.test(words);
      const { items } = await listCustomers(fergus, {
        pageSize: digits ? 100 : 20,
        filterSearchText: digits ? undefined : words || undefined,
      });
      const ids = items.map(({ id }) => String(id));
      return digits ? ids.filter((id) => id.startsWith(words)) : ids;
    },
  },
];

/** An address of a record, and what to call it. */
export interface RecordLink {
  readonly uri: string;
  readonly name: string;
}

/**
 * The resources that a result is about, for clients that can open them: those whose ids stand in the result
 * itself, not in a list inside it.
 */
export function linksOf({ jobId, jobNo, quoteId, customerId }: Record<string, unknown>): RecordLink[] {
  const links: RecordLink[] = [];
  if (typeof jobId === 'number') {
    links.push({ uri: `fergus://jobs/${jobId}`, name: typeof jobNo === 'string' ? jobNo : `Job ${jobId}` });
  }
  if (typeof quoteId === 'number') {
    links.push({ uri: `fergus://quotes/${quoteId}`, name: `Quote ${quoteId}` });
  }
  if (typeof customerId === 'number') {
    links.push({ uri: `fergus://customers/${customerId}`, name: `Customer ${customerId}` });
  }
  return links;
}
