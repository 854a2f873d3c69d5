import { encode } from 'gpt-tokenizer';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Business, Contact } from '../../src/sandbox/fergus-api/business.ts';
import { CATALOG } from '../../src/tools/catalog.ts';
import { findAnything } from '../../src/tools/insight/find-anything.ts';
import { call, first } from '../support/records.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { ask as askTool, startWorked } from './asking.ts';
import { activeQuote } from './job-overview-expected.ts';
import { NOW } from './worked-business.ts';

interface Hit {
  readonly kind: 'job' | 'customer' | 'site' | 'contact' | 'quote';
  readonly id: number;
  readonly what: string;
  readonly open: { readonly tool: string; readonly arguments: Record<string, string | number> };
}

interface Answer {
  readonly hits: readonly Hit[];
  readonly found: number;
  readonly coverage: string;
  readonly unread?: readonly string[];
}

let harness: ToolHarness;

afterEach(async () => {
  vi.useRealTimers();
  await harness?.close();
});

/** Asks, within the requests that any call may cost. */
async function ask(query: string, args: object = {}) {
  const asked = await askTool<Answer>(harness, findAnything, { query, ...args });
  expect(asked.paths.length, query).toBeLessThanOrEqual(5);
  return asked;
}

const business = () => harness.sandbox.businesses.main;
const seeded = async () => {
  harness = await startHarness({ rateLimit: 100_000 });
};

/** "Ngā Whare – Marae" → "nga whare marae", by another way than the tool's. */
function plain(text: string): string {
  const marks = /\p{Mark}/gu;
  const words =
    text
      .normalize('NFKD')
      .replace(marks, '')
      .match(/[a-z0-9]+/gi) ?? [];
  return words.join(' ').toLowerCase();
}

function everyThird<T>(records: Iterable<T>): T[] {
  return [...records].filter((_, index) => index % 3 === 0);
}

function holds(hits: readonly Hit[], kind: Hit['kind'], id: number): boolean {
  return hits.some((hit) => hit.kind === kind && hit.id === id);
}

/** The ways in which people write a number such as "021 555 0101" or "09 555 1051". */
function spellings(phone: string): string[] {
  const digits = phone.replaceAll(' ', '');
  const [area = '', ...rest] = phone.split(' ');
  return [
    phone,
    digits,
    `(${area}) ${rest.join('-')}`,
    `+64 ${area.slice(1)} ${rest.join('')}`,
    `+64${digits.slice(1)}`,
    `0064 ${area.slice(1)} ${rest.join(' ')}`,
    `+64 (0)${area.slice(1)} ${rest.join(' ')}`,
    phone.replaceAll(' ', '.'),
  ];
}

const phonesOf = ({ contactItems }: Contact) =>
  contactItems.filter(({ contactType }) => contactType === 'mobile' || contactType === 'phone');

