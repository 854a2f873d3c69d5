import type { QuoteLineItem, QuoteSection } from '../../fergus/types/quotes.ts';
import { list, number } from '../shared/values.ts';

/*
 * What a quote's lines amount to, before tax. Every amount here is a whole number of cents, and products are
 * formed in exact decimals, so nothing is lost to binary fractions.
 */

/** Before and after discount, in cents. */
export interface Amounts {
  readonly gross: number;
  readonly discount: number;
  readonly net: number;
}

/** A section that counts only if the customer takes it, with what it would add. */
export interface QuoteOption {
  readonly section: QuoteSection;
  readonly amounts: Amounts;
}

export interface QuoteAmounts {
  /** The part of the price that does not depend on a choice. */
  readonly fixed: Amounts;
  /** In the order of the quote. A fixed section inside an option belongs to that option. */
  readonly options: readonly QuoteOption[];
}

const NOTHING: Amounts = { gross: 0, discount: 0, net: 0 };

/**
 * Whether the customer chooses this section. Modes that Fergus may add later are taken for a choice as well.
 */
export function isOption({ selectionMode }: Pick<QuoteSection, 'selectionMode'>): boolean {
  return typeof selectionMode === 'string' && selectionMode.toLowerCase() !== 'fixed';
}

/** Quantity times price, and the discount on it, each rounded half away from zero to cents. */
export function lineAmounts(line: Omit<QuoteLineItem, 'quoteLineItemId'>): Amounts {
  // The contract's own defaults for what is missing [spec].
  const factors = [number(line.itemQuantity) ?? 1, number(line.itemPrice) ?? 0];
  const gross = cents(...factors);
  const discount = cents(...factors, number(line.discountRate) ?? 0, 0.01);
  return { gross, discount, net: gross - discount };
}

/** The section's own lines, without the sections inside it. */
export function ownAmounts(section: Pick<QuoteSection, 'lineItems'>): Amounts {
  return list(section.lineItems).map(lineAmounts).reduce(plus, NOTHING);
}

/**
 * The fixed part of a quote and each of its options. They are never added up: which ones count is not known.
 */
export function quoteAmounts(sections: readonly QuoteSection[]): QuoteAmounts {
  let fixed = NOTHING;
  const options: QuoteOption[] = [];
  for (const section of sections) {
    const inner = quoteAmounts(list(section.sections));
    const amounts = plus(ownAmounts(section), inner.fixed);
    if (isOption(section)) options.push({ section, amounts });
    else fixed = plus(fixed, amounts);
    options.push(...inner.options);
  }
  return { fixed, options };
}

function plus(a: Amounts, b: Amounts): Amounts {
  return { gross: a.gross + b.gross, discount: a.discount + b.discount, net: a.net + b.net };
}

/** The product of amounts in whole units, as cents. */
function cents(...factors: readonly number[]): number {
  const product = factors.map(decimal).reduce((a, b) => ({
    digits: a.digits * b.digits,
    scale: a.scale + b.scale,
  }));
  const surplus = product.scale - 2;
  if (surplus <= 0) return Number(product.digits * 10n ** BigInt(-surplus));
  const divisor = 10n ** BigInt(surplus);
  const half = product.digits < 0n ? -divisor / 2n : divisor / 2n;
  return Number((product.digits + half) / divisor);
}

/** The number as people read it, exactly: `digits` divided by ten to the `scale`. */
function decimal(value: number): { digits: bigint; scale: number } {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}
