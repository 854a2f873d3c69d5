import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobWorld, startJobWorld } from './job-world.ts';

let world: JobWorld;
beforeAll(async () => {
  world = await startJobWorld();
});
afterAll(() => world.sandbox.close());

describe('creating a quote', () => {
  test('makes a draft and counts the versions', async () => {
    const jobId = await world.createJob();
    const first = await world.createQuote(jobId);
    const second = await world.createQuote(jobId);
    expect((await world.send('GET', `/jobs/${jobId}/quotes/${first}`)).data).toMatchObject({
      jobId,
      jobNo: Number(/\d+/.exec(world.business.jobs.get(jobId)?.jobNo ?? '')?.[0]),
      versionNumber: 1,
      title: 'Cylinder',
      description: 'Supply and fit',
      dueDays: '30',
      publishedAt: null,
      isLocked: false,
    });
    expect(world.quoteIn(second).versionNumber).toBe(2);
    expect((await world.send('GET', `/jobs/${jobId}`)).data.activeQuote).toMatchObject({ id: second });
    const numbered = await world.createQuote(jobId, { versionNumber: 7 });
    expect(world.quoteIn(numbered).versionNumber).toBe(7);
  });

  test.each([
    { title: undefined },
    { title: ' ' },
    { dueDays: undefined },
    { dueDays: 6 },
    { dueDays: 181 },
    { sections: undefined },
    { sections: [{ lineItems: [] }] },
    { versionNumber: 1 },
  ])('refuses %o', async (fields) => {
    const jobId = await world.createJob();
    await world.createQuote(jobId);
    const body = { title: 'Cylinder', dueDays: 30, sections: [], ...fields };
    const answer = await world.send('POST', `/jobs/${jobId}/quotes`, body);
    expect(answer).toMatchObject({
      status: 400,
      message: expect.stringContaining(Object.keys(fields)[0] ?? ''),
    });
    expect(await world.idsOf(`/jobs/${jobId}/quotes`)).toHaveLength(1);
  });

  test.each([7, 180])('takes %i days of validity', async (dueDays) => {
    const id = await world.createQuote(await world.createJob(), { dueDays });
    expect(world.quoteIn(id).dueDays).toBe(String(dueDays));
  });

  test('is 404 on an unknown job', async () => {
    const body = { title: 'Cylinder', dueDays: 30, sections: [] };
    expect((await world.send('POST', '/jobs/99999999/quotes', body)).status).toBe(404);
  });
});

describe('reading quotes', () => {
  test('the same quote by id, by guid and under its job', async () => {
    const jobId = await world.createJob();
    const id = await world.createQuote(jobId);
    const { data } = await world.send('GET', `/jobs/quotes/${id}`);
    expect(data.sections).toHaveLength(1);
    expect((await world.send('GET', `/jobs/quotes/guid/${data.guid}`)).data).toEqual(data);
    expect((await world.send('GET', `/jobs/${jobId}/quotes/${id}`)).data).toEqual(data);
    expect((await world.send('GET', `/jobs/${jobId}/quotes`)).items).toEqual([data]);
  });

  test('the list over all jobs leaves the contents out', async () => {
    const id = await world.createQuote(await world.createJob());
    const { items } = await world.send('GET', '/jobs/quotes?sortOrder=desc&pageSize=1');
    expect(items).toMatchObject([{ id, title: 'Cylinder' }]);
    expect(items[0]).not.toHaveProperty('sections');
    expect(items[0]).not.toHaveProperty('selectedSectionIds');
  });

  test('unknown quotes and quotes of another job are 404', async () => {
    const id = await world.createQuote(await world.createJob());
    const otherJobId = await world.createJob();
    for (const path of [
      '/jobs/quotes/99999999',
      '/jobs/quotes/guid/00000000-0000-4000-a000-000000000000',
      `/jobs/${otherJobId}/quotes/${id}`,
      '/jobs/99999999/quotes',
    ]) {
      expect((await world.send('GET', path)).status, path).toBe(404);
    }
  });

  test('a job’s quotes are sorted by version', async () => {
    const jobId = await world.createJob();
    const [first, second] = [await world.createQuote(jobId), await world.createQuote(jobId)];
    expect(await world.idsOf(`/jobs/${jobId}/quotes`)).toEqual([first, second]);
    expect(await world.idsOf(`/jobs/${jobId}/quotes?sortOrder=desc&sortField=id`)).toEqual([second, first]);
    expect((await world.send('GET', `/jobs/${jobId}/quotes?sortField=createdAt`)).status).toBe(400);
  });

  test('createdAfter and modifiedAfter look past a time and override the sort', async () => {
    const jobId = await world.createJob();
    const ids = [
      await world.createQuote(jobId),
      await world.createQuote(jobId),
      await world.createQuote(jobId),
    ];
    const [first = 0, second = 0, third = 0] = ids;
    const path = '/jobs/quotes?sortField=id&sortOrder=desc&pageSize=1';
    const since = (name: string, time: string) => `${path}&${name}=${encodeURIComponent(time)}`;
    const created = await world.send('GET', since('createdAfter', world.quoteIn(first).createdAt));
    expect(created.items.map(({ id }) => id)).toEqual([second]);
    expect(await world.idsOf(created.next ?? '')).toEqual([third]);

    const before = world.quoteIn(third).lastModified;
    expect(await world.idsOf(since('modifiedAfter', before))).toEqual([]);
    await world.send('POST', `/jobs/quotes/${second}/publish`, {});
    await world.send('POST', `/jobs/quotes/${third}/void`, {});
    const all = since('modifiedAfter', before).replace('pageSize=1', 'pageSize=9');
    expect(await world.idsOf(all)).toEqual([first, second, third]);

    const both = `${since('createdAfter', before)}&modifiedAfter=${encodeURIComponent(before)}`;
    expect(await world.send('GET', both)).toMatchObject({
      status: 400,
      message: expect.stringContaining('cannot be used together'),
    });
    expect((await world.send('GET', '/jobs/quotes?modifiedAfter=soon')).status).toBe(400);
  });
});

