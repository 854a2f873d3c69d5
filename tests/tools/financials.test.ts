import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getJobFinancialSummary } from '../../src/fergus/endpoints/jobs.ts';
import { getPhaseFinancialSummary } from '../../src/fergus/endpoints/phases.ts';
import type { Job, JobPhase, StockOnHandItem, TimeEntry } from '../../src/sandbox/fergus-api/business.ts';
import { getJobFinancials } from '../../src/tools/jobs/get-job-financials.ts';
import { getPhaseFinancials } from '../../src/tools/phases/get-phase-financials.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

let harness: ToolHarness;
/** Time and material that come to known amounts, all of it in one phase. */
let chargeUp: Job;
let phase: JobPhase;
let quoted: Job;

beforeAll(async () => {
  harness = await startHarness();
  const { main } = harness.sandbox.businesses;
  chargeUp = find(main.jobs, ({ jobType, isDraft }) => jobType === 'Charge Up' && !isDraft);
  quoted = find(main.jobs, ({ jobType, status }) => jobType === 'Quote' && status === 'In Progress');
  for (const records of [main.timeEntries, main.stockOnHand]) {
    for (const [id, { jobId }] of records) if (jobId === chargeUp.id) records.delete(id);
  }
  const base = find(main.phases, () => true);
  phase = { ...base, id: main.nextId(), jobId: chargeUp.id, voidedAt: null };
  main.phases.set(phase.id, phase);
  const entry: TimeEntry = {
    ...find(main.timeEntries, () => true),
    id: main.nextId(),
    jobId: chargeUp.id,
    jobPhaseId: phase.id,
    payRate: 40.1,
    chargeOutRate: 100.2,
    paidDuration: 3,
    unchargedTimeDuration: 1,
    isUnchargedTimeUnpaid: false,
  };
  main.timeEntries.set(entry.id, entry);
  const stock: StockOnHandItem = {
    ...find(main.stockOnHand, () => true),
    id: main.nextId(),
    jobId: chargeUp.id,
    jobPhaseId: phase.id,
    itemCost: 1.1,
    itemPrice: 2.3,
    itemQuantity: 3,
  };
  main.stockOnHand.set(stock.id, stock);
});

afterAll(() => harness.close());

function find<T>(records: ReadonlyMap<number, T>, fits: (record: T) => boolean): T {
  for (const record of records.values()) if (fits(record)) return record;
  throw new Error('The sandbox lacks a record that this test needs.');
}

/** 3 h at 40.10 and 2 h at 100.20; 3 pieces at 1.10 and 2.30. The difference of the floats is no whole cent. */
const FIGURES = {
  costsIncurred: { labour: 120.3, materials: 3.3, total: 123.6 },
  chargeableAmount: { labour: 200.4, materials: 6.9, total: 207.3 },
  margin: 83.7,
  labourHours: { billable: 2, unbillable: 1, total: 3 },
  currency: 'NZD',
};

describe('get-job-financials', () => {
  test('shows costs, charges, hours and the margin to the cent', async () => {
    expect(207.3 - 123.6).not.toBe(83.7);
    const { structured, summary } = await harness.call(getJobFinancials, { job: chargeUp.jobNo });
    expect(structured).toMatchObject({
      ...FIGURES,
      jobId: chargeUp.id,
      jobNo: chargeUp.jobNo,
      jobType: 'Charge Up',
      timeZone: 'Pacific/Auckland',
    });
    expect(structured.lastUpdated).toMatch(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}$/);
    expect(structured).not.toHaveProperty('quoteSummary');
    expect(summary).toMatch(/margin is the chargeable total less the costs/);
  });

  test('shows what was billed and quoted as Fergus has it', async () => {
    const { structured } = await harness.call(getJobFinancials, { job: quoted.id });
    const raw = await getJobFinancialSummary(harness.client.forCall(), quoted.id);
    expect(raw.quoteSummary?.quotedAmount).toBeGreaterThan(0);
    expect(structured).toMatchObject({ quoteSummary: raw.quoteSummary, totalBilled: raw.totalBilled });
  });

  test('leaves out what Fergus does not send, the margin with it', async () => {
    harness.sandbox.faults.order({
      kind: 'status',
      path: /financialSummary$/,
      status: 200,
      body: {
        result: 'success',
        data: {
          jobNo: 77,
          currency: 'AUD',
          costsIncurred: { labour: null, total: 'n/a' },
          chargeableAmount: { total: '12.50' },
          labourHours: null,
          quoteSummary: null,
          lastUpdated: 'soon',
        },
      },
    });
    const { structured } = await harness.call(getJobFinancials, { job: quoted.id });
    expect(structured).toEqual({
      jobId: quoted.id,
      jobNo: '77',
      costsIncurred: {},
      chargeableAmount: { total: 12.5 },
      currency: 'AUD',
      timeZone: 'Pacific/Auckland',
    });
  });

  test('names the next step for a job that is not there', async () => {
    await expect(harness.call(getJobFinancials, { job: 99_999_999 })).rejects.toMatchObject({
      kind: 'not-found',
    });
    expect(getJobFinancials.hintsFor({ job: 99_999_999 })['not-found']).toContain('list-jobs');
  });
});

describe('get-phase-financials', () => {
  test('shows the part of the phase', async () => {
    const { structured } = await harness.call(getPhaseFinancials, {
      job: chargeUp.jobNo,
      jobPhaseId: phase.id,
    });
    expect(structured).toMatchObject({ ...FIGURES, jobId: chargeUp.id, jobPhaseId: phase.id });
    const raw = await getPhaseFinancialSummary(harness.client.forCall(), chargeUp.id, phase.id);
    expect(structured.totalBilled).toEqual(raw.totalBilled);
  });

  test('does not find the phase under another job', async () => {
    const elsewhere = { job: quoted.id, jobPhaseId: phase.id };
    await expect(harness.call(getPhaseFinancials, elsewhere)).rejects.toMatchObject({ kind: 'not-found' });
    expect(getPhaseFinancials.hintsFor(elsewhere)['not-found']).toContain('list-phases');
  });
});
