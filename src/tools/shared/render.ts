type Json = Record<string, unknown>;

/**
 * The text form of a result: the same facts as its structured form, for hosts that show text and models that
 * read it. Lists become a table with one header line, records one `name: value` line per field.
 *
 * @param summary a sentence to stand first.
 */
export function renderResult(structured: Json, summary?: string): string {
  const { items, hasMore, nextCursor, notice, ...facts } = structured;
  const lines: string[] = [];
  if (typeof notice === 'string') lines.push(notice);
  if (summary !== undefined) lines.push(summary);
  if (Array.isArray(items)) {
    if (summary === undefined) lines.push(countOf(items.length, hasMore === true));
    lines.push(...recordLines(facts, ''), ...tableLines(items, ''));
    if (hasMore === true) lines.push(`There are more: call again with cursor "${String(nextCursor)}".`);
    return lines.join('\n');
  }
  lines.push(...recordLines(facts, ''));
  return lines.join('\n');
}

function countOf(count: number, hasMore: boolean): string {
  if (hasMore) return `The first ${count}:`;
  return count === 0 ? 'Nothing found.' : `${count} found.`;
}

function recordLines(record: Json, indent: string): string[] {
  return Object.entries(record).flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) {
      if (value.length === 0) return [`${indent}${name}: none`];
      if (value.every(isScalar)) return [`${indent}${name}: ${value.map(String).join(', ')}`];
      return [`${indent}${name}:`, ...tableLines(value, `${indent}  `)];
    }
    if (typeof value === 'object') return [`${indent}${name}:`, ...recordLines(value as Json, `${indent}  `)];
    return [`${indent}${name}: ${oneLine(value)}`];
  });
}

/** A table where every entry is flat; otherwise one block per entry. */
function tableLines(entries: readonly unknown[], indent: string): string[] {
  if (!entries.every(isFlat)) {
    return entries.flatMap((entry) => {
      if (!isRecord(entry)) return [`${indent}- ${String(entry)}`];
      const [first = '', ...rest] = recordLines(entry, `${indent}  `);
      return [`${indent}- ${first.trimStart()}`, ...rest];
    });
  }
  const columns = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  const rows = entries.map((entry) => columns.map((column) => oneLine(entry[column] ?? '')).join(' | '));
  return [columns.join(' | '), ...rows].map((line) => indent + line);
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFlat(value: unknown): value is Json {
  return isRecord(value) && Object.values(value).every((part) => part === undefined || isScalar(part));
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function oneLine(value: unknown): string {
  return String(value).replace(/\s+/g, ' ').trim();
}
