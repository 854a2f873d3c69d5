/** Sums of quote and invoice lines. Every amount is rounded to cents where it is made. */

/** What a quote line and an invoice line have in common. */
interface Line {
  readonly itemQuantity: number;
  readonly itemPrice: number;
  readonly discountRate: number | null;
}

interface Section<L extends Line> {
  readonly lineItems: readonly L[];
  readonly sections: ReadonlyArray<Section<L>>;
}

/** What an item sells at in a tier: with a mark-up from its cost, without one at the retail price. */
export function priceInTier(
  item: { readonly costPrice: number; readonly retailPrice: number },
  tier: { readonly markupRate: number | null },
): number {
  return tier.markupRate === null ? item.retailPrice : cents(item.costPrice * (1 + tier.markupRate / 100));
}

/** The amounts that quote totals are made of; `gst` is the company's tax whatever its name. */
export interface Amounts {
  subTotal: number;
  discount: number;
  discountedSubTotal: number;
  gst: number;
  total: number;
}

/** Rounded to two decimals, halves away from zero; 14 digits hold no trace of binary fractions. */
export function cents(amount: number): number {
  const exact = Number((Math.abs(amount) * 100).toPrecision(14));
  return (Math.sign(amount) * Math.round(exact)) / 100;
}

/** A section's own lines and those of the sections inside it. */
export function linesOf<L extends Line>(section: Section<L>): L[] {
  return [...section.lineItems, ...section.sections.flatMap((inner) => linesOf(inner))];
}

/** Quantity times price less discount. */
export function lineTotal(line: Line): number {
  return cents(cents(line.itemQuantity * line.itemPrice) - lineDiscount(line));
}

/** The totals of some lines; `taxRate` in percent. */
export function amountsOf(lines: readonly Line[], taxRate: number): Amounts {
  const subTotal = sum(lines.map((line) => cents(line.itemQuantity * line.itemPrice)));
  const discount = sum(lines.map(lineDiscount));
  const discountedSubTotal = cents(subTotal - discount);
  const gst = cents((discountedSubTotal * taxRate) / 100);
  return { subTotal, discount, discountedSubTotal, gst, total: cents(discountedSubTotal + gst) };
}

/** The sum of amounts, rounded. */
export function sum(amounts: readonly number[]): number {
  return cents(amounts.reduce((total, amount) => total + amount, 0));
}

function lineDiscount(line: Line): number {
  return cents((line.itemQuantity * line.itemPrice * (line.discountRate ?? 0)) / 100);
}
