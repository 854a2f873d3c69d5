import type {
  QuoteLineItem,
  QuoteLineItemPayload,
  QuoteSection,
  QuoteSectionPayload,
} from '../../fergus/types/quotes.ts';
import { known, list } from '../shared/values.ts';
import { ToolError } from '../tool-error.ts';
import { isComplete, type LineChange, type SectionChange } from './quote-change-input.ts';
import { toNewLine } from './quote-fields.ts';
import { nextSortOrder, toLinePayload, toSectionPayload } from './quote-payload.ts';
import { flatten } from './quote-view.ts';

/** The sections that a change leaves, and all that is to be sent for them. */
export interface ChangedSections {
  readonly kept: readonly QuoteSection[];
  readonly payload: readonly QuoteSectionPayload[];
}

/**
 * Puts changes into the sections of a quote. What no change names goes back as it came; new lines and
 * sections go to the end.
 *
 * @throws {ToolError} for ids that the quote does not have, with those that it has.
 */
export function changeSections(
  sections: readonly QuoteSection[],
  changes: readonly SectionChange[],
): ChangedSections {
  const byId = new Map<number, SectionChange>();
  for (const [index, change] of changes.entries()) {
    if (change.sectionId === undefined) continue;
    if (byId.has(change.sectionId))
      throw refusal(`sections.${index}`, `names section ${change.sectionId} again`);
    byId.set(change.sectionId, change);
  }
  const kept = without(sections, byId);
  checkSectionIds(changes, flatten(sections), flatten(kept));
  const payload = merge(kept, byId);
  for (const change of changes.filter(({ sectionId }) => sectionId === undefined)) {
    payload.push(toNewSection(change, nextSortOrder(payload)));
  }
  return { kept, payload };
}

function without(
  sections: readonly QuoteSection[],
  changes: ReadonlyMap<number, SectionChange>,
): QuoteSection[] {
  return sections
    .filter(({ sectionId }) => changes.get(sectionId)?.remove !== true)
    .map((section) => ({ ...section, sections: without(list(section.sections), changes) }));
}

function checkSectionIds(
  changes: readonly SectionChange[],
  all: readonly QuoteSection[],
  kept: readonly QuoteSection[],
): void {
  for (const [index, { sectionId, remove }] of changes.entries()) {
    if (sectionId === undefined) continue;
    if (!all.some((section) => section.sectionId === sectionId)) {
      const there = choices(all, ({ sectionId: id, name }) => `${id} “${name ?? ''}”`);
      throw refusal(`sections.${index}.sectionId`, `the quote has no section ${sectionId}; it has ${there}`);
    }
    if (!remove && !kept.some((section) => section.sectionId === sectionId)) {
      throw refusal(`sections.${index}`, `section ${sectionId} lies inside one that this call removes`);
    }
  }
}

function merge(
  sections: readonly QuoteSection[],
  changes: ReadonlyMap<number, SectionChange>,
): QuoteSectionPayload[] {
  return sections.map((section) => {
    const { name, description, lineItems } = changes.get(section.sectionId) ?? {};
    return {
      ...toSectionPayload(section),
      ...known({ name, description }),
      lineItems: changeLines(section, lineItems ?? []),
      sections: merge(list(section.sections), changes),
    };
  });
}

function changeLines(section: QuoteSection, changes: readonly LineChange[]): QuoteLineItemPayload[] {
  const lines = list(section.lineItems);
  const byId = new Map<number, LineChange>();
  for (const change of changes) {
    const id = change.quoteLineItemId;
    if (id === undefined) continue;
    if (byId.has(id)) throw refusal(`section ${section.sectionId}`, `line item ${id} is named twice`);
    if (!lines.some((line) => line.quoteLineItemId === id)) throw refusal(...unknownLine(section, id));
    byId.set(id, change);
  }
  const kept = lines.flatMap((line) => {
    const change = byId.get(line.quoteLineItemId);
    if (change === undefined) return [toLinePayload(line)];
    return change.remove ? [] : [changeLine(line, change)];
  });
  const next = nextSortOrder(kept);
  const added = newLines(changes).map((line, index) => toNewLine(line, next && next + index));
  return [...kept, ...added];
}

/** The changes that are lines of their own; the input schema sees to it that these are complete. */
function newLines(changes: readonly LineChange[]) {
  return changes
    .filter(isComplete)
    .filter(({ quoteLineItemId }) => quoteLineItemId === undefined)
    .map(({ quoteLineItemId: _, remove: __, ...line }) => line);
}

/** A line that becomes labour loses its sales account; one that gets a sales account is no longer labour. */
function changeLine(line: QuoteLineItem, change: LineChange): QuoteLineItemPayload {
  const { remove: _, isLabour, salesAccountId, ...values } = change;
  const before = toLinePayload(line);
  const changed = { ...before, ...known(values) };
  if (isLabour === true) return { ...changed, isLabour: true, salesAccountId: undefined };
  if (salesAccountId !== undefined) return { ...changed, isLabour: undefined, salesAccountId };
  return isLabour === false ? { ...changed, isLabour: undefined } : changed;
}

function toNewSection(
  { name, description, lineItems }: SectionChange,
  sortOrder: number | undefined,
): QuoteSectionPayload {
  const lines = newLines(lineItems ?? []);
  return {
    name: name ?? '',
    description,
    sortOrder,
    lineItems: lines.map((line, index) => toNewLine(line, index + 1)),
  };
}

function unknownLine(section: QuoteSection, id: number): [string, string] {
  const there = choices(
    list(section.lineItems),
    ({ quoteLineItemId, itemName }) => `${quoteLineItemId} “${itemName ?? ''}”`,
  );
  return [`section ${section.sectionId}`, `it has no line item ${id}; it has ${there}`];
}

const MAX_CHOICES = 50;

function choices<T>(items: readonly T[], label: (item: T) => string): string {
  if (items.length === 0) return 'none at all';
  const more = items.length > MAX_CHOICES ? ` and ${items.length - MAX_CHOICES} more` : '';
  return items.slice(0, MAX_CHOICES).map(label).join(', ') + more;
}

function refusal(where: string, why: string): ToolError {
  return new ToolError(`Nothing was changed: ${where}: ${why}.`);
}
