import { encode } from 'gpt-tokenizer';
import { afterEach, describe, expect, test } from 'vitest';
import type { Contact } from '../../src/sandbox/fergus-api/business.ts';
import { CATALOG } from '../../src/tools/catalog.ts';
import { call, first } from '../support/records.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { askAnything, holds, plain } from './find-support.ts';
import { activeQuote } from './job-overview-expected.ts';

let harness: ToolHarness;

afterEach(async () => {
  await harness?.close();
});

const ask = (query: string, args: object = {}) => askAnything(harness, query, args);
const business = () => harness.sandbox.businesses.main;
const seeded = async () => {
  harness = await startHarness({ rateLimit: 100_000 });
};

function everyThird<T>(records: Iterable<T>): T[] {
  return [...records].filter((_, index) => index % 3 === 0);
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
