import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import { integer, known, text } from '../shared/values.ts';
import {
  AGES,
  type Ages,
  type CustomerDebt,
  type Debt,
  isDisputed,
  type LeftOut,
  OVERDUE,
  type Receivables,
  totalOf,
} from './receivables-figures.ts';

export const ageRow = z.object({
  daysOverdue: z.enum(AGES).describe('current: not overdue.'),
  invoices: z.int(),
  owed: z.number(),
});

/** Sums over everything that was read since the first of a chain of answers. */
const soFar = z.object({
  invoicesRead: z.int(),
  owed: z.number(),
  overdue: z.number(),
  ageing: z.array(ageRow),
});

export const customerRow = z.object({
  customerId: z.int().optional(),
  customer: z.string().optional(),
  invoices: z.int(),
  owed: z.number(),
  overdue: z.number(),
  daysOverdue: z.int().describe('Of the oldest.'),
  current: z.number(),
  days1to30: z.number(),
  days31to60: z.number(),
  days61to90: z.number(),
  over90days: z.number(),
  email: z.string().optional().describe('Where the newest invoice went.'),
});

const invoiceRow = z.object({
  invoiceId: z.int(),
  invoiceNumber: z.string().optional(),
  jobId: z.int().optional(),
  customer: z.string().optional(),
  due: z.string().optional(),
  daysOverdue: z.int(),
  owed: z.number(),
  paid: z.number().optional().describe('Only where part of it is paid.'),
  disputed: z.literal(true).optional(),
});

const leftOutRow = z.object({ why: z.string(), invoices: z.int(), amount: z.number() });

export const receivablesView = z.object({
  asOf: z.string(),
  owed: z.number().describe('With tax.'),
  overdue: z.number(),
  ageing: z.array(ageRow),
  soFar: soFar.optional().describe('With the parts before this one.'),
  customers: z.array(customerRow).describe('Who owes most first.'),
  otherCustomers: z.object({ count: z.int(), owed: z.number() }).optional(),
  oldest: z.array(invoiceRow).describe('Overdue longest first.'),
  disputed: z.number().optional().describe('Contained in owed.'),
  leftOut: z.array(leftOutRow).optional().describe('Not counted as owed.'),
  currency: z.string().optional(),
  coverage: z.string(),
  hasMore: z.boolean(),
  nextCursor: z.string().optional().describe('Pass as cursor to get the older ones.'),
});

export type ReceivablesView = z.output<typeof receivablesView>;

/** What does not depend on how much was read. `limit` bounds each list. */
export function toReceivablesView(figures: Receivables, limit: number, { currency }: CompanyProfile) {
  const rest = figures.customers.slice(limit);
  const others = { count: rest.length, owed: rest.reduce((sum, { total }) => sum + total.cents, 0) / 100 };
  const leftOut = toLeftOut(figures.leftOut);
  return known({
    ...toSums(figures.ages),
    customers: figures.customers.slice(0, limit).map(toCustomerRow),
    otherCustomers: rest.length > 0 ? others : undefined,
    oldest: figures.debts.slice(0, limit).map(toInvoiceRow),
    disputed: figures.disputed.cents === 0 ? undefined : figures.disputed.cents / 100,
    leftOut: leftOut.length > 0 ? leftOut : undefined,
    currency,
  });
}

export function toSums(ages: Ages) {
  return {
    owed: totalOf(ages).cents / 100,
    overdue: totalOf(ages, OVERDUE).cents / 100,
    ageing: AGES.map((age) => ({
      daysOverdue: age,
      invoices: ages[age].count,
      owed: ages[age].cents / 100,
    })),
  };
}

export function toCustomerRow({ ages, total, overdue, ...debt }: CustomerDebt): z.output<typeof customerRow> {
  return known({
    customerId: debt.customerId,
    customer: debt.customer,
    invoices: total.count,
    owed: total.cents / 100,
    overdue: overdue.cents / 100,
    daysOverdue: debt.daysOverdue,
    current: ages.current.cents / 100,
    days1to30: ages['1-30'].cents / 100,
    days31to60: ages['31-60'].cents / 100,
    days61to90: ages['61-90'].cents / 100,
    over90days: ages['90+'].cents / 100,
    email: debt.email,
  });
}

function toInvoiceRow({
  invoice,
  customer,
  due,
  daysOverdue,
  cents,
  paid,
}: Debt): z.output<typeof invoiceRow> {
  return known({
    invoiceId: invoice.id,
    invoiceNumber: text(invoice.invoiceNumber),
    jobId: integer(invoice.jobId),
    customer,
    due,
    daysOverdue,
    owed: cents / 100,
    paid: paid === 0 ? undefined : paid / 100,
    disputed: isDisputed(invoice) ? (true as const) : undefined,
  });
}

const LEFT_OUT: readonly (readonly [keyof LeftOut, string])[] = [
  ['drafts', 'draft or not approved'],
  ['voided', 'voided'],
  ['overpaid', 'paid too much, not set off'],
  ['later', 'dated later'],
  ['withoutAmount', 'without amounts'],
];

function toLeftOut(leftOut: LeftOut): z.output<typeof leftOutRow>[] {
  return LEFT_OUT.flatMap(([key, why]) => {
    const { count, cents } = leftOut[key];
    return count === 0 ? [] : [{ why, invoices: count, amount: cents / 100 }];
  });
}
