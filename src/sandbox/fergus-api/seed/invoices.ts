import { amountsOf, cents } from '../amounts.ts';
import type { CustomerInvoice, InvoiceLineItem, TimeEntry } from '../business.ts';
import { about, type Cast, type InvoicePlan, type SeededJob } from './job-plan.ts';
import { boughtFor, boughtLines } from './quotes.ts';
import { byKey, type Seeding, store } from './seeding.ts';

const FIRST_NUMBER = 2041;

/** Adds the invoices of all jobs, the oldest first, so that their numbers follow their dates. */
export function seedInvoices(seeding: Seeding, cast: Cast, jobs: Iterable<SeededJob>): void {
  const planned = [...jobs]
    .flatMap((entry) => (entry.plan.invoices ?? []).map((invoice) => ({ entry, invoice })))
    .sort((a, b) => b.invoice.since - a.invoice.since);
  let number = FIRST_NUMBER;
  for (const { entry, invoice } of planned) {
    const isNumbered = invoice.state !== 'draft' && invoice.state !== 'toBeApproved';
    addInvoice(seeding, cast, entry, invoice, isNumbered ? `INV-${number++}` : null);
  }
}

const STATUS = {
  draft: 'draft',
  toBeApproved: 'draft',
  unpaid: 'unpaid',
  partPaid: 'unpaid',
  paid: 'paid',
  voided: 'voided',
  disputed: 'unpaidDisputed',
} as const;

function addInvoice(
  seeding: Seeding,
  cast: Cast,
  entry: SeededJob,
  { state, since, dueDays, share }: InvoicePlan,
  invoiceNumber: string | null,
): CustomerInvoice {
  const { business, moments, locale } = seeding;
  const { plan, job } = entry;
  const customer = byKey(cast.customers, plan.customer);
  const receiver = business.contacts.get(customer.billingContactId ?? customer.mainContactId);
  const address = customer.postalAddress ?? customer.physicalAddress;
  const lineItems =
    share === undefined ? finalLines(seeding, entry) : [progressLine(seeding, cast, entry, share)];
  const { discountedSubTotal: subtotal, gst, total } = amountsOf(lineItems, locale.taxRate);
  const issued = moments.workdayBefore(-since);
  const paid = { paid: total, partPaid: cents(total * 0.4) };
  return store(business.invoices, {
    id: business.nextId(),
    jobId: job.id,
    customerId: customer.id,
    attn: [receiver?.firstName, receiver?.lastName].filter(Boolean).join(' '),
    title: share === undefined ? plan.title : `${plan.title} – progress claim ${share}%`,
    description: plan.detail,
    invoiceNumber,
    receiverEmail:
      receiver?.contactItems.find(({ contactType }) => contactType === 'email')?.contactValue ?? null,
    receiverFullName: customer.customerFullName,
    receiverPostalAddress: [
      address?.address1,
      address?.addressSuburb,
      address?.addressCity,
      address?.addressPostcode,
    ]
      .filter(Boolean)
      .join(', '),
    dueDate: invoiceNumber === null ? null : moments.at(issued + dueDays, '00:00'),
    dueDays,
    invoiceDate: invoiceNumber === null ? null : moments.at(issued, '00:00'),
    paidAt:
      state === 'paid' ? moments.officeTime(-Math.max(1, since - dueDays + 2), about(seeding, 18)) : null,
    subtotal,
    taxValue: gst,
    totalPaid: state === 'paid' || state === 'partPaid' ? paid[state] : 0,
    taxRate: locale.taxRate,
    type: state === 'draft' || state === 'toBeApproved' ? state : 'approved',
    status: STATUS[state],
    isSent: invoiceNumber !== null,
    isFinal: share === undefined,
    createdAt: moments.at(issued, about(seeding, 17)),
    fergusPayEnabled: false,
    sections: [
      {
        sectionId: business.nextId(),
        name: plan.title,
        sortOrder: 1,
        parentSectionId: 0,
        description: null,
        lineItems,
        sections: [],
      },
    ],
  });
}

/** A fixed price is invoiced as it was quoted; otherwise the hours worked and the material used are. */
function finalLines(seeding: Seeding, { job, plan, quotes }: SeededJob): InvoiceLineItem[] {
  const { business } = seeding;
  const accepted = quotes.find(({ isAccepted }) => isAccepted);
  if (accepted !== undefined) {
    return boughtLines(accepted).map((line, index) => invoiceLine(seeding, line, index));
  }
  const labour = [...business.users.values()].flatMap((user) => {
    const entries = [...business.timeEntries.values()].filter(
      (entry) => entry.jobId === job.id && entry.userId === user.id,
    );
    const itemQuantity = entries.reduce((hours, entry) => hours + chargedHours(entry), 0);
    const line = {
      itemName: `Labour – ${user.firstName} ${user.lastName}`,
      itemQuantity,
      itemPrice: user.chargeOutRate,
    };
    return itemQuantity === 0 ? [] : [{ ...line, ...unpriced, isLabour: true }];
  });
  const materials = [...business.stockOnHand.values()]
    .filter((item) => item.jobId === job.id)
    .map((item) => ({ ...unpriced, ...item, itemName: item.itemDescription }));
  const lines = [...labour, ...materials];
  if (lines.length === 0) throw new Error(`The seed invoices "${plan.key}", which nobody has worked on.`);
  return lines.map((line, index) => invoiceLine(seeding, line, index));
}

const unpriced = { priceBookLineItemId: null, salesAccountId: null, isLabour: false, discountRate: null };

/** The hours that the customer is charged: from start to end less what is marked as uncharged. */
function chargedHours({ startTime, endTime, unchargedTimeDuration }: TimeEntry): number {
  const hour = (time: string) => Number(time.slice(11, 13)) + Number(time.slice(14, 16)) / 60;
  return hour(endTime) - hour(startTime) - (unchargedTimeDuration ?? 0);
}

function progressLine(
  seeding: Seeding,
  cast: Cast,
  { plan, quotes }: SeededJob,
  share: number,
): InvoiceLineItem {
  const accepted = quotes.find(({ isAccepted }) => isAccepted);
  if (accepted === undefined)
    throw new Error(`The seed claims progress on "${plan.key}", which was not accepted.`);
  const line = {
    ...unpriced,
    itemName: `Progress claim, ${share}% of the quoted price`,
    itemQuantity: 1,
    itemPrice: cents((boughtFor(accepted) * share) / 100),
    salesAccountId: byKey(cast.catalogue.accounts, 'progress').id,
  };
  return invoiceLine(seeding, line, 0);
}

type LineBasis = Pick<
  InvoiceLineItem,
  | 'itemName'
  | 'itemQuantity'
  | 'itemPrice'
  | 'priceBookLineItemId'
  | 'salesAccountId'
  | 'isLabour'
  | 'discountRate'
>;

function invoiceLine({ business }: Seeding, basis: LineBasis, index: number): InvoiceLineItem {
  const { itemName, itemQuantity, itemPrice, priceBookLineItemId, salesAccountId, isLabour, discountRate } =
    basis;
  return {
    customerInvoiceLineItemId: business.nextId(),
    priceBookLineItemId,
    itemName,
    itemDescription: null,
    itemQuantity,
    itemPrice,
    salesAccountId,
    isLabour,
    sortOrder: index + 1,
    discountRate,
    isCombined: false,
    combinedItemId: null,
    isCardPaymentFee: false,
  };
}
