import type { Business, CustomerInvoice } from '../../src/sandbox/fergus-api/business.ts';
import { fromLocalTime } from '../../src/sandbox/fergus-api/local-time.ts';
import { generateJobs } from '../../src/sandbox/fergus-api/seed/generate-jobs.ts';
import { seedKereru } from '../../src/sandbox/fergus-api/seed/kereru/index.ts';
import { Random } from '../../src/sandbox/fergus-api/seed/random.ts';
import { store } from '../../src/sandbox/fergus-api/seed/seeding.ts';

const ZONE = 'Pacific/Auckland';
/** Each with the status that Fergus has for it. */
const STATUS = {
  unpaid: 'unpaid',
  partPaid: 'unpaid',
  overpaid: 'unpaid',
  paid: 'paid',
  voided: 'voided',
  draft: 'draft',
  toBeApproved: 'draft',
  disputed: 'unpaidDisputed',
} as const;
type State = keyof typeof STATUS;
const STATES = Object.keys(STATUS) as State[];

/** Days on which counting goes wrong first: ends of months and of a year, and the changes of Auckland's clocks. */
export const AWKWARD_DAYS = [
  '2026-01-31',
  '2026-02-28',
  '2026-04-05',
  '2026-04-06',
  '2026-09-27',
  '2026-09-28',
  '2026-12-31',
  '2027-01-01',
];

/**
 * The seeded people with generated jobs and, for each of them, one or two invoices in any state. Some prices
 * contain the tax, some are free of it; due days and payments lie around {@link AWKWARD_DAYS}, often at the first
 * or last moment of a day.
 */
export function invoicedBusiness(jobs: number, invoicesPerJob: number, now: () => Date): Business {
  const business = seedKereru(now);
  const random = new Random(jobs * 10 + invoicesPerJob);
  for (const records of [business.jobs, business.quotes, business.invoices, business.timeEntries])
    records.clear();
  business.calendarEvents.clear();
  business.phases.clear();
  let number = 1;
  for (const job of generateJobs(business, jobs)) {
    for (let count = 0; count < invoicesPerJob; count += 1) {
      addInvoice(business, random, { jobId: job.id, customerId: job.customerId ?? 0 }, number);
      number += 1;
    }
  }
  return business;
}

function addInvoice(
  business: Business,
  random: Random,
  { jobId, customerId }: { readonly jobId: number; readonly customerId: number },
  number: number,
): CustomerInvoice {
  const state = random.pick(STATES);
  const isDraft = state === 'draft' || state === 'toBeApproved';
  const at = (day: string) => fromLocalTime(`${day} ${random.pick(['00:00', '12:00', '23:59'])}`, ZONE);
  const due = near(random, 40);
  const issued = dayBefore(due, random.int(0, 20));
  const { subtotal, taxValue, taxRate } = prices(random);
  const total = Math.round((subtotal + taxValue) * 100);
  return store(business.invoices, {
    id: business.nextId(),
    jobId,
    customerId,
    attn: null,
    title: `Invoice ${number}`,
    description: null,
    invoiceNumber: isDraft ? null : `INV-${number}`,
    receiverEmail: `customer-${customerId}@mail.example`,
    receiverFullName: business.customers.get(customerId)?.customerFullName ?? null,
    receiverPostalAddress: null,
    dueDate: isDraft || random.chance(3) ? null : at(due).toISOString(),
    dueDays: 20,
    invoiceDate: isDraft ? null : at(issued).toISOString(),
    paidAt: state === 'paid' ? at(near(random, 30)).toISOString() : null,
    subtotal,
    taxValue,
    totalPaid: paidOf(random, state, total),
    taxRate,
    type: isDraft ? state : 'approved',
    status: STATUS[state],
    isSent: !isDraft,
    isFinal: true,
    createdAt: new Date(Date.parse('2026-01-01T00:00:00Z') + number * 3_600_000).toISOString(),
    fergusPayEnabled: false,
    sections: [],
  });
}

function paidOf(random: Random, state: State, total: number): number | null {
  if (state === 'paid') return total / 100;
  if (state === 'overpaid') return (total + random.int(1, 5_000)) / 100;
  if (state === 'partPaid') return random.int(1, Math.max(1, total - 1)) / 100;
  return random.pick([0, null]);
}

/** Before tax and tax in one of the ways in which they come about; never free of binary fractions. */
function prices(random: Random): Pick<CustomerInvoice, 'subtotal' | 'taxValue' | 'taxRate'> {
  const amount = random.int(1, 900_000) / 100;
  if (random.chance(10)) return { subtotal: amount, taxValue: 0, taxRate: 0 };
  if (random.chance(60)) return { subtotal: amount, taxValue: Math.round(amount * 15) / 100, taxRate: 15 };
  // The price contained the tax.
  const taxValue = Math.round((amount * 100 * 3) / 23) / 100;
  return { subtotal: Math.round((amount - taxValue) * 100) / 100, taxValue, taxRate: 15 };
}

function near(random: Random, days: number): string {
  return dayBefore(random.pick(AWKWARD_DAYS), random.int(-days, days));
}

function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}
