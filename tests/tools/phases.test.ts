import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getPhase as readPhase } from '../../src/fergus/endpoints/phases.ts';
import type { Job, JobPhase } from '../../src/sandbox/fergus-api/business.ts';
import { createPhase } from '../../src/tools/phases/create-phase.ts';
import { getPhase } from '../../src/tools/phases/get-phase.ts';
import { listPhases } from '../../src/tools/phases/list-phases.ts';
import { updatePhase } from '../../src/tools/phases/update-phase.ts';
import { voidPhase } from '../../src/tools/phases/void-phase.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

let harness: ToolHarness;
/** A job with two phases. */
let job: Job;
let first: JobPhase;
let second: JobPhase;

beforeEach(async () => {
  harness = await startHarness();
  const { main } = harness.sandbox.businesses;
  const phases = [...main.phases.values()];
  for (const candidate of main.jobs.values()) {
    const [one, two, ...more] = phases.filter(({ jobId }) => jobId === candidate.id);
    if (!one || !two || more.length > 0) continue;
    job = candidate;
    first = Object.assign(one, {
      title: 'First fix',
      description: ' Pipes \n and wires ',
      status: 'To Start',
    });
    second = two;
    return;
  }
  throw new Error('The sandbox has no job with two phases.');
});

afterEach(() => harness.close());

const inFergus = (id: number) => readPhase(harness.client.forCall(), job.id, id);
const writes = () => harness.sandbox.requests.filter(({ method }) => method !== 'GET');
const refuse = (method: 'POST' | 'PUT') =>
  harness.sandbox.faults.order({
    kind: 'status',
    method,
    path: /phases/,
    status: 400,
    body: { error: 'Bad Request', message: 'The job is invoiced', statusCode: 400 },
  });

describe('list-phases', () => {
  test('shows all phases of the job', async () => {
    const { structured } = await harness.call(listPhases, { job: job.jobNo });
    expect(structured).toMatchObject({
      jobId: job.id,
      timeZone: 'Pacific/Auckland',
      items: [
        { jobPhaseId: first.id, title: 'First fix', status: 'To Start', description: 'Pipes \n and wires' },
        { jobPhaseId: second.id, title: second.title },
      ],
    });
  });

  test('shows what it can of phases that Fergus describes badly', async () => {
    harness.sandbox.faults.order({
      kind: 'status',
      path: `/jobs/${job.id}/phases`,
      status: 200,
      body: {
        data: [
          { id: 7, title: null, status: 3, description: ' ', createdAt: 'soon' },
          { id: 8, createdAt: '2026-11-23T12:30:00Z' },
        ],
      },
    });
    const { structured } = await harness.call(listPhases, { job: job.id });
    expect(structured.items).toEqual([
      { jobPhaseId: 7, status: '3' },
      { jobPhaseId: 8, createdAt: '2026-11-24 01:30' },
    ]);
  });
});

describe('get-phase', () => {
  test('shows the phase', async () => {
    const { structured } = await harness.call(getPhase, { job: job.jobNo, jobPhaseId: second.id });
    expect(structured).toMatchObject({ jobPhaseId: second.id, jobId: job.id, title: second.title });
  });

  test.each([
    [['Gas', null, ' Plumbing '], { assignedGroups: ['Gas', 'Plumbing'] }],
    ['Gas', {}],
    [[], {}],
  ])('shows of the groups %j what is there', async (assignedGroups, shown) => {
    harness.sandbox.faults.order({
      kind: 'status',
      path: `/jobs/${job.id}/phases/8`,
      status: 200,
      body: { data: { id: 8, jobId: 'x', assignedGroups } },
    });
    const { structured } = await harness.call(getPhase, { job: job.id, jobPhaseId: 8 });
    expect(structured).toEqual({ jobPhaseId: 8, jobId: job.id, timeZone: 'Pacific/Auckland', ...shown });
  });

  test('names list-phases where the job has no such phase', async () => {
    const args = { job: job.jobNo, jobPhaseId: 1 };
    await expect(harness.call(getPhase, args)).rejects.toMatchObject({ kind: 'not-found' });
    expect(getPhase.hintsFor(args)['not-found']).toMatch(/no phase 1, or does not exist.*list-phases/);
  });
});

describe('create-phase', () => {
  const OUTSIDE = { title: 'Outside lights', description: 'Four lights along the drive' };

  test('adds the phase, once', async () => {
    const { structured } = await harness.call(createPhase, { job: job.jobNo, ...OUTSIDE });
    expect(structured).toMatchObject({ ...OUTSIDE, jobId: job.id });
    const id = structured.jobPhaseId as number;
    expect(await inFergus(id)).toMatchObject(OUTSIDE);
    await expect(harness.call(createPhase, { job: job.id, ...OUTSIDE })).rejects.toThrow(
      new RegExp(`identical phase .*It made phase “Outside lights” \\(id ${id}\\).*allowDuplicate`),
    );
    expect(writes()).toHaveLength(1);
    const again = await harness.call(createPhase, { job: job.id, ...OUTSIDE, allowDuplicate: true });
    expect(again.structured.jobPhaseId).not.toBe(id);
  });

  test.each([
    ['no title', { description: 'x' }, 'title: is required'],
    ['no description', { title: 'x' }, 'description: is required'],
    ['a blank title', { title: ' ', description: 'x' }, 'title: must not be empty'],
  ])('refuses %s without a request', async (_what, args, message) => {
    await expect(harness.call(createPhase, { job: job.id, ...args })).rejects.toThrow(message);
    expect(harness.sandbox.requests).toEqual([]);
  });

  test('passes on what Fergus says against it', async () => {
    refuse('POST');
    await expect(harness.call(createPhase, { job: job.id, ...OUTSIDE })).rejects.toThrow(
      'The job is invoiced',
    );
  });
});

