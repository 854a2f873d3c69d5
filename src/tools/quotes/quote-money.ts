import type { QuoteSection } from '../../fergus/types/quotes.ts';
import { type Amounts, NOTHING, ownAmounts, plus } from '../shared/money.ts';
import { list } from '../shared/values.ts';

/* What the sections of a quote amount to, before tax, in cents. */

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

/**
 * Whether the customer chooses this section. Modes that Fergus may add later are taken for a choice as well.
 */
export function isOption({ selectionMode }: Pick<QuoteSection, 'selectionMode'>): boolean {
  return typeof selectionMode === 'string' && selectionMode.toLowerCase() !== 'fixed';
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
