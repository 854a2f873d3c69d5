import type { FergusApi } from '../../fergus/api.ts';
import { getJob } from '../../fergus/endpoints/jobs.ts';
import { FergusError } from '../../fergus/errors.ts';
import type { Job } from '../../fergus/types/jobs.ts';
import { isRateLimit } from './read-pages.ts';
import { recentJobs } from './recent-jobs.ts';

/** Pages of a hundred that are looked through. */
const MAX_PAGES = 5;
/** So few that are still missing are read one by one. */
const MAX_SINGLE = 5;

/** The most requests that {@link jobsById} sends. */
export const MOST_JOB_REQUESTS = MAX_PAGES + MAX_SINGLE;

/**
 * The jobs with these ids, for records that name them by id only. What is booked or worked on has changed lately
 * for the most part, so the jobs that changed last are read by the hundred, and the few that are not among them
 * one by one: ten requests at most however many ids there are, and none within a minute of the last time.
 *
 * @returns those that were found within that bound, or before Fergus's limit of requests ended the reading.
 * @throws {FergusError} when nothing could be read, or for another reason than the limit.
 */
export async function jobsById(
  fergus: FergusApi,
  ids: ReadonlySet<number>,
): Promise<ReadonlyMap<number, Job>> {
  const jobs = new Map<number, Job>();
  try {
    await readInto(jobs, fergus, ids);
  } catch (error) {
    if (jobs.size === 0 || !isRateLimit(error)) throw error;
  }
  return jobs;
}

async function readInto(jobs: Map<number, Job>, fergus: FergusApi, ids: ReadonlySet<number>): Promise<void> {
  const missing = () => [...ids].filter((id) => !jobs.has(id));
  let pageCursor: string | undefined;
  for (let page = 1; page <= MAX_PAGES && missing().length > (page === 1 ? 1 : MAX_SINGLE); page += 1) {
    const { items, nextCursor } = await recentJobs(fergus, pageCursor);
    for (const job of items) if (ids.has(job.id)) jobs.set(job.id, job);
    if (nextCursor === undefined) break;
    pageCursor = nextCursor;
  }
  const single = await Promise.all(
    missing()
      .slice(0, MAX_SINGLE)
      .map((id) => jobIfThere(fergus, id)),
  );
  for (const job of single) if (job) jobs.set(job.id, job);
}

async function jobIfThere(fergus: FergusApi, id: number): Promise<Job | undefined> {
  try {
    return await getJob(fergus, id, { cacheFor: 'brief' });
  } catch (error) {
    if (error instanceof FergusError && error.kind === 'not-found') return undefined;
    throw error;
  }
}
