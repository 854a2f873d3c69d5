import type { FergusApi, Page } from '../../fergus/api.ts';
import { listContacts } from '../../fergus/endpoints/contacts.ts';
import { listCustomers } from '../../fergus/endpoints/customers.ts';
import { getJob, listJobs } from '../../fergus/endpoints/jobs.ts';
import { listSites } from '../../fergus/endpoints/sites.ts';
import { FergusError } from '../../fergus/errors.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import type { FindQuery } from './find-query.ts';
import {
  type Candidate,
  candidatesOfJob,
  type FindKind,
  toContactCandidate,
  toCustomerCandidate,
  toSiteCandidate,
} from './find-records.ts';
import { type Part, part } from './parts.ts';
import { recentJobs } from './recent-jobs.ts';
import { digitsOf } from './search-text.ts';

const pageSize = 100;
/** However a number is grouped, its last digits stand together. */
const LAST_DIGITS = 3;

/** What one of the searches brought. */
export interface Found {
  readonly candidates: readonly Candidate[];
  readonly records: number;
  /** Whether Fergus has more for it. */
  readonly hasMore: boolean;
}

/** By what they are called in the coverage; `undefined` where the query cannot be found there. */
export interface Searches {
  readonly jobs: Part<Found> | undefined;
  readonly customers: Part<Found> | undefined;
  readonly sites: Part<Found> | undefined;
  readonly contacts: Part<Found> | undefined;
  /** Where one of the words gave more jobs than a page holds. */
  readonly 'jobs by all words': Part<Found> | undefined;
  /** The jobs that changed last, from the brief cache: with their people, places and quotes. */
  readonly 'recent jobs': Part<Found> | undefined;
}

const MAX_REQUESTS = 5;

/**
 * Searches for candidates with five requests at most. The first four are a search of each kind, the fifth is for
 * jobs by the whole phrase, where a word of it gave too many, or else for those that changed last. Fergus cannot
 * search quotes by words; the active ones come with their jobs.
 */
export async function search(
  fergus: FergusApi,
  query: FindQuery,
  kinds: ReadonlySet<FindKind>,
): Promise<Searches> {
  const ofJobs = kinds.has('job') || kinds.has('quote');
  const filterSearchText = textFor(query);
  const people = filterSearchText === undefined ? undefined : { pageSize, filterSearchText };
  // Fergus finds sites by words, not by numbers of phones or addresses of mail.
  const places = query.kind === 'words' || query.kind === 'job-number' ? people : undefined;
  const isWhole = query.kind === 'words' && query.needle.short === query.needle.text;
  const [jobs, customers, sites, contacts] = await Promise.all([
    found(ofJobs ? readJobs(fergus, query) : undefined, (job) => candidatesOfJob(job, true)),
    found(kinds.has('customer') && people ? listCustomers(fergus, people) : undefined, (customer) => [
      toCustomerCandidate(customer, isWhole),
    ]),
    found(kinds.has('site') && places ? listSites(fergus, places) : undefined, (site) => [
      toSiteCandidate(site, isWhole),
    ]),
    found(kinds.has('contact') && people ? listContacts(fergus, people) : undefined, (contact) => [
      toContactCandidate(contact, isWhole),
    ]),
  ]);
  const phrase = query.kind === 'words' && jobs?.value?.hasMore ? query.phrase : undefined;
  const room = MAX_REQUESTS - fergus.sent - (phrase === undefined ? 0 : 1);
  const [byPhrase, recent] = await Promise.all([
    found(phrase === undefined ? undefined : jobsByText(fergus, phrase), (job) => candidatesOfJob(job, true)),
    found(isNamedJob(query) || room < 1 ? undefined : recentJobs(fergus), (job) =>
      candidatesOfJob(job, false),
    ),
  ]);
  return { jobs, customers, sites, contacts, 'jobs by all words': byPhrase, 'recent jobs': recent };
}

/** The read as a part of the search; nothing where there is nothing to read. */
async function found<T>(
  read: Promise<Page<T>> | undefined,
  toCandidates: (record: T) => Candidate[],
): Promise<Part<Found> | undefined> {
  if (read === undefined) return undefined;
  return part(
    read.then(({ items, nextCursor }) => ({
      candidates: items.flatMap(toCandidates),
      records: items.length,
      hasMore: nextCursor !== undefined,
    })),
  );
}

/** What customers and contacts are searched for: a piece of the query that stands in every spelling of it. */
function textFor(query: FindQuery): string | undefined {
  switch (query.kind) {
    case 'job-number':
      return query.isBare ? query.digits : undefined;
    case 'phone':
      return digitsOf(query.phone).slice(-LAST_DIGITS);
    case 'email':
      return query.email;
    default:
      return query.needle.short;
  }
}

function isNamedJob(query: FindQuery): boolean {
  return query.kind === 'job-number' && !query.isBare;
}

function readJobs(fergus: FergusApi, query: FindQuery): Promise<Page<Job>> | undefined {
  switch (query.kind) {
    case 'job-number':
      // In the order of their numbers, so that 5 comes before 15 and 50, which hold it too.
      return listJobs(fergus, {
        pageSize,
        filterJobNo: query.digits,
        sortField: 'jobNo',
        sortOrder: 'asc',
      });
    case 'words':
      return jobsByText(fergus, query.needle.text);
    case 'phone':
      return JOB_ID.test(query.phone) ? jobById(fergus, Number(query.phone)) : undefined;
    default:
      return undefined;
  }
}

function jobsByText(fergus: FergusApi, filterSearchText: string): Promise<Page<Job>> {
  return listJobs(fergus, { pageSize, filterSearchText, sortField: 'lastModified', sortOrder: 'desc' });
}

/** Ids have 7–8 digits [live], as some phone numbers have. */
const JOB_ID = /^[1-9]\d{6,7}$/;

async function jobById(fergus: FergusApi, id: number): Promise<Page<Job>> {
  try {
    return { items: [await getJob(fergus, id)], nextCursor: undefined };
  } catch (error) {
    if (error instanceof FergusError && error.kind === 'not-found')
      return { items: [], nextCursor: undefined };
    throw error;
  }
}
