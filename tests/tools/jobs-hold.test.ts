import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { getJob as readJob } from '../../src/fergus/endpoints/jobs.ts';
import type { Job } from '../../src/sandbox/fergus-api/business.ts';
import { holdJob } from '../../src/tools/jobs/hold-job.ts';
import { resumeJob } from '../../src/tools/jobs/resume-job.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

/** 24 November in Auckland already. */
const LATE_IN_UTC = '2026-11-23T12:30:00Z';
const NOTES = 'Waiting for the mixer';

let harness: ToolHarness;
let job: Job;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(LATE_IN_UTC) });
  harness = await startHarness();
  const jobs = [...harness.sandbox.businesses.main.jobs.values()];
  const found = jobs.find(({ isDraft, archived, onHold }) => !isDraft && !archived && !onHold);
  if (!found) throw new Error('The sandbox has no job that can be put on hold.');
  job = found;
});

afterEach(async () => {
  vi.useRealTimers();
  await harness.close();
});

const inFergus = () => readJob(harness.client.forCall(), job.id);
const writes = () => harness.sandbox.requests.filter(({ method }) => method !== 'GET');
const refuse = (path: string) =>
  harness.sandbox.faults.order({
    kind: 'status',
    method: 'POST',
    path,
    status: 400,
    body: { error: 'Bad Request', message: 'The job is closed', statusCode: 400 },
  });

describe('hold-job', () => {
  test.each([
    ['number', () => job.jobNo],
    ['id', () => job.id],
  ])('holds the job of that %s until the day', async (_what, reference) => {
    const { structured, summary } = await harness.call(holdJob, {
      job: reference(),
      holdUntil: '2026-12-10',
      notes: NOTES,
    });
    expect(structured).toEqual({
      jobId: job.id,
      jobNo: job.jobNo,
      title: job.description,
      onHold: true,
      holdUntil: '2026-12-10',
    });
    expect(summary).toBe(`${job.jobNo} “${job.description}” is on hold until 2026-12-10.`);
    expect(writes()).toMatchObject([
      { path: `/jobs/${job.id}/hold`, body: { holdUntil: '2026-12-10', notes: NOTES } },
    ]);
    expect(await inFergus()).toMatchObject({ onHold: true });
    expect(job.holdUntil).toBe('2026-12-10');
  });

  test('takes today and no earlier day, by the clock of the company', async () => {
    const hold = (holdUntil: string) => harness.call(holdJob, { job: job.id, holdUntil, notes: NOTES });
    await expect(hold('2026-11-23')).rejects.toThrow(
      /Nothing was sent to Fergus: holdUntil \(2026-11-23\) is past; today is 2026-11-24/,
    );
    expect(harness.sandbox.requests.map(({ path }) => path)).toEqual(['/company']);
    await hold('2026-11-24');
    expect(job.holdUntil).toBe('2026-11-24');
  });

  test.each([
    ['no notes', { holdUntil: '2026-12-10' }, 'notes: is required'],
    ['blank notes', { holdUntil: '2026-12-10', notes: ' ' }, 'notes: must not be empty'],
    ['no day', { notes: NOTES }, 'holdUntil: is required'],
    ['a day that does not exist', { holdUntil: '2027-02-30', notes: NOTES }, 'holdUntil: must be a date'],
  ])('refuses %s without a request', async (_what, args, message) => {
    await expect(harness.call(holdJob, { job: job.id, ...args })).rejects.toThrow(message);
    expect(harness.sandbox.requests).toEqual([]);
  });

  test('passes on what Fergus says against it', async () => {
    refuse(`/jobs/${job.id}/hold`);
    await expect(
      harness.call(holdJob, { job: job.id, holdUntil: '2026-12-10', notes: NOTES }),
    ).rejects.toThrow('The job is closed');
    expect(await inFergus()).toMatchObject({ onHold: false });
  });
});

describe('resume-job', () => {
  test('ends the hold', async () => {
    Object.assign(job, { onHold: true, holdUntil: '2026-12-10' });
    const { structured, summary } = await harness.call(resumeJob, { job: job.jobNo });
    expect(structured).toEqual({
      jobId: job.id,
      jobNo: job.jobNo,
      title: job.description,
      onHold: false,
    });
    expect(summary).toContain('no longer on hold');
    expect(await inFergus()).toMatchObject({ onHold: false });
    expect(job.holdUntil).toBeNull();
  });

  test('sends nothing where the job is not on hold, and says so', async () => {
    const { structured, summary } = await harness.call(resumeJob, { job: job.id });
    expect(structured).toMatchObject({ jobId: job.id, onHold: false });
    expect(summary).toContain('was not on hold: nothing was changed');
    expect(writes()).toEqual([]);
  });

  test('passes on what Fergus says against it', async () => {
    job.onHold = true;
    refuse(`/jobs/${job.id}/resume`);
    await expect(harness.call(resumeJob, { job: job.id })).rejects.toThrow('The job is closed');
    expect(await inFergus()).toMatchObject({ onHold: true });
  });

  test('points to list-jobs where there is no such job', async () => {
    await expect(harness.call(resumeJob, { job: 'Job-99999' })).rejects.toThrow(
      /There is no job .*list-jobs/,
    );
    expect(writes()).toEqual([]);
  });
});