describe('records of the seeded business are found', () => {
  test('a job by its number in any spelling, as the first hit', async () => {
    await seeded();
    for (const { id, jobNo, isDraft } of everyThird(business().jobs.values())) {
      if (isDraft) continue;
      const number = jobNo.replace('Job-', '');
      for (const query of [jobNo, number, `job ${number}`, `JOB-${number}`, `#${number}`, `Job${number}`]) {
        const { answer } = await ask(query);
        expect(answer.hits[0], query).toMatchObject({ kind: 'job', id });
      }
    }
  });

  test('a customer by name in capitals, without accents, and with the words turned round', async () => {
    await seeded();
    for (const { id, customerFullName } of everyThird(business().customers.values())) {
      const words = plain(customerFullName);
      const spelt = [customerFullName, words, words.toUpperCase(), words.split(' ').toReversed().join(' ')];
      for (const query of spelt) {
        const { answer } = await ask(query, { limit: 50 });
        expect(holds(answer.hits, 'customer', id), query).toBe(true);
      }
      const { answer } = await ask(customerFullName, { kinds: ['customer'] });
      expect(answer.hits[0], customerFullName).toMatchObject({ kind: 'customer', id });
    }
  });

  test('a site by its address, short or long, with or without accents', async () => {
    await seeded();
    const short = { Street: 'St', Road: 'Rd', Avenue: 'Ave', Drive: 'Dr', Lane: 'Ln', Grove: 'Gr' };
    for (const { id, physicalAddress, isArchived } of everyThird(business().sites.values())) {
      const address = `${physicalAddress.address1}`;
      const shortened = Object.entries(short).reduce(
        (text, [long, brief]) => text.replace(long, brief),
        address,
      );
      const suburb = `${plain(address)}, ${plain(physicalAddress.addressSuburb ?? '')}`;
      for (const query of [address, plain(address), shortened.toUpperCase(), suburb]) {
        const { answer } = await ask(query, { limit: 50 });
        expect(isArchived || holds(answer.hits, 'site', id), query).toBe(true);
      }
    }
  });

  test('a contact by phone in any spelling, as the first hit of its kind', async () => {
    await seeded();
    for (const contact of [...business().contacts.values()].slice(0, 10)) {
      for (const { contactValue } of phonesOf(contact)) {
        for (const query of spellings(contactValue)) {
          const { answer } = await ask(query, { kinds: ['contact'] });
          expect(answer.hits[0], query).toMatchObject({ id: contact.id });
        }
      }
    }
  });

  test('a customer and a job by the phone of the main contact', async () => {
    await seeded();
    for (const { id, mainContactId, deletedAt } of business().customers.values()) {
      const contact = business().contacts.get(mainContactId);
      const [phone] = contact ? phonesOf(contact) : [];
      if (!phone || deletedAt !== null) continue;
      const { answer } = await ask(phone.contactValue.replaceAll(' ', ''), { limit: 50 });
      expect(holds(answer.hits, 'customer', id), phone.contactValue).toBe(true);
      const jobs = [...business().jobs.values()].filter(({ customerId }) => customerId === id);
      for (const job of jobs) expect(holds(answer.hits, 'job', job.id), phone.contactValue).toBe(true);
    }
  });

  test('a contact by email in any case, and by name without accents', async () => {
    await seeded();
    for (const contact of [...business().contacts.values()].slice(0, 15)) {
      const email = contact.contactItems.find(({ contactType }) => contactType === 'email');
      const name = [contact.firstName, contact.lastName].filter(Boolean).join(' ');
      for (const query of [email?.contactValue.toUpperCase(), plain(name)]) {
        if (!query) continue;
        const { answer } = await ask(query, { limit: 50, kinds: ['contact', 'job', 'customer', 'site'] });
        expect(holds(answer.hits, 'contact', contact.id), query).toBe(true);
      }
    }
  });

  test('the active quote by its title, and by the number of its job right after the job', async () => {
    await seeded();
    for (const job of business().jobs.values()) {
      const quote = activeQuote(business(), job);
      if (!quote || job.isDraft) continue;
      const { answer } = await ask(job.jobNo);
      expect(answer.hits.slice(0, 2), job.jobNo).toMatchObject([
        { kind: 'job', id: job.id },
        { kind: 'quote', id: quote.id, open: { tool: 'get-quote', arguments: { quoteId: quote.id } } },
      ]);
      const byTitle = await ask(plain(quote.title ?? ''), { kinds: ['quote'] });
      expect(holds(byTitle.answer.hits, 'quote', quote.id), `${quote.title}`).toBe(true);
    }
  });
});

describe('each hit', () => {
  test('is opened by the tool that it names', async () => {
    await seeded();
    const kinds = new Set<string>();
    for (const query of ['johnson', 'stonefield', 'rewire']) {
      const { answer, text } = await ask(query, { limit: 50 });
      for (const { kind, id, what, open } of answer.hits) {
        const tool = CATALOG.find(({ name }) => name === open.tool);
        if (!tool) throw new Error(`There is no tool ${open.tool}`);
        expect(tool.everyday, open.tool).toBe(true);
        await harness.call(tool, open.arguments);
        const [[name, value] = []] = Object.entries(open.arguments);
        expect(text).toContain(`${kind} ${id}: ${what} → ${open.tool} ${name} ${value}`);
        kinds.add(kind);
      }
    }
    expect([...kinds].sort()).toEqual(['contact', 'customer', 'job', 'quote', 'site']);
  });

  test('is of a kind that was asked for, and the best are shown of many', async () => {
    await seeded();
    const { answer, text } = await ask('auckland', { kinds: ['site', 'job'], limit: 3 });
    expect(answer.hits).toHaveLength(3);
    expect(answer.found).toBeGreaterThan(20);
    expect(text).toMatch(/^\d+ hits for “auckland”, the best 3:\n/);
    for (const { kind } of answer.hits) expect(['site', 'job']).toContain(kind);
  });

  test('comes before those that only contain it: whole words, then beginnings, then parts', async () => {
    await seeded();
    const { customers } = business();
    const names = ['Ash', 'Ashton', 'Washburn'];
    for (const customerFullName of names.toReversed()) {
      const id = business().nextId();
      customers.set(id, { ...first(customers.values()), id, customerFullName });
    }
    const { answer } = await ask('ash', { kinds: ['customer'] });
    expect(answer.hits.slice(0, 3).map(({ what }) => what.split(' · ')[0])).toEqual(names);
  });
});

test('answers in less than 2,000 tokens', async () => {
  await seeded();
  for (const query of ['johnson', 'auckland', 'takahe', '555', '021 555', 'mail.example', 'Job-512']) {
    const { text } = await ask(query);
    expect(encode(text).length, query).toBeLessThan(2_000);
  }
});

