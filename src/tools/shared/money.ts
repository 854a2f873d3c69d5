import { list, number } from './values.ts';

/*
 * Arithmetic with money. Amounts inside are whole numbers of cents, and products are formed in exact decimals,
 * so nothing is lost to binary fractions.
 */

/** What a line of a quote or an invoice is priced by; anything may be missing. */
export interface PricedLine {
  readonly itemQuantity?: number | null;
  readonly itemPrice?: number | null;
  /** Percent. */
  readonly discountRate?: number | null;
}

/** Before and after discount, in cents, before tax. */
export interface Amounts {
  readonly gross: number;
  readonly discount: number;
  readonly net: number;
}

export const NOTHING: Amounts = { gross: 0, discount: 0, net: 0 };

/** Quantity times price, and the discount on it, each rounded half away from zero to cents. */
export function lineAmounts(line: PricedLine): Amounts {
  // The contract's own defaults for what is missing [spec].
  const factors = [number(line.itemQuantity) ?? 1, number(line.itemPrice) ?? 0];
  const gross = cents(...factors);
  const discount = cents(...factors, number(line.discountRate) ?? 0, 0.01);
  return { gross, discount, net: gross - discount };
}

/** A section's own lines, without the sections inside it. */
export function ownAmounts(section: {
  readonly lineItems?: readonly PricedLine[] | null | undefined;
}): Amounts {
  return list(section.lineItems).map(lineAmounts).reduce(plus, NOTHING);
}

export function plus(a: Amounts, b: Amounts): Amounts {
  return { gross: a.gross + b.gross, discount: a.discount + b.discount, net: a.net + b.net };
}

/** The product of amounts in whole units, as cents. */
export function cents(...factors: readonly number[]): number {
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

/** Cents for a sentence: "4,530.00 NZD"; the number alone where the currency is not known. */
export function moneyText(amount: number, currency: string | undefined): string {
  const value = (amount / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return currency === undefined ? value : `${value} ${currency}`;
}

/** The number as people read it, exactly: `digits` divided by ten to the `scale`. */
function decimal(value: number): { digits: bigint; scale: number } {
  const [mantissa = '0', exponent = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale };
}
