import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobWorld, startJobWorld } from './job-world.ts';

let world: JobWorld;
let jobId: number;
beforeAll(async () => {
  world = await startJobWorld();
  jobId = await world.createJob();
});
afterAll(() => world.sandbox.close());

function createNote(fields: object = {}) {
  return world.send('POST', '/notes', {
    text: 'Key at reception',
    entityName: 'job',
    entityId: jobId,
    ...fields,
  });
}

describe('creating a note', () => {
  test('stores the text under the token’s user', async () => {
    const { status, data } = await createNote();
    expect(status).toBe(201);
    const owner = await world.send('GET', '/users/me');
    expect(data).toMatchObject({
      text: 'Key at reception',
      entityName: 'job',
      entityId: jobId,
      createdById: owner.data.id,
      companyId: world.business.companyId,
      isPinned: false,
      parentId: null,
      replies: [],
    });
  });

  test('loses the text of a note that is pinned at once', async () => {
    const { data } = await createNote({ isPinned: true });
    expect(data).toMatchObject({ text: '', isPinned: true });
  });

  test.each(['JOB', 'Job', 'invoice'])('refuses the entity name %s', async (entityName) => {
    expect(await createNote({ entityName })).toMatchObject({
      status: 400,
      message: expect.stringContaining('body/entityName'),
    });
  });

  test('takes every kind of record, and no other id', async () => {
    const { business } = world;
    const maps = {
      customer: business.customers,
      customer_invoice: business.invoices,
      quote: business.quotes,
      site: business.sites,
      enquiry: business.enquiries,
      job_phase: business.phases,
    };
    for (const [entityName, records] of Object.entries(maps)) {
      const [entityId] = records.keys();
      expect((await createNote({ entityName, entityId })).data, entityName).toMatchObject({
        entityName,
        entityId,
      });
      expect((await createNote({ entityName, entityId: 99_999_999 })).status, entityName).toBe(400);
    }
  });

  test.each(['text', 'entityName', 'entityId'])('wants %s', async (field) => {
    expect(await createNote({ [field]: undefined })).toMatchObject({
      status: 400,
      message: expect.stringContaining(`body/${field}`),
    });
  });
});

describe('replies', () => {
  test('stand inside their note and not in the list', async () => {
    const entityId = await world.createJob();
    const note = await createNote({ entityId });
    const reply = await createNote({ entityId, text: 'Got it', parentId: note.data.id });
    expect(reply.data).toMatchObject({ parentId: note.data.id, text: 'Got it' });
    const { items } = await world.send('GET', `/notes?filterEntityId=${entityId}`);
    const { replies: _, ...asReply } = reply.data;
    expect(items).toEqual([{ ...note.data, replies: [asReply] }]);
  });

  test('are refused to an unknown note, to a reply and on another record', async () => {
    const note = await createNote();
    const reply = await createNote({ parentId: note.data.id });
    expect((await createNote({ parentId: 99_999_999 })).status).toBe(400);
    expect((await createNote({ parentId: reply.data.id })).status).toBe(400);
    const entityId = await world.createJob();
    expect((await createNote({ entityId, parentId: note.data.id })).status).toBe(400);
    // Tasks are known to no operation, so that any id will do for one.
    expect((await createNote({ entityName: 'task' })).status).toBe(201);
    expect((await createNote({ entityName: 'task', parentId: note.data.id })).status).toBe(400);
  });
});

describe('updating a note', () => {
  test('changes text and pin, each alone', async () => {
    const { data } = await createNote();
    const path = `/notes/${data.id}`;
    expect((await world.send('PATCH', path, { isPinned: true })).data).toEqual({ ...data, isPinned: true });
    expect((await world.send('PATCH', path, { text: 'Key next door' })).data).toEqual({
      ...data,
      text: 'Key next door',
      isPinned: true,
    });
  });

  test('refuses an empty change, an empty text and an unknown note', async () => {
    const path = `/notes/${(await createNote()).data.id}`;
    expect((await world.send('PATCH', path, {})).status).toBe(400);
    expect((await world.send('PATCH', path, { text: '' })).status).toBe(400);
    expect((await world.send('PATCH', '/notes/99999999', { text: 'x' })).status).toBe(404);
  });
});

describe('listing notes', () => {
  test('filters by record, kind (upper case) and author', async () => {
    const entityId = await world.createJob();
    const { data } = await createNote({ entityId });
    const path = `/notes?filterEntityId=${entityId}`;
    expect((await world.send('GET', `${path}&filterEntityName=JOB`)).items).toEqual([data]);
    expect((await world.send('GET', `${path}&filterEntityName=SITE`)).items).toEqual([]);
    expect((await world.send('GET', `${path}&filterCreatedById=${data.createdById}`)).items).toEqual([data]);
    expect((await world.send('GET', `${path}&filterCreatedById=99999999`)).items).toEqual([]);
    expect((await world.send('GET', `${path}&filterEntityName=job`)).status).toBe(400);
  });

  test('sorts by created_at, and by nothing else', async () => {
    const entityId = await world.createJob();
    const notes = [
      await createNote({ entityId }),
      await createNote({ entityId }),
      await createNote({ entityId }),
    ];
    const ids = notes.map(({ data }) => data.id);
    const path = `/notes?filterEntityId=${entityId}&sortField=created_at`;
    const listed = async (query: string) => (await world.send('GET', path + query)).items.map(({ id }) => id);
    expect(await listed('')).toEqual(ids);
    expect(await listed('&sortOrder=desc')).toEqual(ids.toReversed());
    expect((await world.send('GET', '/notes?sortField=createdAt')).status).toBe(400);
  });
});
