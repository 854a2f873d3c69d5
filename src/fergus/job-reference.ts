import type { FergusApi } from './api.ts';
import { getJob, listJobs } from './endpoints/jobs.ts';
import { FergusError } from './errors.ts';
import type { Job } from './types/jobs.ts';

/** What people type for a job: "Job-500", "500", "#500", "ABC-500", "500A", "Job 500". */
export const JOB_REFERENCE = /^(?=.{1,32}$)#?(?:[A-Za-z]+[A-Za-z0-9]*[- ]?)?\d{1,12}[A-Za-z]{0,3}$/;

/** Ids have 7–8 digits, job numbers fewer [live]; a longer number is first taken for an id. */
const SMALLEST_ID = 1_000_000;
/** Bounds the search for a number: 20 pages of 100. The filter is a substring match, so many can come. */
const MAX_PAGES = 20;
const MAX_CHOICES = 10;

/**
 * Finds the job that a person or model means.
 *
 * Fergus filters numbers by substring only, so "Job-5" also brings 50, 125 and 500: pages are read until the
 * one exact match is found.
 *
 * @param reference an id, or a number in any usual spelling.
 * @returns the whole job.
 * @throws {FergusError} `not-found`, or `conflict` with the candidates where several jobs fit equally well.
 */
export async function resolveJob(api: FergusApi, reference: string | number): Promise<Job> {
  const id = asId(reference);
  if (id !== undefined) {
    try {
      return await getJob(api, id);
    } catch (error) {
      if (!(error instanceof FergusError && error.kind === 'not-found')) throw error;
    }
  }
  const wanted = normalise(String(reference));
  const known = api.jobIds.get(wanted);
  if (known !== undefined) return getJob(api, known);
  const job = await search(api, wanted, String(reference));
  api.jobIds.set(wanted, job.id);
  return job;
}

/** Like {@link resolveJob} where only the id is needed: costs no request for an id or a number seen lately. */
export async function resolveJobId(api: FergusApi, reference: string | number): Promise<number> {
  return (
    asId(reference) ?? api.jobIds.get(normalise(String(reference))) ?? (await resolveJob(api, reference)).id
  );
}

function asId(reference: string | number): number | undefined {
  const value = typeof reference === 'number' || /^\d+$/.test(reference) ? Number(reference) : 0;
  return value >= SMALLEST_ID ? value : undefined;
}

/** Lower case, without "#", and with one spelling of the separator: "job 500" and "Job-500" are the same. */
function normalise(number: string): string {
  return number
    .trim()
    .toLowerCase()
    .replace(/^#/, '')
    .replace(/^([a-z][a-z0-9]*?)[- ]?(?=\d+[a-z]*$)/, '$1-');
}

/** "job-500a" → prefix "job", digits "500", suffix "a". */
function parts(number: string): { prefix: string; digits: string; suffix: string } {
  const [, prefix = '', digits = '', suffix = ''] = /^(?:(.*?)-)?0*(\d+)([a-z]*)$/.exec(number) ?? [];
  return { prefix, digits, suffix };
}

async function search(api: FergusApi, wanted: string, reference: string): Promise<Job> {
  const { prefix, digits, suffix } = parts(wanted);
  const sameDigits: Job[] = [];
  let pageCursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const { items, nextCursor } = await listJobs(api, {
      filterJobNo: digits,
      sortField: 'jobNo',
      pageSize: 100,
      pageCursor,
    });
    for (const job of items) {
      const number = normalise(String(job.jobNo ?? ''));
      if (number === wanted) return job;
      if (parts(number).digits === digits) sameDigits.push(job);
    }
    if (nextCursor === undefined) return choose(sameDigits, { prefix, suffix }, reference);
    pageCursor = nextCursor;
  }
  throw notFound(
    `More than ${MAX_PAGES * 100} jobs have ${digits} in their number, and the first ${MAX_PAGES * 100} do not include ${reference}.`,
    'Use the job id, or search by customer or words.',
  );
}

/** Without an exact match: the only job with this number under any prefix, if there is exactly one. */
function choose(
  candidates: readonly Job[],
  wanted: { readonly prefix: string; readonly suffix: string },
  reference: string,
): Job {
  const alike = candidates.filter((job) => {
    const { prefix, suffix } = parts(normalise(String(job.jobNo ?? '')));
    return suffix === wanted.suffix && isPrefixOfChoice(wanted.prefix, prefix);
  });
  const [only] = alike;
  if (only && alike.length === 1) return only;
  const choices = alike.length > 1 ? alike : candidates;
  if (candidates.length === 0) {
    throw notFound(
      `There is no job with the ${asId(reference) === undefined ? 'number' : 'id or number'} ${reference}.`,
      'Look for it by customer, site or words with list-jobs (search).',
    );
  }
  throw new FergusError({
    kind: 'conflict',
    summary:
      alike.length > 1
        ? `${alike.length} jobs have the number ${reference}.`
        : `There is no job ${reference}, but ${choices.length > 1 ? 'some' : 'one'} with nearly that number.`,
    nextStep: `Choose one by its id: ${choices.slice(0, MAX_CHOICES).map(label).join('; ')}.`,
    retryable: false,
  });
}

/** A bare number, or one with the general "Job-", fits a company's own prefix; another prefix does not. */
function isPrefixOfChoice(wanted: string, actual: string): boolean {
  return wanted === actual || wanted === '' || wanted === 'job';
}

function label(job: Job): string {
  return `${job.jobNo ?? 'no number'}${job.description ? ` “${job.description}”` : ''} (id ${job.id})`;
}

function notFound(summary: string, nextStep: string): FergusError {
  return new FergusError({ kind: 'not-found', summary, nextStep, retryable: false });
}
