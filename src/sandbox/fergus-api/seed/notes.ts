import type { Enquiry, NoteEntity } from '../business.ts';
import { about, type Cast, type SeededJob } from './job-plan.ts';
import { byKey, type Seeding, store } from './seeding.ts';

/** A note with the replies to it. */
export interface NoteRow {
  readonly on: NoteEntity;
  /** The key of what it is on; of a quote, phase or invoice the key of its job (the last quote, the first others). */
  readonly key: string;
  readonly text: string;
  /** Key of a user. */
  readonly by: string;
  readonly since: number;
  readonly pinned?: boolean;
  readonly replies?: ReadonlyArray<readonly [by: string, text: string]>;
}

/** Adds notes; a reply comes one day after the note, yesterday at the latest. */
export function seedNotes(
  seeding: Seeding,
  cast: Cast,
  jobs: ReadonlyMap<string, SeededJob>,
  enquiries: ReadonlyMap<string, Enquiry>,
  rows: readonly NoteRow[],
): void {
  const { business, moments } = seeding;
  const entityId = ({ on, key }: NoteRow): number | undefined => {
    switch (on) {
      case 'customer':
        return byKey(cast.customers, key).id;
      case 'site':
        return byKey(cast.sites, key).id;
      case 'enquiry':
        return byKey(enquiries, key).id;
      case 'quote':
        return byKey(jobs, key).quotes.at(-1)?.id;
      case 'job_phase':
        return byKey(jobs, key).phases[0]?.id;
      case 'customer_invoice': {
        const { job } = byKey(jobs, key);
        return [...business.invoices.values()].find(({ jobId }) => jobId === job.id)?.id;
      }
      default:
        return byKey(jobs, key).job.id;
    }
  };
  for (const row of rows) {
    const id = entityId(row);
    if (id === undefined)
      throw new Error(`The seed has a note on a ${row.on} of "${row.key}", which has none.`);
    const add = (text: string, by: string, createdAt: string, parentId: number | null) =>
      store(business.notes, {
        id: business.nextId(),
        entityId: id,
        entityName: row.on,
        text,
        createdById: byKey(cast.users, by).id,
        createdAt,
        isPinned: parentId === null && (row.pinned ?? false),
        parentId,
      });
    const note = add(row.text, row.by, moments.officeTime(-row.since, about(seeding, 11)), null);
    const repliedOn = -Math.max(1, row.since - 1);
    for (const [index, [by, text]] of (row.replies ?? []).entries()) {
      add(text, by, moments.officeTime(repliedOn, about(seeding, 14 + index)), note.id);
    }
  }
}
