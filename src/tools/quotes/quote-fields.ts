import { z } from 'zod';
import type { QuoteLineItemPayload } from '../../fergus/types/quotes.ts';

/*
 * The parts of a quote as create and update take them. Field names are Fergus's own. These stand several
 * times in every client's list of tools, so descriptions are rare and bounds are refinements, which stay out
 * of the JSON Schema.
 */

/** One line of text. */
export const name = z
  .string()
  .trim()
  .refine((value) => value.length > 0 && value.length <= 255, 'must have 1 to 255 characters');

export const description = z
  .string()
  .refine((value) => value.length <= 10_000, 'must have at most 10000 characters')
  .optional();

/** An id that the arguments' names explain. */
export const id = z.int('must be a whole number').refine((value) => value > 0, 'must be above 0');

export const lineFields = {
  itemName: name,
  itemQuantity: z.number().refine((value) => value >= 0, 'must not be negative'),
  itemPrice: z.number(),
  itemCost: z.number().optional(),
  discountRate: z.number().min(0, 'is percent, at least 0').max(100, 'is percent, at most 100').optional(),
  isLabour: z.boolean().optional(),
  salesAccountId: id.optional(),
  priceBookLineItemId: id.optional(),
};

/** A refinement for lines: labour has no sales account, everything else has one [spec]. */
export const oneKind = [
  (line: { isLabour?: boolean | undefined; salesAccountId?: number | undefined }) =>
    !(line.isLabour === true && line.salesAccountId !== undefined),
  'has both isLabour and salesAccountId: keep isLabour for labour, salesAccountId for anything else',
] as const;

type NewLine = z.output<z.ZodObject<typeof lineFields>>;

/** A new line for Fergus. */
export function toNewLine(
  { isLabour, ...line }: NewLine,
  sortOrder: number | undefined,
): QuoteLineItemPayload {
  return { ...line, isLabour: isLabour || undefined, sortOrder };
}
