import type { FergusApi } from './api.ts';
import { listJobs } from './endpoints/jobs.ts';

/** Numbers of jobs that fit what somebody is typing, latest first: by number where it holds digits, else by words. */
export async function suggestJobNumbers(api: FergusApi, typed: string): Promise<readonly string[]> {
  const digits = /\d+/.exec(typed)?.[0];
  const filter = digits ? { filterJobNo: digits } : { filterSearchText: typed.trim() || undefined };
  const { items } = await listJobs(api, {
    ...filter,
    sortField: 'lastModified',
    sortOrder: 'desc',
    pageSize: 20,
  });
  return items.flatMap((job) => (job.jobNo ? [String(job.jobNo)] : []));
}
