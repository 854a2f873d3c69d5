import type { Enquiry, EnquiryStatus } from '../business.ts';
import { about, type SeededJob } from './job-plan.ts';
import { addressAt, byKey, mailName, type Place, phoneNumber, type Seeding, store } from './seeding.ts';

export interface EnquiryRow {
  readonly key: string;
  readonly title: string;
  readonly contact: string;
  readonly description: string;
  readonly place: Place;
  readonly source: string;
  readonly status: EnquiryStatus;
  readonly since: number;
  /** Keys of the jobs that came of it. */
  readonly jobs?: readonly string[];
}

/** Adds the enquiries and gives them by the keys of their rows. */
export function seedEnquiries(
  seeding: Seeding,
  jobs: ReadonlyMap<string, SeededJob>,
  rows: readonly EnquiryRow[],
): Map<string, Enquiry> {
  const { business, moments } = seeding;
  return new Map(
    rows.map((row) => {
      const { id: _, ...address } = addressAt(seeding, row.place);
      const enquiry = store(business.enquiries, {
        id: business.nextId(),
        name: row.title,
        contactName: row.contact,
        description: row.description,
        createdAt: moments.officeTime(-row.since, about(seeding, 10)),
        source: row.source,
        status: row.status,
        jobIds: (row.jobs ?? []).map((key) => byKey(jobs, key).job.id),
        email: `${mailName(row.contact)}@mail.example`,
        phoneNumber: phoneNumber(seeding, 'mobile'),
        ...address,
      });
      return [row.key, enquiry];
    }),
  );
}
