import { z } from 'zod';
import type { Page, PageQuery } from '../../fergus/api.ts';
import { ToolError } from '../tool-error.ts';
import { MAX_RESULT_CHARS } from './result-size.ts';

/** Fergus's largest page [spec]; fewer, larger requests spare the company's 100 a minute. */
const MAX_PAGE_SIZE = 100;

/** The output of every list tool. */
export function listOutput<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    hasMore: z.boolean(),
    nextCursor: z.string().optional().describe('Pass as cursor to get the next ones.'),
    timeZone: z.string().optional().describe('The zone of all times here.'),
    currency: z.string().optional().describe('The currency of all amounts here.'),
  });
}

/** Bounds the requests that one call spends on records that it does not keep. */
const MAX_PAGES = 10;

export interface Listing<Item> {
  readonly items: Item[];
  readonly hasMore: boolean;
  readonly nextCursor?: string;
  readonly notice?: string;
}

/** Where a list goes on: Fergus's cursor of a page, and how many of that page were handed out already. */
interface Position {
  readonly pageCursor: string | undefined;
  readonly skip: number;
}

/**
 * Reads a list of any length in Fergus's pages and hands out `limit` items from `cursor` on.
 *
 * Our cursor keeps Fergus's opaque one and the place within its page, so any limit works and nothing is lost
 * between calls. A list that would grow beyond the size of a result ends early, says so, and goes on by cursor.
 *
 * @param fetchPage asks Fergus for one page; the caller adds the filters.
 * @param present what is shown of one record.
 * @param progress told after each further page.
 */
export async function collect<Wire, Item>(options: {
  readonly limit: number;
  readonly cursor: string | undefined;
  readonly fetchPage: (query: PageQuery) => Promise<Page<Wire>>;
  readonly present: (record: Wire) => Item;
  /** Picks out what Fergus cannot filter by. */
  readonly keep?: ((record: Wire) => boolean) | undefined;
  readonly progress?: (message: string) => void;
}): Promise<Listing<Item>> {
  let position = decodeCursor(options.cursor);
  const items: Item[] = [];
  let chars = 0;
  for (let pages = 1; ; pages += 1) {
    const { items: page, nextCursor } = await options.fetchPage({
      pageSize: options.keep
        ? MAX_PAGE_SIZE
        : Math.min(MAX_PAGE_SIZE, position.skip + options.limit - items.length),
      pageCursor: position.pageCursor,
    });
    for (const [index, record] of page.slice(position.skip).entries()) {
      const next = { pageCursor: position.pageCursor, skip: position.skip + index };
      if (options.keep && !options.keep(record)) continue;
      if (items.length === options.limit) return { items, hasMore: true, nextCursor: encodeCursor(next) };
      const item = options.present(record);
      // A result holds each item twice: as JSON, and as a line of text that is at most as long.
      const size = 2 * JSON.stringify(item).length;
      if (items.length > 0 && chars + size > MAX_RESULT_CHARS) {
        return { items, hasMore: true, nextCursor: encodeCursor(next), notice: cutNotice(items.length) };
      }
      chars += size;
      items.push(item);
    }
    if (nextCursor === undefined || nextCursor === position.pageCursor) return { items, hasMore: false };
    position = { pageCursor: nextCursor, skip: 0 };
    if (items.length === options.limit) return { items, hasMore: true, nextCursor: encodeCursor(position) };
    if (pages === MAX_PAGES) {
      return { items, hasMore: true, nextCursor: encodeCursor(position), notice: scanNotice(items.length) };
    }
    options.progress?.(`${pages * MAX_PAGE_SIZE} read so far`);
  }
}

function cutNotice(count: number): string {
  return `Cut after ${count} to keep the answer short. The rest comes with cursor set to nextCursor; format concise shows more at once.`;
}

function scanNotice(count: number): string {
  return `Looked through ${MAX_PAGES * MAX_PAGE_SIZE} records and kept ${count}. To look further, call again with cursor set to nextCursor.`;
}

function encodeCursor({ pageCursor, skip }: Position): string {
  return Buffer.from(JSON.stringify([pageCursor ?? null, skip])).toString('base64url');
}

const positionSchema = z.tuple([z.string().nullable(), z.int().min(0)]);

function decodeCursor(cursor: string | undefined): Position {
  if (cursor === undefined) return { pageCursor: undefined, skip: 0 };
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    const [pageCursor, skip] = positionSchema.parse(decoded);
    return { pageCursor: pageCursor ?? undefined, skip };
  } catch {
    throw new ToolError(
      'cursor: is not a cursor of this tool. Pass nextCursor of an earlier answer unchanged, or leave it out to start from the beginning.',
    );
  }
}
