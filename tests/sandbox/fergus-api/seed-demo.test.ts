import { describe, expect, test } from 'vitest';
import { amountsOf, linesOf, sum } from '../../../src/sandbox/fergus-api/amounts.ts';
import { companySetting } from '../../../src/sandbox/fergus-api/business.ts';
import { addDays, localDay } from '../../../src/sandbox/fergus-api/local-time.ts';
import { stateOf } from '../../../src/sandbox/fergus-api/routes/quote-state.ts';
import { seedKereru } from '../../../src/sandbox/fergus-api/seed/kereru/index.ts';
import { CLOCKS, maps } from './seed-support.ts';

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
