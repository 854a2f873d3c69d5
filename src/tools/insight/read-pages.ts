import type { Page, PageQuery } from '../../fergus/api.ts';
import { FergusError } from '../../fergus/errors.ts';

/** Fergus's largest page [spec]. */
const PAGE_SIZE = 100;

/** What was read of a list, each record once, and where it goes on. */
export interface Reading<Record> {
  readonly records: readonly Record[];
  /** `undefined` once the list was read as far as it is wanted. */
  readonly nextCursor: string | undefined;
}

/**
 * Reads a list page by page, within a bound on requests.
 *
 * Where Fergus's limit of requests a minute ends the reading after its first page, what was read until then is
 * returned, since it is worth an answer; the rest comes with `nextCursor`.
 *
 * @param options.isPast tells the first record that is no longer wanted; the list must be sorted by it.
 * @throws {FergusError} when the first page cannot be read, or any for another reason than the limit.
 */
export async function readPages<Record extends { readonly id: number }>(options: {
  readonly fetchPage: (query: PageQuery) => Promise<Page<Record>>;
  readonly maxPages: number;
  readonly from?: string | undefined;
  readonly isPast?: (record: Record) => boolean;
  /** Told after each page that is not the last. */
  readonly progress: (read: number) => void;
}): Promise<Reading<Record>> {
  const { fetchPage, maxPages, isPast, progress } = options;
  // A record that is added meanwhile moves the others to later places, where they come once more.
  const records = new Map<number, Record>();
  const reading = (nextCursor?: string) => ({ records: [...records.values()], nextCursor });
  let pageCursor = options.from;
  for (let pages = 1; ; pages += 1) {
    let page: Page<Record>;
    try {
      page = await fetchPage({ pageSize: PAGE_SIZE, pageCursor });
    } catch (error) {
      if (pages === 1 || !isRateLimit(error)) throw error;
      return reading(pageCursor);
    }
    const end = isPast ? page.items.findIndex(isPast) : -1;
    for (const record of end < 0 ? page.items : page.items.slice(0, end)) records.set(record.id, record);
    const isLast = end >= 0 || page.nextCursor === undefined || page.nextCursor === pageCursor;
    if (isLast) return reading();
    pageCursor = page.nextCursor;
    if (pages >= maxPages) return reading(pageCursor);
    progress(records.size);
  }
}

/** Whether Fergus's limit of requests a minute is used up, and for longer than the call may wait. */
export function isRateLimit(error: unknown): boolean {
  return error instanceof FergusError && error.kind === 'rate-limited';
}
