import type { Job } from '../../fergus/types/jobs.ts';

/**
 * The digits of a job's number, by which time entries are filtered and no other way [spec]. Variations share them:
 * entries of 500 and 500A come together. Nothing where the job has no number, as a draft may.
 */
export function bareJobNumber({ jobNo }: Pick<Job, 'jobNo'>): number | undefined {
  const digits = /(\d+)[a-z]*$/i.exec(String(jobNo ?? ''))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
