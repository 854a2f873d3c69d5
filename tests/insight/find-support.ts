import { expect } from 'vitest';
import { findAnything } from '../../src/tools/insight/find-anything.ts';
import type { ToolHarness } from '../support/tool-harness.ts';
import { ask } from './asking.ts';

export interface Hit {
  readonly kind: 'job' | 'customer' | 'site' | 'contact' | 'quote';
  readonly id: number;
  readonly what: string;
  readonly open: { readonly tool: string; readonly arguments: Record<string, string | number> };
}

export interface Answer {
  readonly hits: readonly Hit[];
  readonly found: number;
  readonly coverage: string;
  readonly unread?: readonly string[];
}

/** Asks, within the requests that any call may cost. */
export async function askAnything(harness: ToolHarness, query: string, args: object = {}) {
  const asked = await ask<Answer>(harness, findAnything, { query, ...args });
  expect(asked.paths.length, query).toBeLessThanOrEqual(5);
  return asked;
}

/** "Ngā Whare – Marae" → "nga whare marae", by another way than the tool's. */
export function plain(text: string): string {
  const marks = /\p{Mark}/gu;
  const words =
    text
      .normalize('NFKD')
      .replace(marks, '')
      .match(/[a-z0-9]+/gi) ?? [];
  return words.join(' ').toLowerCase();
}

export function holds(hits: readonly Hit[], kind: Hit['kind'], id: number): boolean {
  return hits.some((hit) => hit.kind === kind && hit.id === id);
}
