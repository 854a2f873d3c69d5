import type { FergusApi } from '../../fergus/api.ts';
import { searchPricebooks } from '../../fergus/endpoints/pricebooks.ts';
import { FergusError } from '../../fergus/errors.ts';
import { PRICEBOOK_SEARCH_MIN_LENGTH, type PricebookSearchItem } from '../../fergus/types/pricebooks.ts';
import type { QuoteLineItemPayload, QuoteSectionPayload } from '../../fergus/types/quotes.ts';
import { integer, list, text } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { readJobQuotes } from './find-quote.ts';
import { flatten } from './quote-view.ts';

/*
 * Every line that is not labour needs a sales account, and Fergus has no list of them: a valid one is seen
 * only on pricebook items and on the lines of other quotes.
 */

/** Bounds the requests of one call: so many items, so many searches for each. */
const MAX_ITEMS = 10;
const MAX_SEARCHES = 3;

interface Account {
  readonly salesAccountId: number;
  /** Where it was seen, in words. */
  readonly source: string;
}

interface Filled {
  readonly sections: readonly QuoteSectionPayload[];
  /** Which accounts were chosen, where any had to be. */
  readonly notice: string | undefined;
}

/**
 * Gives each line that is neither labour nor has a sales account the account of its pricebook item or,
 * failing that, one from the job's quotes. Without such lines nothing is asked of Fergus.
 *
 * @throws {ToolError} naming the lines for which none was found.
 */
export async function withSalesAccounts(
  fergus: FergusApi,
  jobId: number,
  sections: readonly QuoteSectionPayload[],
): Promise<Filled> {
  const items = new Map<string, QuoteLineItemPayload>();
  for (const line of linesOf(sections)) {
    if (lacksAccount(line) && !items.has(keyOf(line))) items.set(keyOf(line), line);
  }
  if (items.size === 0) return { sections, notice: undefined };
  const accounts = await accountsFor(fergus, jobId, items);
  const missing = [...items].filter(([key]) => !accounts.has(key)).map(([, line]) => nameOf(line));
  if (missing.length > 0) throw new ToolError(noAccount(missing));
  const chosen = [...items].map(([key, line]) => {
    const account = accounts.get(key);
    return `${account?.salesAccountId} for ${nameOf(line)} (${account?.source})`;
  });
  return {
    sections: fill(sections, accounts),
    notice: `Sales accounts were chosen: ${chosen.join('; ')}. Give salesAccountId to use another.`,
  };
}

function lacksAccount(line: QuoteLineItemPayload): boolean {
  return line.isLabour !== true && line.salesAccountId === undefined;
}

function keyOf({ itemName, priceBookLineItemId }: QuoteLineItemPayload): string {
  return `${priceBookLineItemId ?? ''} ${itemName?.trim().toLowerCase() ?? ''}`;
}

function nameOf({ itemName }: QuoteLineItemPayload): string {
  return itemName?.trim() ? `“${itemName.trim()}”` : 'a line without a name';
}

function linesOf(sections: readonly QuoteSectionPayload[]): QuoteLineItemPayload[] {
  return sections.flatMap((section) => [...(section.lineItems ?? []), ...linesOf(section.sections ?? [])]);
}

function fill(
  sections: readonly QuoteSectionPayload[],
  accounts: ReadonlyMap<string, Account>,
): QuoteSectionPayload[] {
  return sections.map((section) => ({
    ...section,
    lineItems: section.lineItems?.map((line) =>
      lacksAccount(line) ? { ...line, salesAccountId: accounts.get(keyOf(line))?.salesAccountId } : line,
    ),
    sections: section.sections && fill(section.sections, accounts),
  }));
}

