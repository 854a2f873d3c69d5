import { z } from 'zod';
import type { CompanyProfile } from '../../fergus/company-profile.ts';
import type { Quote } from '../../fergus/types/quotes.ts';
import { moneyText } from '../shared/money.ts';
import { list, text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { id } from './quote-fields.ts';
import { type QuoteOption, quoteAmounts } from './quote-money.ts';

/** The options that the customer takes. */
export const selectedSectionIds = z.array(id).optional();

/** The sections that the customer takes or leaves. */
export function optionsOf(quote: Quote): readonly QuoteOption[] {
  return quoteAmounts(list(quote.sections)).options;
}

/**
 * Refuses ids that are no choice of this quote, since the price without them would pass for the one asked for.
 * A quote that came without its sections is left to Fergus.
 *
 * @throws {ToolError} with the choices that there are.
 */
export function assertChoices(
  quote: Quote,
  selectedSectionIds: readonly number[],
  company: CompanyProfile,
): void {
  if (!Array.isArray(quote.sections)) return;
  const options = optionsOf(quote);
  const wrong = selectedSectionIds.filter((id) => !options.some(({ section }) => section.sectionId === id));
  if (wrong.length === 0) return;
  const next =
    options.length === 0
      ? 'it leaves no choice to the customer, so leave selectedSectionIds out'
      : `it leaves these to the customer: ${optionsText(options, company)}. Fixed sections count anyway`;
  throw new ToolError(
    `Nothing was changed: selectedSectionIds: ${wrong.join(', ')} cannot be chosen in quote ${quote.id}; ${next}.`,
  );
}

const MAX_SHOWN = 50;

/** "12 “Heated rail” (Optional, 450.00 NZD before tax); 13 …". */
export function optionsText(options: readonly QuoteOption[], { currency }: CompanyProfile): string {
  const shown = options.slice(0, MAX_SHOWN).map(({ section, amounts }) => {
    const name = text(section.name) ?? 'without a name';
    return `${section.sectionId} “${name}” (${section.selectionMode}, ${moneyText(amounts.net, currency)} before tax)`;
  });
  if (options.length > MAX_SHOWN) shown.push(`and ${options.length - MAX_SHOWN} more (get-quote)`);
  return shown.join('; ');
}