describe('requests', () => {
  test('five at most, one for a job number, and fewer the second time', async () => {
    await seeded();
    expect((await ask('johnson')).paths.toSorted()).toEqual([
      '/contacts',
      '/customers',
      '/jobs',
      '/jobs',
      '/sites',
    ]);
    expect((await ask('johnson')).paths.toSorted()).toEqual(['/contacts', '/customers', '/jobs', '/sites']);
    expect((await ask('Job-512')).paths).toEqual(['/jobs']);
    expect((await ask('johnson', { kinds: ['customer'] })).paths).toEqual(['/customers']);
  });

  test('a write drops what was cached, so that a new job is found at once', async () => {
    await seeded();
    await ask('cellar');
    const tool = CATALOG.find(({ name }) => name === 'create-job');
    const { id: customerId } = first(business().customers.values());
    const { id: siteId } = first(business().sites.values());
    const { arguments: args } = call('create-job', {
      jobType: 'Charge Up',
      title: 'Ventilate the Crème Brûlée room',
      description: 'A fan.',
      customerId,
      siteId,
    });
    if (tool) await harness.call(tool, args);
    const { answer } = await ask('creme brulee');
    expect(answer.hits[0]).toMatchObject({ kind: 'job', what: expect.stringContaining('Crème Brûlée') });
  });
});

describe('on a business of generated jobs', () => {
  test.each([1, 50, 2_000])(
    '%i: numbers in numbers, old and new ones',
    { timeout: 120_000 },
    async (jobs) => {
      vi.useFakeTimers({ toFake: ['Date'], now: NOW });
      harness = await startWorked(jobs, 100_000);
      const all = [...business().jobs.values()];
      // "Job-55" stands in the numbers of many others.
      const [oldest] = all;
      if (oldest) oldest.jobNo = 'Job-55';
      for (const job of [...all.slice(0, 3), ...all.slice(-3)]) {
        for (const query of [job.jobNo, job.jobNo.replace('Job-', ''), `job ${job.jobNo.slice(4)}`]) {
          const { answer } = await ask(query);
          expect(answer.hits[0], query).toMatchObject({ kind: 'job', id: job.id });
        }
      }
    },
  );

  test('2,000: an old job by words that each stand in many', { timeout: 120_000 }, async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    harness = await startWorked(2_000);
    const [oldest] = business().jobs.values();
    if (oldest) oldest.description = 'Generated heat';
    const { answer } = await ask('generated heat');
    expect(answer.hits[0]).toMatchObject({ kind: 'job', id: oldest?.id });
    expect(answer.coverage).toContain('jobs 100 of more, ');
    expect(answer.coverage).toContain('jobs by all words 1');
  });

  test('2,000: says where Fergus found more than was compared', { timeout: 120_000 }, async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    harness = await startWorked(2_000);
    const { answer, text } = await ask('generated');
    expect(answer.coverage).toContain('jobs 100 of more');
    expect(text).toContain('For what is marked “of more”, add words to see the rest.');
  });

  test('2,000: sites with macrons that people leave out, changed long ago', {
    timeout: 120_000,
  }, async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW });
    harness = await startWorked(2_000, 10_000);
    const places = ['Tōtara', 'Kererū', 'Māngere', 'Kōwhai', 'Pūriri', 'Tāmaki', 'Ōtāhuhu'];
    const added = places.map((place) => addSite(business(), `${place} block`));
    for (const [index, place] of places.entries()) {
      for (const query of [place, plain(place), plain(place).toUpperCase(), `${plain(place)} block`]) {
        const { answer } = await ask(query, { kinds: ['site'] });
        expect(answer.hits[0], query).toMatchObject({ kind: 'site', id: added[index] });
      }
    }
  });
});

function addSite({ sites, nextId }: Business, name: string): number {
  const id = nextId();
  sites.set(id, { ...first(sites.values()), id, name });
  return id;
}

describe('what cannot be searched', () => {
  test.each(['customers', 'sites', 'contacts'])('%s: the others are still found', async (name) => {
    await seeded();
    const { answer: whole } = await ask('johnson', { limit: 50 });
    harness.sandbox.faults.order({ kind: 'status', status: 403, path: `/${name}`, times: 100 });
    const { answer, text } = await ask('johnson', { limit: 50 });
    expect(answer.unread).toEqual([expect.stringMatching(new RegExp(`^${name} could not be read: .*403`))]);
    expect(text).toContain(answer.unread?.[0]);
    const kept = whole.hits.filter(({ kind }) => `${kind}s` !== name);
    expect(kept.length).toBeGreaterThan(3);
    for (const { kind, id } of kept) expect(holds(answer.hits, kind, id)).toBe(true);
  });

  test('all of it: the call fails', async () => {
    await seeded();
    harness.sandbox.faults.order({ kind: 'status', status: 403, times: 100 });
    await expect(ask('johnson')).rejects.toThrow(/\(403\)/);
  });

  test('nothing that fits: says so, and how to go on', async () => {
    await seeded();
    const { answer, text } = await ask('xyzzy');
    expect(answer).toMatchObject({ hits: [], found: 0 });
    expect(text).toMatch(/^Nothing fits “xyzzy”\. Try a part of the name, another spelling/);
  });
});
