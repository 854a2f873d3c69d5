import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobWorld, startJobWorld } from './job-world.ts';

let world: JobWorld;
beforeAll(async () => {
  world = await startJobWorld();
});
afterAll(() => world.sandbox.close());

async function publishedQuote(): Promise<{ id: number; jobId: number }> {
  const jobId = await world.createJob();
  const id = await world.createQuote(jobId);
  await world.act(id, 'publish');
  return { id, jobId };
}

/** 1000 less 10 % and 400 fixed, then an optional 200 with an optional 50 inside, and a choice of 300. */
async function quoteWithChoices() {
  const labour = (itemPrice: number) => [{ itemPrice, isLabour: true }];
  const id = await world.createQuote(await world.createJob(), {
    sections: [
      { name: 'Work', lineItems: [{ itemPrice: 1000, discountRate: 10, isLabour: true }, ...labour(400)] },
      { name: 'Extra', lineItems: labour(200), sections: [{ name: 'Inner', lineItems: labour(50) }] },
      { name: 'Choice', lineItems: labour(300) },
    ],
  });
  const [work, extra, choice] = world.quoteIn(id).sections;
  const inner = extra?.sections[0];
  if (!(work && extra && inner && choice)) throw new Error('Sections are missing.');
  extra.selectionMode = 'Optional';
  inner.selectionMode = 'Optional';
  choice.selectionMode = 'Multiple Choice';
  return {
    id,
    workId: work.sectionId,
    extraId: extra.sectionId,
    innerId: inner.sectionId,
    choiceId: choice.sectionId,
  };
}

describe('accepting', () => {
  test('wants a name', async () => {
    const { id } = await publishedQuote();
    for (const body of [{}, { acceptedBy: ' ' }]) {
      expect(await world.act(id, 'accept', body)).toMatchObject({
        status: 400,
        message: expect.stringContaining('body/acceptedBy'),
      });
    }
    expect(world.quoteIn(id).isAccepted).toBe(false);
    await world.act(id, 'accept', { acceptedBy: 'Mere Walker', acceptedAt: '2026-03-01T00:00:00.000Z' });
    expect((await world.send('GET', `/jobs/quotes/${id}`)).data).toMatchObject({
      isAccepted: true,
      acceptedBy: 'Mere Walker',
    });
    expect(world.quoteIn(id).acceptedAt).toBe('2026-03-01T00:00:00.000Z');
  });

  test('wants the selected sections where there is a choice', async () => {
    const { id, extraId } = await quoteWithChoices();
    await world.act(id, 'publish');
    const refusal = { status: 400, message: expect.stringContaining('body/selectedSectionIds') };
    expect(await world.act(id, 'accept', { acceptedBy: 'Mere' })).toMatchObject(refusal);
    const unknown = { acceptedBy: 'Mere', selectedSectionIds: [extraId, 1] };
    expect(await world.act(id, 'accept', unknown)).toMatchObject(refusal);
    expect(world.quoteIn(id).isAccepted).toBe(false);
    expect(
      (await world.act(id, 'accept', { acceptedBy: 'Mere', selectedSectionIds: [extraId] })).status,
    ).toBe(204);
    expect(world.quoteIn(id).selectedSectionIds).toEqual([extraId]);
  });

  test('answers with the address for the deposit where one is due', async () => {
    const { id, jobId } = await publishedQuote();
    const due = { optionType: 'PERCENT', optionValue: 30, isPaid: false } as const;
    world.quoteIn(id).deposit = { ...due, invoiceGuid: null, invoiceUrl: null };
    const accepted = await world.act(id, 'accept', { acceptedBy: 'Mere' });
    const depositPaymentUrl = expect.stringMatching(/^https:\/\/.+/);
    expect(accepted.status).toBe(200);
    expect(accepted.data).toEqual({
      id,
      jobId,
      versionNumber: 1,
      guid: world.quoteIn(id).guid,
      depositPaymentUrl,
    });
    const { deposit } = (await world.send('GET', `/jobs/quotes/${id}`)).data;
    expect(deposit).toMatchObject({ ...due, invoiceUrl: accepted.data.depositPaymentUrl });
  });
});

describe('totals', () => {
  test('count the fixed sections and the selected ones, with tax', async () => {
    const { id, workId, extraId, innerId, choiceId } = await quoteWithChoices();
    const before = structuredClone(world.quoteIn(id));
    const work = { subTotal: 1400, discount: 100, discountedSubTotal: 1300, gst: 195, total: 1495 };
    const fixedOnly = { sectionTotals: [{ sectionId: workId, ...work }], quoteTotal: work };
    expect(await world.act(id, 'totals')).toMatchObject({ status: 200, data: fixedOnly });
    expect((await world.act(id, 'totals', { selectedSectionIds: [] })).data).toEqual(fixedOnly);
    // A section inside one that was not selected is out as well.
    expect((await world.act(id, 'totals', { selectedSectionIds: [innerId] })).data).toEqual(fixedOnly);

    const chosen = await world.act(id, 'totals', { selectedSectionIds: [extraId, innerId, choiceId] });
    expect(chosen.data).toMatchObject({
      sectionTotals: [
        { sectionId: workId },
        { sectionId: extraId, subTotal: 200 },
        { sectionId: innerId, subTotal: 50, gst: 7.5, total: 57.5 },
        { sectionId: choiceId, subTotal: 300 },
      ],
      quoteTotal: { subTotal: 1950, discount: 100, discountedSubTotal: 1850, gst: 277.5, total: 2127.5 },
    });
    expect(world.quoteIn(id)).toEqual(before);
  });

  test('of an accepted quote are those of what was accepted', async () => {
    const { id, choiceId } = await quoteWithChoices();
    await world.act(id, 'publish');
    await world.act(id, 'accept', { acceptedBy: 'Mere', selectedSectionIds: [choiceId] });
    expect((await world.act(id, 'totals')).data).toMatchObject({ quoteTotal: { discountedSubTotal: 1600 } });
  });

  test('are without tax where the company has none', async () => {
    const { id } = await publishedQuote();
    const { company } = world.business;
    const { tax } = company;
    company.tax = null;
    const { data } = await world.act(id, 'totals');
    company.tax = tax;
    expect(data.quoteTotal).toMatchObject({ gst: 0, discountedSubTotal: 1300, total: 1300 });
  });

  test('refuse a section that is not the quote’s', async () => {
    const { id } = await publishedQuote();
    expect((await world.act(id, 'totals', { selectedSectionIds: [1] })).status).toBe(400);
    expect((await world.act(99_999_999, 'totals')).status).toBe(404);
  });
});
