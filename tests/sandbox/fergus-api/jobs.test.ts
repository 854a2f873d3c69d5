import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobWorld, startJobWorld } from './job-world.ts';

let world: JobWorld;
beforeAll(async () => {
  world = await startJobWorld();
});
afterAll(() => world.sandbox.close());

const unknownId = 99_999_999;

describe('creating a job', () => {
  test('answers the write model under its other names and says Draft once', async () => {
    const { customerId, siteId } = world;
    const body = {
      jobType: 'Charge Up',
      title: 'Fix tap',
      description: 'Kitchen tap drips.',
      customerId,
      siteId,
    };
    const created = await world.send('POST', '/jobs', body);
    expect(created.status).toBe(201);
    expect(created.data).toMatchObject({
      description: 'Fix tap',
      longDescription: 'Kitchen tap drips.',
      jobType: 'Charge Up',
      status: 'Draft',
      customer: { id: customerId },
      siteAddress: { id: siteId },
      activeQuote: null,
      onHold: false,
      archived: false,
    });
    const read = await world.send('GET', `/jobs/${created.data.id}`);
    expect(read.data).toEqual({ ...created.data, status: 'To Price' });
  });

  test('numbers jobs one after the other', async () => {
    const [first, second] = [await world.createJob(), await world.createJob()];
    const number = (id: number) => Number(/^Job-(\d+)$/.exec(world.jobIn(id).jobNo)?.[1]);
    expect(number(second)).toBe(number(first) + 1);
  });

  test('takes a draft with type and title alone, and keeps it a draft', async () => {
    const created = await world.send('POST', '/jobs', {
      isDraft: true,
      jobType: 'Quote',
      title: 'Heat pump',
    });
    expect(created.status).toBe(201);
    const read = await world.send('GET', `/jobs/${created.data.id}`);
    expect(read.data).toMatchObject({
      status: 'Draft',
      longDescription: null,
      customer: null,
      siteAddress: null,
      mainContact: null,
    });
    expect(read.data.links).toContainEqual(
      expect.objectContaining({ rel: 'finalise', type: 'POST', href: expect.stringMatching(/\/finalise$/) }),
    );
  });

  test.each(['title', 'description', 'customerId', 'siteId', 'jobType'])(
    'names %s when a complete job lacks it',
    async (field) => {
      const { customerId, siteId } = world;
      const body = { jobType: 'Quote', title: 'Fix tap', description: 'Drips', customerId, siteId };
      const answer = await world.send('POST', '/jobs', { ...body, [field]: undefined });
      expect(answer.body).toEqual({
        error: 'Bad Request',
        statusCode: 400,
        message: expect.stringContaining(`body/${field}`),
      });
    },
  );

  test.each(['title', 'jobType'])('names %s when a draft lacks it', async (field) => {
    const body = { isDraft: true, jobType: 'Quote', title: 'Fix tap', [field]: undefined };
    const answer = await world.send('POST', '/jobs', body);
    expect(answer).toMatchObject({ status: 400, message: expect.stringContaining(`body/${field}`) });
  });

  test.each([
    { jobType: 'charge up' },
    { jobType: 'ChargeUp' },
    { customerId: unknownId },
    { siteId: unknownId },
  ])('refuses %o', async (fields) => {
    const { customerId, siteId } = world;
    const body = { jobType: 'Quote', title: 'Fix tap', description: 'Drips', customerId, siteId, ...fields };
    const jobsBefore = world.business.jobs.size;
    const answer = await world.send('POST', '/jobs', body);
    expect(answer.status).toBe(400);
    expect(world.business.jobs.size).toBe(jobsBefore);
  });
});

describe('the customer and the site of a new job', () => {
  test('must not be gone', async () => {
    const { business, customerId, siteId } = world;
    const archived = [...business.sites.values()].find(({ isArchived }) => isArchived);
    const deleted = [...business.customers.values()].findLast(({ id }) => id !== customerId);
    if (archived === undefined || deleted === undefined) throw new Error('The seed lacks an archived site.');
    deleted.deletedAt = business.now().toISOString();
    const body = { jobType: 'Quote', title: 'Fix tap', description: 'Drips', customerId, siteId };
    for (const [fields, message] of [
      [{ customerId: deleted.id }, `Customer ${deleted.id} not found`],
      [{ siteId: archived.id }, `Site ${archived.id} is archived`],
    ] as const) {
      expect(await world.send('POST', '/jobs', { ...body, ...fields })).toMatchObject({
        status: 400,
        message,
      });
    }
  });
});

