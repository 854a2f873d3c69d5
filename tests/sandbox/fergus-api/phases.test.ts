import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JobWorld, startJobWorld } from './job-world.ts';

let world: JobWorld;
beforeAll(async () => {
  world = await startJobWorld();
});
afterAll(() => world.sandbox.close());

async function createPhase(jobId: number): Promise<string> {
  const body = { title: 'First fix', description: 'Pipes and brackets' };
  const answer = await world.send('POST', `/jobs/${jobId}/phases`, body);
  expect(answer.status).toBe(200);
  return `/jobs/${jobId}/phases/${answer.data.id}`;
}

test('phases are created, read, listed without paging and updated', async () => {
  const jobId = await world.createJob();
  const job = world.business.jobs.get(jobId);
  job?.assignedGroups.push('Plumbing');
  const path = await createPhase(jobId);
  const read = await world.send('GET', path);
  expect(read.data).toMatchObject({ jobId, title: 'First fix', assignedGroups: ['Plumbing'] });

  const body = { title: 'Second fix', description: 'Taps' };
  const updated = await world.send('PUT', path, body);
  expect(updated).toMatchObject({ status: 200, data: { ...body, id: read.data.id } });
  const list = await world.send('GET', `/jobs/${jobId}/phases`);
  expect(list.items).toEqual([updated.data]);
  expect(list.body).not.toHaveProperty('paging');
});

test.each(['title', 'description'])('%s is required to create and to update', async (field) => {
  const jobId = await world.createJob();
  const path = await createPhase(jobId);
  const body = { title: 'Second fix', description: 'Taps', [field]: undefined };
  const refusal = { status: 400, message: expect.stringContaining(`body/${field}`) };
  expect(await world.send('POST', `/jobs/${jobId}/phases`, body)).toMatchObject(refusal);
  expect(await world.send('PUT', path, body)).toMatchObject(refusal);
  expect((await world.send('GET', path)).data.title).toBe('First fix');
});

test('voiding is for good', async () => {
  const jobId = await world.createJob();
  const path = await createPhase(jobId);
  expect(await world.send('POST', `${path}/void`)).toMatchObject({ status: 204, body: undefined });
  expect((await world.send('GET', path)).data.status).toBe('Voided');

  const refusal = { status: 400, message: expect.stringContaining('voided') };
  expect(await world.send('POST', `${path}/void`)).toMatchObject(refusal);
  expect(await world.send('PUT', path, { title: 'Again', description: 'Taps' })).toMatchObject(refusal);
  const stock = { itemDescription: 'Pipe', itemPrice: 2, itemCost: 1, itemQuantity: 1 };
  const stockPath = `/phases/${path.split('/').at(-1)}/stockOnHand`;
  expect(await world.send('POST', stockPath, stock)).toMatchObject(refusal);
});

test('unknown jobs, unknown phases and phases of another job are 404', async () => {
  const [jobId, otherJobId] = [await world.createJob(), await world.createJob()];
  const phaseId = (await createPhase(jobId)).split('/').at(-1);
  for (const path of [
    '/jobs/99999999/phases',
    `/jobs/${jobId}/phases/99999999`,
    `/jobs/${otherJobId}/phases/${phaseId}`,
    `/jobs/${otherJobId}/phases/${phaseId}/financialSummary`,
  ]) {
    expect((await world.send('GET', path)).status, path).toBe(404);
  }
  expect((await world.send('POST', `/jobs/${otherJobId}/phases/${phaseId}/void`)).status).toBe(404);
});