describe('updating a quote', () => {
  const body = {
    title: 'Revised',
    description: 'Larger cylinder',
    sections: [{ name: 'New', lineItems: [{ itemPrice: 9, isLabour: true }] }],
  };

  test('replaces all sections, by id or by version', async () => {
    const jobId = await world.createJob();
    const id = await world.createQuote(jobId);
    const before = world.quoteIn(id).lastModified;
    const updated = await world.send('PUT', `/jobs/${jobId}/quotes/${id}`, body);
    expect(updated).toMatchObject({
      status: 200,
      data: {
        id,
        title: 'Revised',
        description: 'Larger cylinder',
        sections: [{ name: 'New', lineItems: [{ itemPrice: 9 }] }],
      },
    });
    expect(updated.data.sections).toHaveLength(1);
    expect(String(updated.data.lastModified) > before).toBe(true);

    const sections = [{ name: 'Other' }, { name: 'Another' }];
    const byVersion = await world.send('PUT', `/jobs/${jobId}/quotes/version/1`, { ...body, sections });
    expect(byVersion).toMatchObject({ status: 200, data: { id, sections } });
    expect((await world.send('PUT', `/jobs/${jobId}/quotes/version/2`, body)).status).toBe(404);
  });

  test('keeps the ids of its own lines and of no others', async () => {
    const jobId = await world.createJob();
    const id = await world.createQuote(jobId);
    const own = world.quoteIn(id).sections[0]?.lineItems[0]?.quoteLineItemId;
    const foreignQuote = await world.createQuote(await world.createJob());
    const foreign = world.quoteIn(foreignQuote).sections[0]?.lineItems[0]?.quoteLineItemId;
    const lineItems = [own, foreign].map((quoteLineItemId) => ({ quoteLineItemId, isLabour: true }));
    await world.send('PUT', `/jobs/${jobId}/quotes/${id}`, {
      ...body,
      sections: [{ name: 'Work', lineItems }],
    });
    const ids = world.quoteIn(id).sections[0]?.lineItems.map(({ quoteLineItemId }) => quoteLineItemId);
    expect(ids).toHaveLength(2);
    expect(ids).toContain(own);
    expect(ids).not.toContain(foreign);
  });

  test.each(['title', 'description'])('fails with a 500 without %s', async (field) => {
    const jobId = await world.createJob();
    const id = await world.createQuote(jobId);
    const answer = await world.send('PUT', `/jobs/${jobId}/quotes/${id}`, { ...body, [field]: undefined });
    expect(answer.body).toEqual({
      error: 'Internal Server Error',
      statusCode: 500,
      message: expect.stringContaining('title and description'),
    });
    expect(world.quoteIn(id).sections[0]?.name).toBe('Work');
  });

  test('wants sections, and good ones', async () => {
    const jobId = await world.createJob();
    const path = `/jobs/${jobId}/quotes/${await world.createQuote(jobId)}`;
    for (const sections of [undefined, [{ name: 'A', lineItems: [{}] }]]) {
      expect((await world.send('PUT', path, { ...body, sections })).status).toBe(400);
    }
    expect((await world.send('GET', path)).data).toMatchObject({
      title: 'Cylinder',
      sections: [{ name: 'Work' }],
    });
  });

  test('is refused once the quote is published', async () => {
    const jobId = await world.createJob();
    const id = await world.createQuote(jobId);
    await world.send('POST', `/jobs/quotes/${id}/publish`, {});
    for (const path of [`/jobs/${jobId}/quotes/${id}`, `/jobs/${jobId}/quotes/version/1`]) {
      expect(await world.send('PUT', path, body)).toMatchObject({
        status: 400,
        message: expect.stringContaining('only drafts can be updated'),
      });
    }
    expect(world.quoteIn(id).title).toBe('Cylinder');
  });
});
