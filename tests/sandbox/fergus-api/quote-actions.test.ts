import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobWorld, startJobWorld } from './job-world.ts';

let world: JobWorld;
beforeAll(async () => {
  world = await startJobWorld();
});
afterAll(() => world.sandbox.close());

/** A quote after these actions, all of which must succeed. */
async function quoteAfter(...actions: string[]): Promise<{ id: number; jobId: number }> {
  const jobId = await world.createJob();
  const id = await world.createQuote(jobId);
  for (const action of actions) {
    const { status, message } = await world.act(
      id,
      action,
      action === 'accept' ? { acceptedBy: 'Mere' } : {},
    );
    expect(status, `${action}: ${message}`).toBe(204);
  }
  return { id, jobId };
}

async function statusOf(jobId: number): Promise<unknown> {
  return (await world.send('GET', `/jobs/${jobId}`)).data.status;
}

const PATHS: Record<string, string[]> = {
  draft: [],
  published: ['publish'],
  sent: ['publish', 'markAsSent'],
  accepted: ['publish', 'accept'],
  declined: ['publish', 'decline'],
  voided: ['void'],
};

const ALLOWED: Record<string, string[]> = {
  publish: ['draft'],
  markAsSent: ['published', 'sent'],
  accept: ['published', 'sent'],
  decline: ['published', 'sent'],
  void: ['draft', 'published', 'sent', 'accepted', 'declined'],
};

describe('states', () => {
  const cases = Object.keys(ALLOWED).flatMap((action) =>
    Object.keys(PATHS).map((state) => ({ action, state, ok: ALLOWED[action]?.includes(state) })),
  );

  test.each(cases)('$action on a quote that is $state: allowed is $ok', async ({ action, state, ok }) => {
    const { id } = await quoteAfter(...(PATHS[state] ?? []));
    const before = structuredClone(world.quoteIn(id));
    const answer = await world.act(id, action, { acceptedBy: 'Mere' });
    if (ok) {
      expect(answer).toMatchObject({ status: 204, body: undefined });
      return;
    }
    expect(answer).toMatchObject({
      status: 400,
      message: expect.stringContaining(`is ${state} and cannot be`),
    });
    expect(world.quoteIn(id)).toEqual(before);
  });

  test.each([
    ['draft', ['draft']],
    ['published', ['published', 'emailNotSent']],
    ['sent', ['published', 'emailSent']],
    ['accepted', ['accepted']],
    ['declined', ['declined']],
    ['voided', ['voided']],
  ])('a quote that is %s is found under %o', async (state, filters) => {
    const { id, jobId } = await quoteAfter(...(PATHS[state] ?? []));
    const all = [
      'draft',
      'accepted',
      'voided',
      'superseded',
      'declined',
      'published',
      'emailSent',
      'emailNotSent',
    ];
    for (const path of [`/jobs/${jobId}/quotes`, '/jobs/quotes']) {
      const found = await Promise.all(
        all.map(async (filter) => {
          const { items } = await world.send(
            'GET',
            `${path}?sortOrder=desc&pageSize=5&filterStatus=${filter}`,
          );
          return items.some((item) => item.id === id) ? [filter] : [];
        }),
      );
      expect(found.flat().toSorted(), path).toEqual(filters.toSorted());
    }
    expect((await world.send('GET', '/jobs/quotes?filterStatus=sent')).status).toBe(400);
  });

  test.each(Object.keys(ALLOWED))('%s is 404 for an unknown quote', async (action) => {
    expect((await world.act(99_999_999, action, { acceptedBy: 'Mere' })).status).toBe(404);
  });
});

