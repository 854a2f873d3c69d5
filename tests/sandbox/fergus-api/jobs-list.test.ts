import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JobWorld, startJobWorld } from './job-world.ts';

let world: JobWorld;
beforeAll(async () => {
  world = await startJobWorld();
});
afterAll(() => world.sandbox.close());

const unknownId = 99_999_999;

describe('reading jobs', () => {
  test('an unknown id is 404, another text than a number 400', async () => {
    expect((await world.send('GET', `/jobs/${unknownId}`)).status).toBe(404);
    expect((await world.send('GET', '/jobs/abc')).status).toBe(400);
  });

  test('the number filter matches any part of the number', async () => {
    const id = await world.createJob();
    const part = world.jobIn(id).jobNo.slice(-3, -1);
    const answer = await world.send('GET', `/jobs?pageSize=100&filterJobNo=${part}`);
    const numbers = answer.items.map(({ jobNo }) => String(jobNo));
    expect(numbers).toContain(world.jobIn(id).jobNo);
    expect(numbers.every((number) => number.includes(part))).toBe(true);
    expect(await world.idsOf(`/jobs?filterJobNo=${world.jobIn(id).jobNo}`)).toEqual([id]);
  });

  test.each(['Xylophone', 'FLUGELHORN'])('the search finds %s in either description', async (word) => {
    const inTitle = await world.createJob({ title: `Repair ${word.toLowerCase()}` });
    const inDescription = await world.createJob({ description: `A ${word} is in the way` });
    expect(await world.idsOf(`/jobs?filterSearchText=${word}`)).toEqual([inTitle, inDescription]);
  });

  test('the search finds customer, site and contact, and the number', async () => {
    const { business, customerId, siteId } = world;
    const id = await world.createJob();
    const customer = business.customers.get(customerId);
    const site = business.sites.get(siteId);
    const contact = business.contacts.get(customer?.mainContactId ?? 0);
    const siteContact = business.contacts.get(site?.defaultContactId ?? 0);
    const words = [
      customer?.customerFullName,
      contact?.firstName,
      siteContact?.lastName,
      world.jobIn(id).jobNo.toLowerCase(),
      ...(site?.name ? [site.name] : []),
    ];
    for (const word of words) {
      const query = new URLSearchParams({ filterSearchText: word ?? '-', sortOrder: 'desc' });
      expect(await world.idsOf(`/jobs?${query}`), word ?? '').toContain(id);
    }
  });

  test('filters by type, customer and site', async () => {
    const other = [...world.business.customers.values()].findLast(({ deletedAt }) => deletedAt === null);
    const mine = await world.createJob({ jobType: 'Estimate', customerId: other?.id });
    const others = await world.createJob({ jobType: 'Charge Up' });
    const path = `/jobs?sortOrder=desc&pageSize=100`;
    const byType = await world.idsOf(`${path}&filterJobType=Estimate`);
    expect(byType).toContain(mine);
    expect(byType).not.toContain(others);
    const byCustomer = await world.idsOf(`${path}&filterCustomerId=${other?.id}`);
    expect(byCustomer).toContain(mine);
    expect(byCustomer).not.toContain(others);
    expect(await world.idsOf(`${path}&filterSiteId=${world.siteId}`)).toContain(others);
    expect(await world.idsOf(`${path}&filterSiteId=${unknownId}`)).toEqual([]);
  });

  test.each([
    ['To Price', 'To Price'],
    ['Quote Sent', 'Quote Sent'],
    ['In Progress', 'Active'],
    ['To Invoice', 'Active'],
    ['Invoice Paid', 'Completed'],
    ['Inactive', 'Inactive'],
  ])('a job that is %s is found under %s', async (status, filter) => {
    const id = await world.createJob();
    world.jobIn(id).status = status;
    const found = await Promise.all(
      ['To Price', 'Quote Sent', 'Active', 'Completed', 'Inactive'].map(async (candidate) => {
        const query = new URLSearchParams({ filterJobStatus: candidate, sortOrder: 'desc', pageSize: '100' });
        return (await world.idsOf(`/jobs?${query}`)).includes(id) ? [candidate] : [];
      }),
    );
    expect(found.flat()).toEqual([filter]);
  });

  test('a status that the contract does not filter by is refused', async () => {
    expect((await world.send('GET', '/jobs?filterJobStatus=Invoiced')).status).toBe(400);
  });

  test.each([
    ['filterShowOnHold', 'onHold'],
    ['filterShowArchived', 'archived'],
  ] as const)('%s tells jobs apart by %s', async (filter, field) => {
    const id = await world.createJob();
    world.jobIn(id)[field] = true;
    const path = '/jobs?sortOrder=desc&pageSize=100';
    expect(await world.idsOf(`${path}&${filter}=true`)).toContain(id);
    expect(await world.idsOf(`${path}&${filter}=false`)).not.toContain(id);
    expect(await world.idsOf(path)).toContain(id);
  });

  test.each(['createdAt', 'lastModified', 'jobNo'])('pages through all jobs by %s', async (field) => {
    for (const order of ['asc', 'desc']) {
      const ids: unknown[] = [];
      let next: string | undefined = `/jobs?pageSize=7&sortField=${field}&sortOrder=${order}`;
      while (next !== undefined) {
        const page = await world.send('GET', next);
        expect(page.status, page.message).toBe(200);
        ids.push(...page.items.map(({ id }) => id));
        next = page.next;
      }
      expect(ids).toHaveLength(world.business.jobs.size);
      expect(new Set(ids).size).toBe(ids.length);
      const keys = ids.map((id) => {
        const job = world.jobIn(Number(id));
        return field === 'jobNo'
          ? Number(/\d+/.exec(job.jobNo)?.[0])
          : Date.parse(job[field === 'createdAt' ? 'createdAt' : 'lastModified']);
      });
      expect(keys).toEqual(keys.toSorted((a, b) => (order === 'asc' ? a - b : b - a)));
    }
  });

  test('cursors of the time sorts are compound, those of the number sort are not', async () => {
    const cursorOf = async (path: string) => {
      const { next = '' } = await world.send('GET', path);
      return new URLSearchParams(next.split('?')[1]).getAll('pageCursor').at(-1);
    };
    expect(await cursorOf('/jobs?pageSize=3')).toMatch(/^\d+_\d+$/);
    expect(await cursorOf('/jobs?pageSize=3&sortField=jobNo')).toBe('3');
  });

  test.each(['pageSize=0', 'pageSize=101', 'sortField=status', 'pageCursor=x', 'filterJobType=Repair'])(
    '%s is refused',
    async (query) => {
      expect((await world.send('GET', `/jobs?${query}`)).status).toBe(400);
    },
  );

  test('a misspelt filter finds everything', async () => {
    const all = await world.send('GET', '/jobs?pageSize=100');
    const misspelt = await world.send('GET', '/jobs?pageSize=100&filterJobNumber=1');
    expect(misspelt.items).toEqual(all.items);
  });
});
