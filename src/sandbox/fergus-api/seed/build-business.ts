import type { Business } from '../business.ts';
import { type EventRow, seedCalendar } from './calendar.ts';
import { type CataloguePlan, seedCatalogue } from './catalogue.ts';
import { type EnquiryRow, seedEnquiries } from './enquiries.ts';
import { seedInvoices } from './invoices.ts';
import type { JobPlan, SeededJob } from './job-plan.ts';
import { seedJobs } from './jobs.ts';
import { type NoteRow, seedNotes } from './notes.ts';
import {
  type CustomerRow,
  type SiteRow,
  seedCustomers,
  seedSites,
  seedUsers,
  type UserRow,
} from './people.ts';
import { type BusinessPlan, beginSeeding } from './seeding.ts';
import { seedStock, seedTimesheets } from './work.ts';

/** A whole business as tables; rows refer to each other by key. */
export interface SeedTables extends BusinessPlan {
  /** Of the users' mail addresses. */
  readonly domain: string;
  readonly users: readonly UserRow[];
  readonly catalogue: CataloguePlan;
  readonly customers: readonly CustomerRow[];
  readonly sites: readonly SiteRow[];
  readonly jobs: readonly JobPlan[];
  readonly events: readonly EventRow[];
  readonly enquiries: readonly EnquiryRow[];
  readonly notes: readonly NoteRow[];
}

/** Makes a business of its tables. Equal tables and an equal clock give an equal business. */
export function buildBusiness(tables: SeedTables): Business {
  const seeding = beginSeeding(tables);
  const { business } = seeding;
  const users = seedUsers(seeding, tables.domain, tables.users);
  const catalogue = seedCatalogue(seeding, tables.catalogue);
  const customers = seedCustomers(seeding, tables.customers);
  const sites = seedSites(seeding, tables.sites, tables.customers);
  const cast = { users, customers, sites, catalogue };

  const jobs = seedJobs(seeding, cast, tables.jobs);
  seedTimesheets(seeding, cast, jobs.values());
  seedStock(seeding, cast, jobs.values());
  seedInvoices(seeding, cast, jobs.values());
  seedCalendar(seeding, cast, jobs, tables.events);
  const enquiries = seedEnquiries(seeding, jobs, tables.enquiries);
  seedNotes(seeding, cast, jobs, enquiries, tables.notes);
  for (const entry of jobs.values()) stampLastChange(business, entry);
  return business;
}

/** A job was last modified when the latest of the things that hang on it was. */
function stampLastChange({ timeEntries, invoices }: Business, { job, quotes }: SeededJob): void {
  const changes = [
    job.createdAt,
    ...quotes.map(({ lastModified }) => lastModified),
    ...[...timeEntries.values()]
      .filter(({ jobId }) => jobId === job.id)
      .map(({ dateEntered }) => dateEntered),
    ...[...invoices.values()]
      .filter(({ jobId }) => jobId === job.id)
      .map(({ createdAt, paidAt }) => paidAt ?? createdAt),
  ];
  job.lastModified = changes.toSorted().at(-1) ?? job.createdAt;
}