describe('publishing', () => {
  test('locks the quote and counts its validity from there', async () => {
    const { id } = await quoteAfter();
    await world.act(id, 'publish', { publishedAt: '2026-03-01T00:00:00.000Z', publishedBy: 'Aroha' });
    expect((await world.send('GET', `/jobs/quotes/${id}`)).data).toMatchObject({
      publishedAt: '2026-03-01T00:00:00.000Z',
      quoteDate: '2026-03-01T00:00:00.000Z',
      dueDate: '2026-03-31T00:00:00.000Z',
      isLocked: true,
    });
    const { id: otherId } = await quoteAfter();
    expect((await world.act(otherId, 'publish', { publishedAt: 'soon' })).status).toBe(400);
  });

  test('supersedes the open versions before it, but no answered one', async () => {
    const { id: declined, jobId } = await quoteAfter('publish', 'decline');
    const draft = await world.createQuote(jobId);
    const sent = await world.createQuote(jobId);
    const latest = await world.createQuote(jobId);
    const later = await world.createQuote(jobId);
    await world.act(sent, 'publish');
    expect(world.quoteIn(draft).isSuperseded).toBe(true);
    await world.act(sent, 'markAsSent');
    await world.act(latest, 'publish');
    const { items } = await world.send('GET', `/jobs/${jobId}/quotes?filterStatus=superseded`);
    expect(items.map(({ id }) => id)).toEqual([draft, sent]);
    expect([declined, later].map((id) => world.quoteIn(id).isSuperseded)).toEqual([false, false]);
    expect(await world.act(sent, 'accept', { acceptedBy: 'Mere' })).toMatchObject({
      status: 400,
      message: expect.stringContaining('superseded'),
    });
  });
});

describe('the job’s status', () => {
  test('follows its quotes until work begins', async () => {
    const { id, jobId } = await quoteAfter('publish');
    expect(await statusOf(jobId)).toBe('To Price');
    await world.act(id, 'markAsSent');
    expect(await statusOf(jobId)).toBe('Quote Sent');
    await world.act(id, 'markAsSent', { isSent: false });
    expect(await statusOf(jobId)).toBe('To Price');
    await world.act(id, 'decline');
    expect(await statusOf(jobId)).toBe('Quote Rejected');
    const second = await world.createQuote(jobId);
    expect(await statusOf(jobId)).toBe('To Price');
    await world.act(second, 'publish');
    await world.act(second, 'accept', { acceptedBy: 'Mere' });
    expect(await statusOf(jobId)).toBe('To Schedule');
    expect((await world.send('GET', `/jobs/${jobId}`)).data.activeQuote).toMatchObject({
      id: second,
      isAccepted: true,
    });
  });

  test('is that of the quote with the customer while a later version is drafted', async () => {
    const { id, jobId } = await quoteAfter('publish', 'markAsSent');
    const later = await world.createQuote(jobId);
    expect(await statusOf(jobId)).toBe('Quote Sent');
    await world.act(id, 'accept', { acceptedBy: 'Mere' });
    expect((await world.send('GET', `/jobs/${jobId}`)).data).toMatchObject({
      status: 'To Schedule',
      activeQuote: { id },
    });
    await world.act(id, 'void');
    expect((await world.send('GET', `/jobs/${jobId}`)).data.activeQuote).toMatchObject({ id: later });
  });

  test('speaks of estimates on an estimate job', async () => {
    const jobId = await world.createJob({ jobType: 'Estimate' });
    const id = await world.createQuote(jobId);
    await world.act(id, 'publish');
    await world.act(id, 'markAsSent');
    expect(await statusOf(jobId)).toBe('Estimate Sent');
    await world.act(id, 'decline');
    expect(await statusOf(jobId)).toBe('Estimate Rejected');
  });

  test('stays where work has begun', async () => {
    const { id, jobId } = await quoteAfter('publish', 'accept');
    const job = world.business.jobs.get(jobId);
    if (job === undefined) throw new Error('The job is gone.');
    job.status = 'In Progress';
    const before = job.lastModified;
    await world.act(id, 'void');
    expect(job.status).toBe('In Progress');
    expect(job.lastModified > before).toBe(true);
  });
});

describe('voiding', () => {
  test('locks even a draft', async () => {
    const { id } = await quoteAfter();
    await world.act(id, 'void', { voidedAt: '2026-03-01T00:00:00.000Z' });
    expect((await world.send('GET', `/jobs/quotes/${id}`)).data).toMatchObject({
      voidedAt: '2026-03-01T00:00:00.000Z',
      isLocked: true,
    });
  });
});

describe('declining', () => {
  test('notes who and why and when', async () => {
    const { id } = await quoteAfter('publish');
    const body = { declinedAt: '2026-03-01T00:00:00.000Z', reasonNotes: 'Too dear', rejectedBy: 'Mere' };
    await world.act(id, 'decline', body);
    expect(world.quoteIn(id)).toMatchObject({
      declinedAt: '2026-03-01T00:00:00.000Z',
      rejectionNotes: 'Too dear',
      rejectedBy: 'Mere',
    });
  });
});
