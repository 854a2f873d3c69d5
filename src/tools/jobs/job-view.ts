import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import { contactView, personView } from '../shared/person-view.ts';
import { addressLine, dayOf, flag, fullName, integer, known, list, moment, text } from '../shared/values.ts';

const activeQuote = z.object({
  quoteId: z.int().optional(),
  versionNumber: z.int().optional(),
  title: z.string().optional(),
  isSent: z.boolean().optional(),
  isAccepted: z.boolean().optional(),
  publishedAt: z.string().optional(),
  dueDate: z.string().optional(),
});

/** What tells people which job it is. `title` is Fergus's `description`. */
export const jobHead = z.object({
  jobId: z.int(),
  jobNo: z.string().optional(),
  title: z.string().optional(),
});

/** What a list shows of a job. */
export const jobItem = jobHead.extend({
  status: z.string().optional(),
  jobType: z.string().optional(),
  customer: z.string().optional(),
  customerId: z.int().optional(),
  site: z.string().optional(),
  siteId: z.int().optional(),
  createdAt: z.string().optional(),
  lastModified: z.string().optional(),
  onHold: z.literal(true).optional().describe('Only there when the job is on hold.'),
  archived: z.literal(true).optional().describe('Only there when the job is archived.'),
});

/** What a single job shows. `description` is Fergus's `longDescription`. */
export const jobRecord = jobItem.extend({
  description: z.string().optional(),
  siteAddress: z.string().optional(),
  mainContact: contactView.optional(),
  activeQuote: activeQuote.optional(),
  assignedGroups: z.array(z.string()).optional(),
  timeZone: z.string().optional(),
});

export function toJobHead(job: Job): z.output<typeof jobHead> {
  return known({ jobId: job.id, jobNo: text(job.jobNo), title: text(job.description) });
}

/** The job in a sentence: `Job-512 “LED lighting throughout”`. */
export function jobLabel(job: Job): string {
  const title = text(job.description);
  return `${text(job.jobNo) ?? `job ${job.id}`}${title === undefined ? '' : ` “${title}”`}`;
}

export function toJobItem(job: Job, company: CompanyProfile): z.output<typeof jobItem> {
  const site = job.siteAddress;
  return known({
    ...toJobHead(job),
    status: text(job.status),
    jobType: text(job.jobType),
    customer: text(job.customer?.customerFullName),
    customerId: integer(job.customer?.id),
    site: text(site?.name) ?? addressLine(site) ?? fullName(site),
    siteId: integer(site?.id),
    createdAt: moment(job.createdAt, company),
    lastModified: moment(job.lastModified, company),
    onHold: job.onHold === true ? (true as const) : undefined,
    archived: job.archived === true ? (true as const) : undefined,
  });
}

export function toJobRecord(job: Job, company: CompanyProfile): z.output<typeof jobRecord> {
  const quote = job.activeQuote;
  const groups = list(job.assignedGroups).flatMap((group) => text(group) ?? []);
  return known({
    ...toJobItem(job, company),
    description: text(job.longDescription),
    siteAddress: addressLine(job.siteAddress),
    mainContact: personView(job.mainContact),
    activeQuote: quote
      ? known({
          quoteId: integer(quote.id),
          versionNumber: integer(quote.versionNumber),
          title: text(quote.title),
          isSent: flag(quote.isSent),
          isAccepted: flag(quote.isAccepted),
          publishedAt: moment(quote.publishedAt, company),
          dueDate: dayOf(quote.dueDate, company),
        })
      : undefined,
    assignedGroups: groups.length > 0 ? groups : undefined,
    timeZone: company.timeZone,
  });
}
