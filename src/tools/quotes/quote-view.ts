import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Quote, QuoteLineItem, QuoteSection } from '../../fergus/types/quotes.ts';
import { lineAmounts, ownAmounts } from '../shared/money.ts';
import { dayOf, flag, integer, known, list, moment, number, text } from '../shared/values.ts';
import { isOption, quoteAmounts } from './quote-money.ts';
import { QUOTE_STATES, quoteState } from './quote-state.ts';

/** What a list shows of a quote. Amounts are before tax and after discount unless they say otherwise. */
export const quoteItem = z.object({
  quoteId: z.int().optional(),
  versionNumber: z.int().optional(),
  jobId: z.int().optional(),
  jobNo: z.string().optional(),
  title: z.string().optional(),
  state: z.enum(QUOTE_STATES),
  createdAt: z.string().optional(),
  lastModified: z.string().optional(),
  publishedAt: z.string().optional(),
  dueDate: z.string().optional(),
  declinedAt: z.string().optional(),
  voidedAt: z.string().optional(),
  fixedTotal: z.number().optional().describe('Before tax, after discount, without the options.'),
  optionCount: z.int().optional().describe('Sections the customer may choose; not in fixedTotal.'),
});

const option = z.object({
  sectionId: z.int().optional(),
  name: z.string().optional(),
  selectionMode: z.string().optional(),
  amount: z.number().describe('What choosing it adds, before tax.'),
});

const deposit = z.object({
  optionType: z.string().optional(),
  optionValue: z.number().optional(),
  isPaid: z.boolean().optional(),
});

/** A section with the sum of its own lines. Sections inside it are rows of their own, after it. */
const sectionHead = z.object({
  sectionId: z.int().optional(),
  parentSectionId: z.int().optional().describe('Only on sections inside another.'),
  name: z.string().optional(),
  selectionMode: z.string().optional().describe('Only where it is not Fixed.'),
  subtotal: z.number().describe('Of its own line items, before tax, after discount.'),
});

const sectionRow = sectionHead.extend({ lineItemCount: z.int() });

const lineItem = z.object({
  quoteLineItemId: z.int().optional(),
  itemName: z.string().optional(),
  itemQuantity: z.number().optional(),
  itemPrice: z.number().optional(),
  discountRate: z.number().optional().describe('Percent.'),
  amount: z.number().describe('Quantity × price less discount.'),
  itemCost: z.number().optional(),
  isLabour: z.boolean().optional(),
  salesAccountId: z.int().optional(),
  priceBookLineItemId: z.int().optional(),
  combinedItemName: z.string().optional(),
});

const sectionDetail = sectionHead.extend({
  description: z.string().optional(),
  lineItems: z.array(lineItem),
});

const quoteHead = quoteItem.extend({
  description: z.string().optional(),
  footerText: z.string().optional(),
  quoteDate: z.string().optional(),
  dueDays: z.int().optional(),
  acceptedBy: z.string().optional(),
  deposit: deposit.optional(),
  discount: z.number().optional().describe('Contained in fixedTotal.'),
  options: z.array(option).optional(),
});

/** What a single quote shows, its sections as one line each. */
export const quoteRecord = quoteHead.extend({ sections: z.array(sectionRow).optional() });

/** The whole quote. */
export const quoteDetail = quoteHead.extend({ sections: z.array(sectionDetail).optional() });

/** What the times and amounts of a single quote mean. */
export const quoteUnits = { currency: z.string().optional(), timeZone: z.string().optional() };

export function toQuoteUnits({ currency, timeZone }: CompanyProfile) {
  return known({ currency, timeZone });
}

export function toQuoteItem(quote: Quote, company: CompanyProfile): z.output<typeof quoteItem> {
  const amounts = Array.isArray(quote.sections) ? quoteAmounts(quote.sections) : undefined;
  return known({
    quoteId: integer(quote.id),
    versionNumber: integer(quote.versionNumber),
    jobId: integer(quote.jobId),
    jobNo: text(quote.jobNo),
    title: text(quote.title),
    state: quoteState(quote),
    createdAt: moment(quote.createdAt, company),
    lastModified: moment(quote.lastModified, company),
    publishedAt: moment(quote.publishedAt, company),
    dueDate: dayOf(quote.dueDate, company),
    declinedAt: moment(quote.declinedAt, company),
    voidedAt: moment(quote.voidedAt, company),
    fixedTotal: amounts && amounts.fixed.net / 100,
    optionCount: amounts?.options.length || undefined,
  });
}

export function toQuoteRecord(quote: Quote, company: CompanyProfile): z.output<typeof quoteRecord> {
  const sections = flatten(quote.sections).map((section) => ({
    ...toSectionHead(section),
    lineItemCount: list(section.lineItems).length,
  }));
  return known({ ...toQuoteHead(quote, company), sections: quote.sections ? sections : undefined });
}

export function toQuoteDetail(quote: Quote, company: CompanyProfile): z.output<typeof quoteDetail> {
  const sections = flatten(quote.sections).map((section) =>
    known({
      ...toSectionHead(section),
      description: text(section.description),
      lineItems: list(section.lineItems).map(toLineItem),
    }),
  );
  return known({ ...toQuoteHead(quote, company), sections: quote.sections ? sections : undefined });
}

function toQuoteHead(quote: Quote, company: CompanyProfile): z.output<typeof quoteHead> {
  const { fixed, options } = quoteAmounts(list(quote.sections));
  return known({
    ...toQuoteItem(quote, company),
    description: text(quote.description),
    footerText: text(quote.footerText),
    quoteDate: dayOf(quote.quoteDate, company),
    dueDays: integer(quote.dueDays),
    acceptedBy: text(quote.acceptedBy),
    deposit: quote.deposit
      ? known({
          optionType: text(quote.deposit.optionType),
          optionValue: number(quote.deposit.optionValue),
          isPaid: flag(quote.deposit.isPaid),
        })
      : undefined,
    discount: fixed.discount === 0 ? undefined : fixed.discount / 100,
    options:
      options.length === 0
        ? undefined
        : options.map(({ section, amounts }) =>
            known({
              sectionId: integer(section.sectionId),
              name: text(section.name),
              selectionMode: text(section.selectionMode),
              amount: amounts.net / 100,
            }),
          ),
  });
}

function toSectionHead(section: QuoteSection): z.output<typeof sectionHead> {
  return known({
    sectionId: integer(section.sectionId),
    parentSectionId: integer(section.parentSectionId) || undefined,
    name: text(section.name),
    selectionMode: isOption(section) ? text(section.selectionMode) : undefined,
    subtotal: ownAmounts(section).net / 100,
  });
}

function toLineItem(line: QuoteLineItem): z.output<typeof lineItem> {
  return known({
    quoteLineItemId: integer(line.quoteLineItemId),
    itemName: text(line.itemName),
    itemQuantity: number(line.itemQuantity),
    itemPrice: number(line.itemPrice),
    discountRate: number(line.discountRate) || undefined,
    amount: lineAmounts(line).net / 100,
    itemCost: number(line.itemCost),
    isLabour: flag(line.isLabour) || undefined,
    salesAccountId: integer(line.salesAccountId),
    priceBookLineItemId: integer(line.priceBookLineItemId),
    combinedItemName: text(line.combinedItemName),
  });
}

/** Every section, each followed by those inside it. */
export function flatten(sections: readonly QuoteSection[] | null | undefined): QuoteSection[] {
  return list(sections).flatMap((section) => [section, ...flatten(section.sections)]);
}
