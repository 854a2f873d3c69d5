/** What a list may be sorted by; text sorts without regard to case, `null` comes first. */
export type SortKey = string | number | null;

/** How the cursors of one sorted list are read and written. */
export interface Cursors {
  /** The index at which the page begins; `undefined` for an unreadable cursor. */
  startOf(cursor: string): number | undefined;
  /** The cursor of a page that begins at `index`, which is at least 1 and within the list. */
  at(index: number): string;
}

interface WithId {
  readonly id: number;
}

/** Sorted by a key, equal keys by id; `descending` turns the whole order round. */
export function sortedBy<T extends WithId>(
  items: readonly T[],
  keyOf: (item: T) => SortKey,
  descending: boolean,
): T[] {
  const sorted = items.toSorted((a, b) => compareKeys(keyOf(a), keyOf(b)) || a.id - b.id);
  return descending ? sorted.reverse() : sorted;
}

function compareKeys(a: SortKey, b: SortKey): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a ?? '').toLowerCase(), String(b ?? '').toLowerCase()];
  return left < right ? -1 : Number(left > right);
}

/** Cursors that count items: "10" begins with the eleventh. */
export const offsetCursors: Cursors = {
  startOf: (cursor) => (/^\d{1,9}$/.test(cursor) ? Number(cursor) : undefined),
  at: String,
};

/**
 * Cursors that name the last item of the page before, `13986_1415144340000` (id and key): the page begins
 * after it even if items were added or taken away meanwhile. "0" is the start.
 */
export function compoundCursors<T extends WithId>(
  sorted: readonly T[],
  keyOf: (item: T) => SortKey,
  descending: boolean,
): Cursors {
  const stamp = (item: T) => {
    const key = keyOf(item);
    return typeof key === 'number' ? key : Date.parse(key ?? '1970-01-01');
  };
  return {
    startOf(cursor) {
      if (cursor === '0') return 0;
      const [, id, key] = /^(\d+)_(-?\d+)$/.exec(cursor) ?? [];
      if (id === undefined || key === undefined) return undefined;
      const sign = descending ? -1 : 1;
      const start = sorted.findIndex(
        (item) => sign * (stamp(item) - Number(key) || item.id - Number(id)) > 0,
      );
      return start === -1 ? sorted.length : start;
    },
    at(index) {
      const before = sorted[index - 1];
      if (before === undefined) throw new RangeError(`No page begins at ${index}.`);
      return `${before.id}_${stamp(before)}`;
    },
  };
}