describe('draft jobs', () => {
  async function createDraft(): Promise<number> {
    const answer = await world.send('POST', '/jobs', { isDraft: true, jobType: 'Quote', title: 'Heat pump' });
    return Number(answer.data.id);
  }

  test('are updated in part, and keep what the body does not name', async () => {
    const id = await createDraft();
    const path = `/jobs/${id}`;
    const first = await world.send('PUT', path, {
      jobType: 'Estimate',
      title: 'Pump',
      description: 'Upstairs',
    });
    expect(first.status).toBe(201);
    const second = await world.send('PUT', path, {
      jobType: 'Estimate',
      title: 'Heat pump',
      customerId: world.customerId,
    });
    expect(second.data).toMatchObject({
      jobType: 'Estimate',
      description: 'Heat pump',
      longDescription: 'Upstairs',
      customer: { id: world.customerId },
      status: 'Draft',
    });
  });

  test.each(['title', 'jobType'])('want %s at every update', async (field) => {
    const id = await createDraft();
    const body = { jobType: 'Quote', title: 'Pump', description: 'Upstairs', [field]: undefined };
    const answer = await world.send('PUT', `/jobs/${id}`, body);
    expect(answer).toMatchObject({ status: 400, message: expect.stringContaining(`body/${field}`) });
    expect(world.jobIn(id).longDescription).toBeNull();
  });

  test('refuse an unknown customer', async () => {
    const id = await createDraft();
    const body = { jobType: 'Quote', title: 'Pump', customerId: unknownId };
    expect(await world.send('PUT', `/jobs/${id}`, body)).toMatchObject({ status: 400 });
    expect(world.jobIn(id).customerId).toBeNull();
  });

  test('are finalised when complete, and then neither updated nor finalised again', async () => {
    const id = await createDraft();
    const incomplete = await world.send('PUT', `/jobs/${id}/finalise`, {});
    expect(incomplete.status).toBe(400);
    expect(incomplete.message).toContain('description, customerId, siteId');
    expect(incomplete.message).not.toContain('title');

    const { customerId, siteId } = world;
    const body = { jobType: 'Quote', title: 'Heat pump', description: 'Upstairs', customerId, siteId };
    await world.send('PUT', `/jobs/${id}`, body);
    const finalised = await world.send('PUT', `/jobs/${id}/finalise`, {});
    expect(finalised).toMatchObject({ status: 200, data: { id, status: 'To Price' } });

    expect(await world.send('PUT', `/jobs/${id}/finalise`, {})).toMatchObject({
      status: 400,
      message: expect.stringContaining('finalised already'),
    });
    expect(await world.send('PUT', `/jobs/${id}`, body)).toMatchObject({
      status: 400,
      message: expect.stringContaining('not a draft'),
    });
  });
});

describe('hold and resume', () => {
  test('set and clear onHold and move the job up in lastModified', async () => {
    const id = await world.createJob();
    const body = { holdUntil: '2030-01-31', notes: 'Waiting for parts' };
    const held = await world.send('POST', `/jobs/${id}/hold`, body);
    expect(held).toMatchObject({ status: 204, body: undefined });
    expect((await world.send('GET', `/jobs/${id}`)).data.onHold).toBe(true);
    const [latest] = await world.idsOf('/jobs?sortField=lastModified&sortOrder=desc&pageSize=1');
    expect(latest).toBe(id);

    expect((await world.send('POST', `/jobs/${id}/resume`)).status).toBe(204);
    expect((await world.send('GET', `/jobs/${id}`)).data.onHold).toBe(false);
  });

  test.each([
    { notes: 'Waiting' },
    { holdUntil: '2030-01-31' },
    { holdUntil: '31/01/2030', notes: 'Waiting' },
    { holdUntil: '2030-02-30', notes: 'Waiting' },
  ])('hold refuses %o', async (body) => {
    const id = await world.createJob();
    expect((await world.send('POST', `/jobs/${id}/hold`, body)).status).toBe(400);
    expect((await world.send('GET', `/jobs/${id}`)).data.onHold).toBe(false);
  });
});
