import { describe, expect, test } from 'vitest';
import { amountsOf, cents, linesOf, lineTotal, sum } from '../../../src/sandbox/fergus-api/amounts.ts';
import { type Business, companySetting } from '../../../src/sandbox/fergus-api/business.ts';
import { addDays, localDay, localTime } from '../../../src/sandbox/fergus-api/local-time.ts';
import { stateOf } from '../../../src/sandbox/fergus-api/routes/quote-state.ts';
import { quoteTotals } from '../../../src/sandbox/fergus-api/routes/quote-totals.ts';
import { seedKereru } from '../../../src/sandbox/fergus-api/seed/kereru/index.ts';
import { seedSparrow } from '../../../src/sandbox/fergus-api/seed/sparrow/index.ts';

/** A weekday, a weekend, both changes of New Zealand's clocks, New Year, a leap day. */
const CLOCKS = [
  '2026-03-04T22:15:00Z',
  '2026-03-07T02:00:00Z',
  '2026-04-04T18:00:00Z',
  '2026-09-26T18:00:00Z',
  '2025-12-31T11:30:00Z',
  '2028-02-29T00:00:00Z',
];

const maps = (business: Business) => Object.values(business).filter((value) => value instanceof Map);
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

describe.each(CLOCKS)('the demo at %s', (time) => {
  const business = seedKereru(() => new Date(time));
  const zone = companySetting(business, 'timezone');
  const today = localDay(new Date(time), zone);
  const values = <T>(map: ReadonlyMap<number, T>) => [...map.values()];

  test('has jobs in every status, on hold, archived, as a draft and as a variation', () => {
    const jobs = values(business.jobs);
    expect(jobs.length).toBeGreaterThanOrEqual(40);
    expect([...new Set(jobs.map(({ status }) => status))].toSorted()).toEqual(
      [
        'Completed',
        'Draft',
        'Estimate Rejected',
        'Estimate Sent',
        'In Progress',
        'Inactive',
        'Invoice Paid',
        'Invoiced',
        'Labour Complete',
        'Quote Rejected',
        'Quote Sent',
        'To Invoice',
        'To Price',
        'To Schedule',
        'To Start',
      ].toSorted(),
    );
    expect(new Set(jobs.map(({ jobNo }) => jobNo)).size).toBe(jobs.length);
    expect(jobs.map(({ jobNo }) => jobNo)).toContain('Job-500');
    const variation = jobs.find(({ jobNo }) => jobNo.endsWith('A'))?.jobNo ?? '?';
    expect(jobs.map(({ jobNo }) => jobNo)).toContain(variation.slice(0, -1));
    expect(jobs.some(({ onHold, holdUntil }) => onHold && (holdUntil ?? '') > today)).toBe(true);
    expect(jobs.some(({ archived }) => archived)).toBe(true);
    expect(jobs.filter(({ isDraft }) => isDraft)).toHaveLength(1);
  });

  test('has quotes in every state and sections of every kind', () => {
    const quotes = values(business.quotes);
    expect([...new Set(quotes.map(stateOf))].toSorted()).toEqual(
      ['accepted', 'declined', 'draft', 'published', 'sent', 'superseded', 'voided'].toSorted(),
    );
    const sections = quotes.flatMap((quote) => quote.sections);
    expect([...new Set(sections.map(({ selectionMode }) => selectionMode))].toSorted()).toEqual(
      ['Fixed', 'Multiple Choice', 'Optional'].toSorted(),
    );
    expect(sections.some((section) => section.sections.length > 0)).toBe(true);
    expect(quotes.some(({ versionNumber }) => versionNumber === 2)).toBe(true);
    expect(quotes.some(({ selectedSectionIds }) => selectedSectionIds.length > 0)).toBe(true);
  });

  test('is owed money of every age', () => {
    const invoices = values(business.invoices);
    const isOpen = (invoice: (typeof invoices)[number]) =>
      invoice.status === 'unpaid' && invoice.dueDate !== null;
    const overdue = invoices
      .filter(isOpen)
      .map(({ dueDate }) => (Date.parse(time) - Date.parse(dueDate ?? '')) / 86_400_000);
    for (const [least, most] of [
      [-30, 0],
      [0.01, 30],
      [30, 60],
      [60, 90],
      [90, 120],
    ] as const) {
      expect(
        overdue.filter((days) => days >= least && days < most).length,
        `${least} to ${most}`,
      ).toBeGreaterThan(0);
    }
    expect(invoices.some((invoice) => isOpen(invoice) && (invoice.totalPaid ?? 0) > 0)).toBe(true);
    expect(new Set(invoices.map(({ status }) => status))).toEqual(
      new Set(['draft', 'unpaid', 'paid', 'voided', 'unpaidDisputed']),
    );
    expect(new Set(invoices.map(({ type }) => type))).toEqual(new Set(['approved', 'draft', 'toBeApproved']));
  });

  test('bills charge-up jobs for the hours on the timesheets', () => {
    const jobs = values(business.jobs).filter(({ jobType }) => jobType === 'Charge Up');
    const billed = jobs.flatMap((job) =>
      values(business.invoices)
        .filter(({ jobId, status }) => jobId === job.id && status !== 'voided')
        .map((invoice) => ({ job, invoice })),
    );
    expect(billed.length).toBeGreaterThan(5);
    for (const { job, invoice } of billed) {
      const charged = values(business.timeEntries)
        .filter(({ jobId }) => jobId === job.id)
        .map((entry) => {
          const hours = (Date.parse(`${entry.endTime}Z`) - Date.parse(`${entry.startTime}Z`)) / 3_600_000;
          return (hours - (entry.unchargedTimeDuration ?? 0)) * entry.chargeOutRate;
        });
      const labour = invoice.sections.flatMap(linesOf).filter(({ isLabour }) => isLabour);
      expect(sum(charged)).toBeGreaterThan(0);
      expect(amountsOf(labour, 0).subTotal).toBe(sum(charged));
    }
  });

  test('has a full week, with somebody double-booked, work for nobody yet, and series', () => {
    const monday = addDays(today, 1 - (new Date(today).getUTCDay() || 7));
    const events = values(business.calendarEvents);
    const thisWeek = events.filter(({ startTime }) => {
      const day = localDay(new Date(startTime), zone);
      return day >= monday && day < addDays(monday, 7);
    });
    for (let day = 0; day < 5; day += 1) {
      const onDay = thisWeek.filter(
        ({ startTime }) => localDay(new Date(startTime), zone) === addDays(monday, day),
      );
      expect(onDay.length, `day ${day}`).toBeGreaterThan(1);
    }
    expect(thisWeek.some(({ userId }) => userId === null)).toBe(true);
    const isOverlap = (a: (typeof events)[number], b: (typeof events)[number]) =>
      a.id < b.id && a.userId === b.userId && a.startTime < b.endTime && b.startTime < a.endTime;
    const doubleBooked = thisWeek.filter(
      (a) => !a.isAllDay && thisWeek.some((b) => !b.isAllDay && isOverlap(a, b)),
    );
    const sam = values(business.users).find(({ firstName }) => firstName === 'Sam');
    expect(doubleBooked.map(({ userId }) => userId)).toContain(sam?.id);
    expect(events.filter(({ recurrence }) => recurrence !== null).length).toBeGreaterThan(1);
    expect(new Set(events.map(({ eventType }) => eventType))).toEqual(
      new Set(['JOB_PHASE', 'QUOTE', 'ESTIMATE', 'OTHER']),
    );
  });

  test('has timesheets for three weeks, some of it uncharged', () => {
    const entries = values(business.timeEntries);
    for (const [from, to] of [
      [-7, -1],
      [-14, -8],
      [-20, -15],
    ] as const) {
      const inWeek = entries.filter(({ startTime }) => {
        const day = startTime.slice(0, 10);
        return day >= addDays(today, from) && day <= addDays(today, to);
      });
      expect(new Set(inWeek.map(({ userId }) => userId)).size, `${from} to ${to}`).toBeGreaterThan(3);
    }
    expect(entries.some(({ unchargedTimeType }) => unchargedTimeType === 'Travel')).toBe(true);
    expect(entries.some(({ isUnchargedTimeUnpaid }) => isUnchargedTimeUnpaid)).toBe(true);
    expect(entries.some(({ jobId }) => jobId === null)).toBe(true);
  });

  test('has the people, places and papers that a newcomer looks for', () => {
    const johnson = values(business.customers).find(({ customerFullName }) =>
      customerFullName.includes('Johnson'),
    );
    expect(values(business.jobs).some(({ customerId }) => customerId === johnson?.id)).toBe(true);
    const users = values(business.users);
    expect(new Set(users.map(({ userType }) => userType)).size).toBe(7);
    expect(new Set(users.map(({ status }) => status))).toEqual(new Set(['active', 'disabled', 'invited']));
    expect(values(business.sites).filter(({ isArchived }) => isArchived).length).toBeGreaterThan(1);
    expect(new Set(values(business.enquiries).map(({ status }) => status)).size).toBe(4);
    const notes = values(business.notes);
    expect(notes.some(({ isPinned }) => isPinned) && notes.some(({ parentId }) => parentId !== null)).toBe(
      true,
    );
    expect(values(business.favouritesFolders).some(({ parentId }) => parentId !== null)).toBe(true);
    expect(business.stockOnHand.size).toBeGreaterThan(20);
    expect(values(business.phases).some(({ voidedAt }) => voidedAt !== null)).toBe(true);
  });

  test('uses addresses of nobody', () => {
    const mail = maps(business).flatMap(
      (map) => JSON.stringify([...map.values()]).match(/[\w.-]+@[\w.-]+/g) ?? [],
    );
    expect(mail.length).toBeGreaterThan(50);
    expect(mail.filter((address) => !address.endsWith('.example'))).toEqual([]);
  });
});
