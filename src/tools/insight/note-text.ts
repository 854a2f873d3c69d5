import { cents, moneyText } from '../shared/money.ts';

/* Words of the notes that insight tools answer with. */

/** "4,530.00 NZD", of an amount in whole units; the number alone without a currency. */
export function money(amount: number, currency?: string): string {
  return moneyText(cents(amount), currency);
}

/** "1 invoice", "3 invoices". */
export function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
