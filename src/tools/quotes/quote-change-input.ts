import { z } from 'zod';
import { namesNothing } from '../shared/changes.ts';
import { description, id, lineFields, name, oneKind } from './quote-fields.ts';

const lineChangeFields = z
  .strictObject({ ...lineFields, quoteLineItemId: id, remove: z.boolean() })
  .partial();
export type LineChange = z.output<typeof lineChangeFields>;

/** Changes to one line, or a new line. */
const lineChange = lineChangeFields
  .refine(...oneKind)
  .refine(
    (line) => line.quoteLineItemId !== undefined || isComplete(line),
    'is a new line, as it has no quoteLineItemId, and so needs itemName, itemQuantity and itemPrice',
  )
  .refine(
    ({ quoteLineItemId, remove, ...values }) =>
      quoteLineItemId === undefined || (remove === true) === namesNothing(values),
    'needs either a change or remove: true besides quoteLineItemId',
  );

/** Changes to one section and its lines, or a new section. */
export const sectionChange = z
  .strictObject({
    sectionId: id.optional(),
    name: name.optional(),
    description,
    remove: z.boolean().optional(),
    lineItems: z.array(lineChange).optional(),
  })
  .refine(
    ({ sectionId, name, remove, lineItems }) =>
      sectionId !== undefined ||
      (name !== undefined && !remove && !lineItems?.some((line) => line.quoteLineItemId)),
    'is a new section, as it has no sectionId: it needs a name, and its lines have no ids',
  )
  .refine(
    ({ sectionId, remove, ...values }) =>
      sectionId === undefined || (remove === true) === namesNothing(values),
    'needs either a change or remove: true besides sectionId',
  );

export type SectionChange = z.output<typeof sectionChange>;
type CompleteLine = LineChange & { itemName: string; itemQuantity: number; itemPrice: number };

/** Whether it can stand as a new line. */
export function isComplete(line: LineChange): line is CompleteLine {
  return (
    line.itemName !== undefined &&
    line.itemQuantity !== undefined &&
    line.itemPrice !== undefined &&
    !line.remove
  );
}
