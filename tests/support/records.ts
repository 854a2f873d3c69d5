import type { Quote } from '../../src/sandbox/fergus-api/business.ts';

/** One valid call of a tool. */
export interface ToolCall {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
}

export function call(name: string, args: Record<string, unknown> = {}): ToolCall {
  return { name, arguments: args };
}

/** The first record that fits. @throws when the sandbox business has none. */
export function first<T>(records: Iterable<T>, fits: (record: T) => boolean = () => true): T {
  for (const record of records) if (fits(record)) return record;
  throw new Error('The sandbox business lacks a record that a test needs.');
}

/** A draft: neither published nor voided nor superseded. */
export function isDraft({ publishedAt, voidedAt, isSuperseded }: Quote): boolean {
  return publishedAt === null && voidedAt === null && !isSuperseded;
}
