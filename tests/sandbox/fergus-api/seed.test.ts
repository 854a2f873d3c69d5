import { describe, expect, test } from 'vitest';
import { cents, linesOf, lineTotal, sum } from '../../../src/sandbox/fergus-api/amounts.ts';
import { type Business, companySetting } from '../../../src/sandbox/fergus-api/business.ts';
import { localTime } from '../../../src/sandbox/fergus-api/local-time.ts';
import { quoteTotals } from '../../../src/sandbox/fergus-api/routes/quote-totals.ts';
import { seedKereru } from '../../../src/sandbox/fergus-api/seed/kereru/index.ts';
import { seedSparrow } from '../../../src/sandbox/fergus-api/seed/sparrow/index.ts';
import { CLOCKS, maps } from './seed-support.ts';

const records = (business: Business) => JSON.stringify(maps(business).map((map) => [...map.values()]));

test('the same clock gives the same business, another day another one with the same ids', () => {
  const at = (time: string) => seedKereru(() => new Date(time));
  const [first, again, later] = [at(CLOCKS[0] ?? ''), at(CLOCKS[0] ?? ''), at('2026-03-05T22:15:00Z')];
  expect(records(again)).toBe(records(first));
  expect(records(later)).not.toBe(records(first));
  expect([...later.jobs.keys()]).toEqual([...first.jobs.keys()]);
});

test('the two businesses share no id, name or job number', () => {
  const now = () => new Date(CLOCKS[0] ?? '');
  const [main, other] = [seedKereru(now), seedSparrow(now)];
  const names = (business: Business) => [
    ...maps(business).flatMap((map) => [...map.keys()]),
    ...[...business.customers.values()].map(({ customerFullName }) => customerFullName),
    ...[...business.users.values()].map(({ email }) => email),
    ...[...business.jobs.values()].map(({ jobNo }) => jobNo),
  ];
  const taken = new Set(names(main));
  expect(names(other).filter((name) => taken.has(name))).toEqual([]);
});

