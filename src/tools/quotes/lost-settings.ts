import type { QuoteSection } from '../../fergus/types/quotes.ts';
import { text } from '../shared/values.ts';
import { isOption } from './quote-money.ts';
import { flatten } from './quote-view.ts';

/*
 * An update replaces the sections, and its payload has no place for two of their settings: whether the
 * customer may choose the section, and what the customer sees of it.
 */

/** The sections that an update may turn into fixed ones, by name. */
export function choosable(sections: readonly QuoteSection[]): string[] {
  return flatten(sections).filter(isOption).map(nameOf);
}

/**
 * Says which settings did not survive an update.
 *
 * @param before the sections that were to be kept; `after` may hold new ones behind them.
 */
export function lostSettings(
  before: readonly QuoteSection[],
  after: readonly QuoteSection[],
): string | undefined {
  const now = flatten(after);
  const pairs = flatten(before).flatMap((was, index) => {
    const is = now[index];
    return is ? [{ was, is }] : [];
  });
  const modes = pairs.filter(({ was, is }) => isOption(was) && !isOption(is));
  const looks = pairs.filter(({ was, is }) => !sameLook(was, is));
  const remarks = [
    modes.length > 0 && `No longer for the customer to choose, and counted in the price: ${names(modes)}.`,
    looks.length > 0 && `Shown to the customer with other prices, totals or quantities: ${names(looks)}.`,
  ].filter((remark) => remark !== false);
  if (remarks.length === 0) return undefined;
  return `Fergus's API could not keep every setting of the sections. ${remarks.join(' ')} Set this again in Fergus before publishing.`;
}

function names(pairs: ReadonlyArray<{ readonly was: QuoteSection }>): string {
  return pairs.map(({ was }) => nameOf(was)).join(', ');
}

/** Missing and null settings are the same: the document's own count then. */
function sameLook({ sectionConfig: a }: QuoteSection, { sectionConfig: b }: QuoteSection): boolean {
  const names = [...Object.keys(a ?? {}), ...Object.keys(b ?? {})] as Array<keyof NonNullable<typeof a>>;
  return names.every((name) => (a?.[name] ?? null) === (b?.[name] ?? null));
}

function nameOf(section: QuoteSection): string {
  return `“${text(section.name) ?? section.sectionId}”`;
}
