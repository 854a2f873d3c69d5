import { describe, expect, test } from 'vitest';
import { getJob } from '../../src/fergus/endpoints/jobs.ts';
import { JOB_REFERENCE, resolveJob, resolveJobId } from '../../src/fergus/job-reference.ts';
import { generateJobs } from '../../src/sandbox/fergus-api/seed/generate-jobs.ts';
import { failureOf, type Setup, sendJson, setUp, setUpBare } from './servers.ts';

/** A sandbox whose jobs have these numbers and no others, with their ids by number. */
async function withJobs(numbers: readonly string[]): Promise<Setup & { ids: Map<string, number> }> {
  const setup = await setUp({ rateLimit: 1000 });
  const { main } = setup.sandbox.businesses;
  main.jobs.clear();
  const ids = new Map<string, number>();
  for (const [index, job] of generateJobs(main, numbers.length).entries()) {
    job.jobNo = numbers[index] ?? '';
    ids.set(job.jobNo, job.id);
  }
  return { ...setup, ids };
}

/** So many numbers, the smallest first, that contain a 5. */
function numbersWithFive(count: number): string[] {
  const numbers: string[] = [];
  for (let number = 1; numbers.length < count; number += 1) {
    if (String(number).includes('5')) numbers.push(`Job-${number}`);
  }
  return numbers;
}

describe('what counts as a reference', () => {
  test.each([
    'Job-500',
    'job 500',
    'JOB500',
    '500',
    '#500',
    '#Job-500',
    'ABC-500',
    'A1B-7',
    '500A',
    'Job-500AB',
    '20701539',
  ])('%s', (reference) => {
    expect(JOB_REFERENCE.test(reference)).toBe(true);
  });

  test.each([
    '',
    'job',
    '../x',
    '500/phases',
    '500?x=1',
    '-5',
    '5 or 6',
    '5\n',
    'Job-500ABCD',
    '1'.repeat(13),
    `${'a'.repeat(40)}1`,
  ])('not %j', (reference) => {
    expect(JOB_REFERENCE.test(reference)).toBe(false);
  });
});

describe('one job among many whose numbers contain its own', () => {
  // Without an exact match only the last page shows that there is no second job with the number.
  test.each([
    ['Job-5', 1],
    ['job 5', 1],
    ['JOB5', 1],
    ['#job-5', 1],
    ['5', 7],
    ['#5', 7],
    ['Job-0005', 7],
    [5, 7],
  ])('%s among 620, in %i requests', async (reference, count) => {
    const { sandbox, api, ids } = await withJobs(numbersWithFive(620));
    expect(ids.size).toBe(620);
    const job = await resolveJob(api, reference);
    expect(job.jobNo).toBe('Job-5');
    expect(job.id).toBe(ids.get('Job-5'));
    expect(sandbox.requests.length).toBe(count);
    for (const { query } of sandbox.requests)
      expect(query).toMatchObject({ filterJobNo: '5', pageSize: '100' });
  });

  test('it is found on the last page as well, in whatever order they come', async () => {
    const numbers = [...numbersWithFive(300).slice(1), 'KER-5', 'Job-5'];
    const { requests, api } = await setUpBare(({ url }, response) => {
      const start = Number(new URL(url, 'http://x').searchParams.get('pageCursor')?.slice(1) ?? 0);
      const data = numbers
        .slice(start, start + 100)
        .map((jobNo, index) => ({ id: start + index + 1, jobNo }));
      const next = start + 100 < numbers.length ? `/jobs?pageCursor=p${start + 100}` : null;
      sendJson(response, 200, { data, paging: { links: { next } } });
    });
    expect((await resolveJob(api, 'Job-5')).id).toBe(301);
    expect(requests.length).toBe(4);
  });

  test('beyond 2000 it gives up and says how to go on', async () => {
    const numbers = Array.from({ length: 2010 }, (_, index) => `Job-5${1000 + index}`);
    const { sandbox, api } = await withJobs(numbers);
    const failure = await failureOf(resolveJob(api, '5'));
    expect(failure.kind).toBe('not-found');
    expect(failure.message).toMatch(/More than 2000 jobs have 5 in their number.*Use the job id/);
    expect(sandbox.requests.length).toBe(20);
  });
});

