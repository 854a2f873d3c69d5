/**
 * Everything that the sandbox stores about one business: one record type per kind of thing, keyed by id.
 *
 * Records carry the contract's field names. Three things differ from the wire, and a route adds them when it
 * answers: `links`; what another record already says (a job keeps `customerId`, not the customer; totals of
 * stock lines; a quote's `jobNo`); and the company's own id. Fields under "hidden" never reach the wire.
 * Times are ISO 8601 in UTC unless a field says otherwise; money is in the company's currency, hours decimal.
 */

import type { CustomerInvoice } from './records/invoices.ts';
import type {
  FavouritesFolder,
  FavouritesSection,
  Pricebook,
  PricebookItem,
  PricingTier,
  SalesAccount,
  StockOnHandItem,
} from './records/materials.ts';
import type { Company, Contact, Customer, Enquiry, Site, User } from './records/people.ts';
import type { CalendarEvent, TimeEntry } from './records/time.ts';
import type { Job, JobPhase, Note, Quote } from './records/work.ts';

export type * from './records/invoices.ts';
export type * from './records/materials.ts';
export type * from './records/people.ts';
export type * from './records/time.ts';
export type * from './records/work.ts';

/** One company's whole state. Routes read and change the maps directly. */
export interface Business {
  /** What every record answers as `companyId`; the rate limit counts per this. */
  readonly companyId: number;
  readonly company: Company;
  readonly users: Map<number, User>;
  readonly contacts: Map<number, Contact>;
  readonly customers: Map<number, Customer>;
  readonly sites: Map<number, Site>;
  readonly jobs: Map<number, Job>;
  readonly phases: Map<number, JobPhase>;
  readonly quotes: Map<number, Quote>;
  readonly timeEntries: Map<number, TimeEntry>;
  readonly calendarEvents: Map<number, CalendarEvent>;
  readonly invoices: Map<number, CustomerInvoice>;
  readonly notes: Map<number, Note>;
  readonly stockOnHand: Map<number, StockOnHandItem>;
  readonly salesAccounts: Map<number, SalesAccount>;
  readonly pricebooks: Map<number, Pricebook>;
  readonly pricebookItems: Map<number, PricebookItem>;
  readonly pricingTiers: Map<number, PricingTier>;
  readonly favouritesFolders: Map<number, FavouritesFolder>;
  readonly favouritesSections: Map<number, FavouritesSection>;
  readonly enquiries: Map<number, Enquiry>;
  /** A fresh 8-digit id, never given out before, for any kind of record (sections, lines, addresses too). */
  nextId(): number;
  /** The next job number in the company's form, "Job-541". */
  nextJobNo(): string;
  /** The sandbox's clock. */
  now(): Date;
}

/** Two users for the sandbox's sign-ins: the owner, whom the seed stores first, and one who is not. */
export function firstActiveUsers(business: Business): [User, User] {
  const [first, second] = [...business.users.values()].filter(({ status }) => status === 'active');
  if (first === undefined || second === undefined)
    throw new Error('A sandbox business needs two active users.');
  return [first, second];
}

/** A company setting such as `timezone` or `currency`. @throws when the seed forgot it. */
export function companySetting(business: Business, key: string): string {
  const setting = business.company.settings.find(({ settingKey }) => settingKey === key);
  if (setting === undefined) throw new Error(`The sandbox company has no setting "${key}".`);
  return setting.settingValue;
}

/** The number in a job's name, as time entries and quotes carry it: 512 for "Job-512A"; `null` without one. */
export function numberOfJob(job: Job): number | null {
  const digits = /\d+/.exec(job.jobNo)?.[0];
  return digits === undefined ? null : Number(digits);
}