describe('update-phase', () => {
  test.each([
    ['title', 'Rough-in'],
    ['description', 'Pipes only'],
  ])('changes the %s and keeps the rest as it was', async (field, value) => {
    const before = await inFergus(first.id);
    const { structured } = await harness.call(updatePhase, {
      job: job.jobNo,
      jobPhaseId: first.id,
      [field]: value,
    });
    expect(structured).toMatchObject({ jobPhaseId: first.id, [field]: value });
    expect(await inFergus(first.id)).toEqual({ ...before, [field]: value });
    expect(writes()).toMatchObject([
      { method: 'PUT', body: { title: before.title, description: before.description, [field]: value } },
    ]);
  });

  test('asks for a title where Fergus has none, and sends an empty description back', async () => {
    Object.assign(first, { title: '', description: '' });
    const change = (changes: object) =>
      harness.call(updatePhase, { job: job.id, jobPhaseId: first.id, ...changes });
    await expect(change({ description: 'Pipes' })).rejects.toThrow(/Nothing was changed.*Name title too/);
    expect(writes()).toEqual([]);
    await change({ title: 'Rough-in' });
    expect(await inFergus(first.id)).toMatchObject({ title: 'Rough-in', description: '' });
  });

  test('sends nothing where nothing is named', async () => {
    await expect(harness.call(updatePhase, { job: job.id, jobPhaseId: first.id })).rejects.toThrow(
      'Nothing was sent to Fergus: name at least one of title, description.',
    );
    expect(harness.sandbox.requests).toEqual([]);
  });

  test('passes on what Fergus says against it', async () => {
    first.voidedAt = '2026-11-01T00:00:00Z';
    await expect(
      harness.call(updatePhase, { job: job.id, jobPhaseId: first.id, title: 'Rough-in' }),
    ).rejects.toThrow(`Job phase ${first.id} is voided`);
  });
});

describe('void-phase', () => {
  test('asks first, naming phase, job and status, and sends nothing but reads', async () => {
    await expect(harness.call(voidPhase, { job: job.jobNo, jobPhaseId: first.id })).rejects.toThrow(
      `Nothing was changed yet. Void phase “First fix” of ${job.jobNo} “${job.description}” (status To Start), which cannot be undone? Ask the user`,
    );
    expect(writes()).toEqual([]);
    expect(first.voidedAt).toBeNull();
  });

  test('voids that phase once the user has agreed', async () => {
    const { structured, summary } = await harness.call(voidPhase, {
      job: job.jobNo,
      jobPhaseId: first.id,
      confirm: true,
    });
    expect(structured).toEqual({
      jobPhaseId: first.id,
      title: 'First fix',
      jobId: job.id,
      jobNo: job.jobNo,
      voided: true,
    });
    expect(summary).toContain('Voided phase “First fix”');
    expect(await inFergus(first.id)).toMatchObject({ status: 'Voided' });
    expect(await inFergus(second.id)).toMatchObject({ status: second.status });
  });

  test('does not void twice', async () => {
    first.voidedAt = '2026-11-01T00:00:00Z';
    await expect(
      harness.call(voidPhase, { job: job.id, jobPhaseId: first.id, confirm: true }),
    ).rejects.toThrow(/Nothing was changed: phase “First fix” of .* is voided already/);
    expect(writes()).toEqual([]);
  });

  test('passes on what Fergus says against it', async () => {
    refuse('POST');
    await expect(
      harness.call(voidPhase, { job: job.id, jobPhaseId: first.id, confirm: true }),
    ).rejects.toThrow('The job is invoiced');
    expect(first.voidedAt).toBeNull();
  });

  test('does not ask about a phase of another job', async () => {
    const { main } = harness.sandbox.businesses;
    const other = [...main.phases.values()].find(({ jobId }) => jobId !== job.id);
    if (!other) throw new Error('The sandbox has phases of one job only.');
    await expect(
      harness.call(voidPhase, { job: job.id, jobPhaseId: other.id, confirm: true }),
    ).rejects.toMatchObject({ kind: 'not-found' });
    expect(writes()).toEqual([]);
  });

  test.each([
    ['no phase', {}, 'jobPhaseId: is required'],
    ['an agreement that is none', { jobPhaseId: 1, confirm: 'yes' }, 'confirm:'],
  ])('refuses %s without a request', async (_what, args, message) => {
    await expect(harness.call(voidPhase, { job: job.id, ...args })).rejects.toThrow(message);
    expect(harness.sandbox.requests).toEqual([]);
  });
});