describe('prefixes and suffixes', () => {
  test('a suffix is part of the number', async () => {
    const { api, ids } = await withJobs(['Job-500', 'Job-500A', 'Job-500B', 'Job-1500A']);
    for (const reference of ['500A', 'Job-500A', 'job 500a', '#500a']) {
      expect(await resolveJobId(api, reference)).toBe(ids.get('Job-500A'));
    }
    expect(await resolveJobId(api, '500')).toBe(ids.get('Job-500'));
  });

  test('a suffix that no job has is not dropped: the near ones are offered', async () => {
    const { api, ids } = await withJobs(['Job-500', 'Job-500A', 'Job-5000']);
    const failure = await failureOf(resolveJob(api, '500C'));
    expect(failure).toMatchObject({ kind: 'conflict', retryable: false, status: undefined });
    expect(failure.message).toContain('There is no job 500C, but some with nearly that number.');
    expect(failure.message).toContain(`Job-500 “Generated job 1” (id ${ids.get('Job-500')})`);
    expect(failure.message).toContain(`(id ${ids.get('Job-500A')})`);
    expect(failure.message).not.toContain('Job-5000');
  });

  test('the same number under two prefixes: the full one is clear, the bare one a choice', async () => {
    const { api, ids } = await withJobs(['Job-500', 'ABC-500', 'ABC-501']);
    expect(await resolveJobId(api, 'ABC-500')).toBe(ids.get('ABC-500'));
    expect(await resolveJobId(api, 'abc 500')).toBe(ids.get('ABC-500'));
    expect(await resolveJobId(api, 'Job-500')).toBe(ids.get('Job-500'));
    const failure = await failureOf(resolveJobId(api, '500'));
    expect(failure.kind).toBe('conflict');
    expect(failure.message).toContain('2 jobs have the number 500.');
    expect(failure.message).toContain(`(id ${ids.get('Job-500')})`);
    expect(failure.message).toContain(`(id ${ids.get('ABC-500')})`);
    expect(failure.message).not.toContain('ABC-501');
  });

  test('a prefix of the company is found without it, and by the general "job"', async () => {
    const { api, ids } = await withJobs(['ABC-501', 'ABC-1501']);
    for (const reference of ['501', '#501', 'job 501', 'Job-501']) {
      expect(await resolveJobId(api, reference)).toBe(ids.get('ABC-501'));
    }
  });

  test('another prefix is not taken for it', async () => {
    const { api, ids } = await withJobs(['ABC-501']);
    const failure = await failureOf(resolveJob(api, 'XYZ-501'));
    expect(failure.message).toContain('There is no job XYZ-501, but one with nearly that number.');
    expect(failure.message).toContain(`ABC-501 “Generated job 1” (id ${ids.get('ABC-501')})`);
  });
});

describe('ids', () => {
  test('an id is asked for directly, as number and as text', async () => {
    const { sandbox, api, ids } = await withJobs(['Job-500']);
    const id = ids.get('Job-500') ?? 0;
    expect((await resolveJob(api, id)).id).toBe(id);
    expect((await resolveJob(api, String(id))).id).toBe(id);
    expect(sandbox.requests.map(({ path }) => path)).toEqual([`/jobs/${id}`, `/jobs/${id}`]);
  });

  test('where only the id is needed, an id costs nothing', async () => {
    const { sandbox, api } = await withJobs(['Job-500']);
    expect(await resolveJobId(api, 20701539)).toBe(20701539);
    expect(await resolveJobId(api, '20701539')).toBe(20701539);
    expect(sandbox.requests).toEqual([]);
  });

  test('a long number that is no id may be the number of a job', async () => {
    const { sandbox, api, ids } = await withJobs(['Job-1234567']);
    expect((await resolveJob(api, 1234567)).id).toBe(ids.get('Job-1234567'));
    expect(sandbox.requests.map(({ path, status }) => [path, status])).toEqual([
      ['/jobs/1234567', 404],
      ['/jobs', 200],
    ]);
  });

  test('another error than 404 is not taken for a missing id', async () => {
    const { sandbox, api } = await withJobs(['Job-1234567']);
    sandbox.faults.order({ kind: 'status', status: 403 });
    expect((await failureOf(resolveJob(api, 1234567))).kind).toBe('forbidden');
    expect(sandbox.requests.length).toBe(1);
  });
});

describe('a job that is not there', () => {
  test('by number', async () => {
    const { api } = await withJobs(['Job-5000', 'Job-1500']);
    const failure = await failureOf(resolveJob(api, 'Job-500'));
    expect(failure).toMatchObject({ kind: 'not-found', retryable: false });
    expect(failure.message).toMatch(/^There is no job with the number Job-500\. .*list-jobs/);
  });

  test('by id', async () => {
    const { api } = await withJobs(['Job-500']);
    const failure = await failureOf(resolveJob(api, 20701539));
    expect(failure.message).toContain('There is no job with the id or number 20701539.');
  });
});

describe('requests', () => {
  test('a number costs one, and once known one for the job and none for its id', async () => {
    const { sandbox, client, ids } = await withJobs(['Job-500', 'Job-1500']);
    await resolveJob(client.forCall(), '500');
    expect(sandbox.requests.map(({ path }) => path)).toEqual(['/jobs']);
    const api = client.forCall();
    const job = await resolveJob(api, '#500');
    expect(job).toEqual(await getJob(api, ids.get('Job-500') ?? 0));
    expect(sandbox.requests.slice(1).map(({ path }) => path)).toEqual([`/jobs/${job.id}`, `/jobs/${job.id}`]);
    sandbox.requests.length = 0;
    expect(await resolveJobId(api, '500')).toBe(job.id);
    expect(sandbox.requests).toEqual([]);
  });

  test('what one credential knows, another does not', async () => {
    const { sandbox, api } = await withJobs(['Job-500']);
    await resolveJob(api, '500');
    const { client } = await setUp();
    expect(client.forCall().jobIds.get('500')).toBeUndefined();
    expect(sandbox.requests.length).toBe(1);
  });
});