describe.each([
  ['Kererū', seedKereru],
  ['Sparrowhawk', seedSparrow],
])('%s', (_, seed) => {
  describe.each(CLOCKS)('at %s', (time) => {
    const business = seed(() => new Date(time));
    const has = (map: ReadonlyMap<number, unknown>, id: number | null) => id === null || map.has(id);

    test('ids are unique and have eight digits', () => {
      const ids = maps(business).flatMap((map) => [...map.keys()]);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => /^\d{8}$/.test(String(id)))).toBe(true);
      expect(ids).not.toContain(business.nextId());
    });

    test('references resolve', () => {
      const { contacts, customers, sites, jobs, phases, users, salesAccounts, pricebookItems } = business;
      const dangling: unknown[] = [];
      const check = (record: unknown, ...resolved: boolean[]) => {
        if (resolved.includes(false)) dangling.push(record);
      };
      for (const customer of customers.values()) {
        check(
          customer,
          has(contacts, customer.mainContactId),
          has(contacts, customer.billingContactId),
          has(business.pricingTiers, customer.pricingTierId),
        );
      }
      for (const site of sites.values()) check(site, has(contacts, site.defaultContactId));
      for (const contact of contacts.values()) {
        check(contact, has(customers, contact.customerId), has(sites, contact.siteId));
        check(contact, (contact.customerId === null) !== (contact.siteId === null));
      }
      for (const job of jobs.values()) check(job, has(customers, job.customerId), has(sites, job.siteId));
      for (const phase of phases.values()) check(phase, has(jobs, phase.jobId));
      for (const quote of business.quotes.values()) {
        check(quote, has(jobs, quote.jobId));
        for (const line of quote.sections.flatMap(linesOf)) {
          check(line, has(salesAccounts, line.salesAccountId), has(pricebookItems, line.priceBookLineItemId));
          check(line, (line.salesAccountId !== null) !== line.isLabour);
        }
      }
      for (const invoice of business.invoices.values()) {
        check(invoice, jobs.get(invoice.jobId)?.customerId === invoice.customerId);
        for (const line of invoice.sections.flatMap(linesOf)) {
          check(line, has(salesAccounts, line.salesAccountId), has(pricebookItems, line.priceBookLineItemId));
        }
      }
      for (const item of [...business.timeEntries.values(), ...business.calendarEvents.values()]) {
        const phase = item.jobPhaseId === null ? undefined : phases.get(item.jobPhaseId);
        check(item, has(users, item.userId), has(jobs, item.jobId), has(phases, item.jobPhaseId));
        check(item, phase === undefined || phase.jobId === item.jobId);
      }
      for (const item of business.stockOnHand.values()) {
        check(item, phases.get(item.jobPhaseId)?.jobId === item.jobId, has(users, item.createdBy));
      }
      for (const item of pricebookItems.values()) check(item, has(business.pricebooks, item.priceBookId));
      for (const section of business.favouritesSections.values()) {
        check(section, has(business.favouritesFolders, section.folderId));
      }
      for (const enquiry of business.enquiries.values())
        check(
          enquiry,
          enquiry.jobIds.every((id) => jobs.has(id)),
        );
      const entities = {
        job: jobs,
        customer: customers,
        customer_invoice: business.invoices,
        quote: business.quotes,
        site: sites,
        task: new Map(),
        enquiry: business.enquiries,
        job_phase: phases,
      };
      for (const note of business.notes.values()) {
        check(note, has(entities[note.entityName], note.entityId), has(users, note.createdById));
        check(note, has(business.notes, note.parentId));
      }
      expect(dangling).toEqual([]);
    });

    test('nothing is younger than now, and nothing ends before it began', () => {
      const young = maps(business).flatMap((map) =>
        [...map.values()].filter((record) => record.createdAt > time || (record.lastModified ?? '') > time),
      );
      expect(young).toEqual([]);
      for (const job of business.jobs.values()) expect(job.lastModified >= job.createdAt).toBe(true);
      for (const { publishedAt, lastModified, createdAt, jobId } of business.quotes.values()) {
        expect(createdAt >= (business.jobs.get(jobId)?.createdAt ?? '?')).toBe(true);
        expect(lastModified >= (publishedAt ?? createdAt)).toBe(true);
      }
      for (const { startTime, endTime } of business.calendarEvents.values())
        expect(endTime > startTime).toBe(true);
      for (const { paidAt, createdAt } of business.invoices.values()) {
        if (paidAt !== null) expect(paidAt > createdAt && paidAt < new Date(time).toISOString()).toBe(true);
      }
    });

    test('invoices add up', () => {
      const rate = business.company.tax?.rate ?? Number.NaN;
      for (const invoice of business.invoices.values()) {
        const lines = invoice.sections.flatMap(linesOf);
        expect(lines.length).toBeGreaterThan(0);
        expect(invoice.subtotal).toBe(sum(lines.map(lineTotal)));
        expect(invoice.taxValue).toBe(cents((invoice.subtotal * rate) / 100));
        const total = cents(invoice.subtotal + invoice.taxValue);
        if (invoice.status === 'paid') expect(invoice.totalPaid).toBe(total);
        else expect(invoice.totalPaid).toBeLessThan(total);
      }
    });

    test('a fixed price is invoiced as it was accepted', () => {
      let compared = 0;
      for (const invoice of business.invoices.values()) {
        const quote = [...business.quotes.values()].find((q) => q.jobId === invoice.jobId && q.isAccepted);
        if (quote === undefined || !invoice.isFinal) continue;
        const { quoteTotal } = quoteTotals(business, quote, quote.selectedSectionIds);
        expect([invoice.subtotal, invoice.taxValue]).toEqual([quoteTotal.discountedSubTotal, quoteTotal.gst]);
        compared += 1;
      }
      expect(compared).toBeGreaterThan(0);
    });

    test('timesheets lie on a 15-minute grid, and nobody is in two places at once', () => {
      const days = new Map<string, [start: string, end: string][]>();
      const zone = companySetting(business, 'timezone');
      for (const entry of business.timeEntries.values()) {
        expect(entry.startTime).toMatch(/^\d{4}-\d\d-\d\d \d\d:(00|15|30|45)$/);
        expect(entry.endTime).toMatch(/^\d{4}-\d\d-\d\d \d\d:(00|15|30|45)$/);
        expect(entry.endTime.slice(0, 10)).toBe(entry.startTime.slice(0, 10));
        expect(entry.endTime.slice(11) <= '16:00').toBe(true);
        expect(entry.endTime < localTime(new Date(time), zone)).toBe(true);
        const hours = (Date.parse(`${entry.endTime}Z`) - Date.parse(`${entry.startTime}Z`)) / 3_600_000;
        const unpaid = entry.isUnchargedTimeUnpaid ? (entry.unchargedTimeDuration ?? 0) : 0;
        expect(entry.paidDuration).toBe(hours - unpaid);
        const key = `${entry.userId} ${entry.startTime.slice(0, 10)}`;
        days.set(key, [...(days.get(key) ?? []), [entry.startTime, entry.endTime]]);
      }
      for (const entries of days.values()) {
        const sorted = entries.toSorted();
        sorted.slice(1).forEach(([start], index) => {
          expect(start >= (sorted[index]?.[1] ?? '?')).toBe(true);
        });
      }
    });

    test('calendar events begin and end on a 15-minute grid', () => {
      for (const { startTime, endTime } of business.calendarEvents.values()) {
        expect([Date.parse(startTime) % 900_000, Date.parse(endTime) % 900_000]).toEqual([0, 0]);
      }
    });
  });
});
