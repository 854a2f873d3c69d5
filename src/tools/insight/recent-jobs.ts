import type { FergusApi, Page } from '../../fergus/api.ts';
import { listJobs } from '../../fergus/endpoints/jobs.ts';
import type { Job } from '../../fergus/types/jobs.ts';

/** A page of the jobs that changed last, kept for a minute: other tools look the same jobs up. */
export function recentJobs(fergus: FergusApi, pageCursor?: string): Promise<Page<Job>> {
  return listJobs(
    fergus,
    { sortField: 'lastModified', sortOrder: 'desc', pageSize: 100, pageCursor },
    { cacheFor: 'brief' },
  );
}
