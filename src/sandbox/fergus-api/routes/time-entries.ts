import type { Request } from 'express';
import { z } from 'zod';
import { type Business, companySetting, numberOfJob, type TimeEntry } from '../business.ts';
import {
  businessOf,
  link,
  matchesText,
  parseQuery,
  queryBoolean,
  queryNumber,
  type Routes,
  sendPage,
} from '../http.ts';
import { addDays, localDay } from '../local-time.ts';

const day = z.iso.date();

const listQuery = z.object({
  filterSearchText: z.string().optional(),
  filterLockedOnly: queryBoolean.optional(),
  filterUserId: queryNumber.optional(),
  filterJobNo: queryNumber.optional(),
  filterJobPhaseId: queryNumber.optional(),
  filterDateFrom: day.optional(),
  filterDateTo: day.optional(),
});

export const timeEntryRoutes: Routes = (router) => {
  router.get('/timeEntries', (req, res) => {
    const business = businessOf(req);
    const query = parseQuery(req, listQuery);
    const { from, to } = windowOf(query.filterDateFrom, query.filterDateTo, business);
    const entries = [...business.timeEntries.values()]
      .map((entry) => joined(business, entry))
      .filter((entry) => {
        const date = entry.startTime.slice(0, 10);
        return (
          from <= date &&
          date <= to &&
          (query.filterLockedOnly !== true || entry.isLocked) &&
          (query.filterUserId === undefined || entry.userId === query.filterUserId) &&
          (query.filterJobNo === undefined || entry.jobNo === query.filterJobNo) &&
          (query.filterJobPhaseId === undefined || entry.jobPhaseId === query.filterJobPhaseId) &&
          matchesText(
            query.filterSearchText,
            entry.user,
            business.users.get(entry.userId)?.email,
            entry.jobPhaseTitle,
            entry.jobPhaseDetails,
          )
        );
      });
    sendPage(req, res, entries, {
      sortKeys: {
        timeEntryDate: (entry) => entry.startTime,
        jobNo: (entry) => entry.jobNo,
        user: (entry) => entry.user,
      },
      present: (entry) => timeEntryView(req, entry),
    });
  });
};

/** Without dates the last week counts; with one of them, a week from or up to it is not enough: all of it. */
function windowOf(from: string | undefined, to: string | undefined, business: Business) {
  if (from !== undefined || to !== undefined) return { from: from ?? '0000-01-01', to: to ?? '9999-12-31' };
  const today = localDay(business.now(), companySetting(business, 'timezone'));
  return { from: addDays(today, -7), to: today };
}

/** The entry with what other records say about it. */
function joined(business: Business, entry: TimeEntry) {
  const user = business.users.get(entry.userId);
  const job = entry.jobId === null ? undefined : business.jobs.get(entry.jobId);
  const phase = entry.jobPhaseId === null ? undefined : business.phases.get(entry.jobPhaseId);
  return {
    ...entry,
    user: [user?.firstName, user?.lastName].filter(Boolean).join(' '),
    jobNo: job === undefined ? null : numberOfJob(job),
    jobPhaseTitle: phase?.title ?? null,
    jobPhaseDetails: phase?.description ?? null,
  };
}

function timeEntryView(req: Request, { id, ...entry }: ReturnType<typeof joined>) {
  const links = [link(req, 'user', `/users/${entry.userId}`)];
  if (entry.jobId !== null) links.push(link(req, 'job', `/jobs/${entry.jobId}`));
  return { timeEntryId: id, companyId: businessOf(req).companyId, ...entry, links };
}