async function accountsFor(
  fergus: FergusApi,
  jobId: number,
  items: ReadonlyMap<string, QuoteLineItemPayload>,
): Promise<Map<string, Account>> {
  const accounts = new Map<string, Account>();
  const searched = [...items].slice(0, MAX_ITEMS);
  await Promise.all(
    searched.map(async ([key, line]) => {
      const account = await fromPricebooks(fergus, line);
      if (account) accounts.set(key, account);
    }),
  );
  if (accounts.size === items.size) return accounts;
  const seen = await accountsOnJob(fergus, jobId);
  for (const [key, line] of items) {
    const account = accounts.get(key) ?? seen.get(line.itemName?.trim().toLowerCase() ?? '') ?? seen.get(ANY);
    if (account) accounts.set(key, account);
  }
  return accounts;
}

/**
 * The account of the item itself if a search brings it, else that of the best match of the first search with
 * one.
 */
async function fromPricebooks(
  fergus: FergusApi,
  { itemName, priceBookLineItemId }: QuoteLineItemPayload,
): Promise<Account | undefined> {
  let best: Account | undefined;
  for (const search of searchesFor(itemName ?? '')) {
    const items = await searchItems(fergus, search);
    const same = items.find(({ id }) => id === priceBookLineItemId);
    if (same) return accountOf(same);
    const name = itemName?.trim().toLowerCase();
    best ??= accountOf(items.find((item) => text(item.name)?.toLowerCase() === name) ?? items[0]);
    if (best && priceBookLineItemId === undefined) break;
  }
  return best;
}

/**
 * The whole name, its first two words, its longest word: Fergus finds only what stands in an item as it is.
 */
function searchesFor(itemName: string): string[] {
  const name = itemName.trim();
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const longest = words.toSorted((a, b) => b.length - a.length)[0] ?? '';
  const searches = new Set([name, words.slice(0, 2).join(' '), longest]);
  return [...searches].filter(({ length }) => length >= PRICEBOOK_SEARCH_MIN_LENGTH).slice(0, MAX_SEARCHES);
}

async function searchItems(fergus: FergusApi, search: string): Promise<readonly PricebookSearchItem[]> {
  try {
    const { items } = await searchPricebooks(fergus, { search }, { pageSize: 25 });
    return items.filter(({ salesAccountId }) => integer(salesAccountId) !== undefined);
  } catch (error) {
    // Who may not see pricebooks can still quote from the job's earlier quotes.
    if (error instanceof FergusError && error.kind === 'forbidden') return [];
    throw error;
  }
}

function accountOf(item: PricebookSearchItem | undefined): Account | undefined {
  const salesAccountId = integer(item?.salesAccountId);
  if (salesAccountId === undefined) return undefined;
  return { salesAccountId, source: `as pricebook item “${text(item?.name) ?? item?.id}”` };
}

/** Stands for the account that most lines bear. */
const ANY = '\n';

/** The accounts on the job's quotes by lower-case item name, and under {@link ANY} the most frequent one. */
async function accountsOnJob(fergus: FergusApi, jobId: number): Promise<Map<string, Account>> {
  const accounts = new Map<string, Account>();
  const counts = new Map<number, number>();
  for (const quote of await readJobQuotes(fergus, jobId)) {
    const source = `as in version ${quote.versionNumber} of the job's quote`;
    for (const line of flatten(quote.sections).flatMap((section) => list(section.lineItems))) {
      const salesAccountId = integer(line.salesAccountId);
      if (salesAccountId === undefined || line.isLabour === true) continue;
      const name = text(line.itemName)?.toLowerCase();
      if (name !== undefined && !accounts.has(name)) accounts.set(name, { salesAccountId, source });
      counts.set(salesAccountId, (counts.get(salesAccountId) ?? 0) + 1);
    }
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (most) accounts.set(ANY, { salesAccountId: most[0], source: "the one used most on the job's quotes" });
  return accounts;
}

function noAccount(names: readonly string[]): string {
  return `Nothing was sent to Fergus: no sales account was found for ${names.join(', ')}, neither in the pricebooks nor on the job's quotes. Set isLabour to true for labour; else give salesAccountId, copied from a line of another quote (list-quotes, then get-quote-detail).`;
}
