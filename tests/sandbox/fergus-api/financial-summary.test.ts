import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CustomerInvoice, TimeEntry } from '../../../src/sandbox/fergus-api/business.ts';
import { type JobWorld, startJobWorld } from './job-world.ts';

let world: JobWorld;
beforeAll(async () => {
  world = await startJobWorld();
});
afterAll(() => world.sandbox.close());

function addTime(jobId: number, jobPhaseId: number | null, fields: Partial<TimeEntry>): void {
  const { business } = world;
  const [sample] = business.timeEntries.values();
  if (sample === undefined) throw new Error('The seeded business has no time entry.');
  const id = business.nextId();
  business.timeEntries.set(id, { ...sample, id, jobId, jobPhaseId, ...fields });
}

/** An hour's work and three pieces of material at 90 less 10 %, a compliance fee besides. */
function addInvoice(jobId: number, fields: Partial<CustomerInvoice>): void {
  const { business, salesAccountId } = world;
  const [sample] = business.invoices.values();
  const line = sample?.sections.flatMap(({ lineItems }) => lineItems)[0];
  const section = sample?.sections[0];
  const fees = [...business.salesAccounts.values()].findLast(({ isMaterials }) => !isMaterials);
  if (sample === undefined || section === undefined || line === undefined || fees === undefined) {
    throw new Error('The seeded business has no invoice with a line.');
  }
  const plain = { ...line, salesAccountId: null, isLabour: false, itemQuantity: 1, discountRate: null };
  const lineItems = [
    { ...plain, isLabour: true, itemPrice: 100 },
    { ...plain, salesAccountId, itemQuantity: 3, itemPrice: 90, discountRate: 10 },
    { ...plain, salesAccountId: fees.id, itemPrice: 7 },
  ];
  const id = business.nextId();
  const sections = [{ ...section, lineItems, sections: [] }];
  business.invoices.set(id, {
    ...sample,
    id,
    jobId,
    type: 'approved',
    status: 'unpaid',
    sections,
    ...fields,
  });
}

describe('financial summary', () => {
  test('adds up time, stock and invoices of the job, and of the phase its own part', async () => {
    const jobId = await world.createJob({ jobType: 'Charge Up' });
    const phase = await world.send('POST', `/jobs/${jobId}/phases`, {
      title: 'Roof',
      description: 'Gutters',
    });
    const phaseId = Number(phase.data.id);
    const rates = { payRate: 40, chargeOutRate: 100 };
    addTime(jobId, phaseId, {
      ...rates,
      paidDuration: 4,
      unchargedTimeDuration: 0.5,
      isUnchargedTimeUnpaid: false,
    });
    addTime(jobId, null, {
      ...rates,
      paidDuration: 2,
      unchargedTimeDuration: 1,
      isUnchargedTimeUnpaid: true,
    });
    await world.send('POST', `/phases/${phaseId}/stockOnHand`, {
      itemDescription: 'Gutter',
      itemPrice: 20,
      itemCost: 12.5,
      itemQuantity: 6,
    });
    addInvoice(jobId, {});
    addInvoice(jobId, { status: 'voided' });
    addInvoice(jobId, { status: 'draft', type: 'draft' });

    const { status, data } = await world.send('GET', `/jobs/${jobId}/financialSummary`);
    expect(status).toBe(200);
    expect(data).toEqual({
      jobType: 'Charge Up',
      jobId,
      jobNo: world.business.jobs.get(jobId)?.jobNo,
      lastUpdated: expect.any(String),
      currency: 'NZD',
      costsIncurred: { labour: 240, materials: 75, total: 315 },
      chargeableAmount: { labour: 550, materials: 120, total: 670 },
      totalBilled: { labour: 100, materials: 243, total: 350 },
      labourHours: { billable: 5.5, unbillable: 0.5, total: 6 },
    });

    const ofPhase = await world.send('GET', `/jobs/${jobId}/phases/${phaseId}/financialSummary`);
    expect(ofPhase.data).toMatchObject({
      jobId,
      costsIncurred: { labour: 160, materials: 75, total: 235 },
      chargeableAmount: { labour: 350, materials: 120, total: 470 },
      totalBilled: { labour: 0, materials: 0, total: 0 },
      labourHours: { billable: 3.5, unbillable: 0.5, total: 4 },
    });
    expect(ofPhase.data).not.toHaveProperty('quoteSummary');
  });

  test('carries the quote of a quoted job, with the sections that the customer took', async () => {
    const jobId = await world.createJob();
    const path = `/jobs/${jobId}/financialSummary`;
    const none = { quotedHours: 0, quotedAmount: 0, labour: 0, materials: 0, quoteStatus: 'none' };
    expect((await world.send('GET', path)).data.quoteSummary).toEqual(none);

    const { salesAccountId } = world;
    const lineItems = [{ itemPrice: 50, salesAccountId }];
    const quoteId = await world.createQuote(jobId, {
      sections: [
        { name: 'Fitting', lineItems: [{ itemQuantity: 4, itemPrice: 100, isLabour: true }] },
        { name: 'Valve', lineItems },
        { name: 'Lagging', lineItems },
      ],
    });
    const quote = world.business.quotes.get(quoteId);
    const [, valve, lagging] = quote?.sections ?? [];
    if (valve === undefined || lagging === undefined) throw new Error('Three sections were expected.');
    valve.selectionMode = 'Optional';
    lagging.selectionMode = 'Optional';
    const fixedOnly = { quotedHours: 4, quotedAmount: 400, labour: 400, materials: 0, quoteStatus: 'draft' };
    expect((await world.send('GET', path)).data.quoteSummary).toEqual(fixedOnly);

    await world.send('POST', `/jobs/quotes/${quoteId}/publish`, {});
    const body = { acceptedBy: 'Mere', selectedSectionIds: [valve.sectionId] };
    expect((await world.send('POST', `/jobs/quotes/${quoteId}/accept`, body)).status).toBe(204);
    expect((await world.send('GET', path)).data.quoteSummary).toEqual({
      quotedHours: 4,
      quotedAmount: 450,
      labour: 400,
      materials: 50,
      quoteStatus: 'accepted',
    });
  });

  test('is 404 for an unknown job', async () => {
    expect((await world.send('GET', '/jobs/99999999/financialSummary')).status).toBe(404);
  });
});
