import { escapeSegment, type Located, type OpenApiDocument } from './openapi.ts';
import { type Fault, fieldsOf, itemsOf, partsOf, type SchemaBook, UNKNOWN } from './schema-book.ts';

/**
 * The fields of a value, at any depth, that the document does not name. By OpenAPI they are allowed; but what
 * Fergus does not know it drops silently, and what it no longer names it is about to leave out.
 *
 * @param book of the same document; it tells which alternatives the value takes.
 */
export function unknownFields(
  document: OpenApiDocument,
  book: SchemaBook,
  schema: Located,
  value: unknown,
): readonly Fault[] {
  return within([schema], value, '');

  /** By several schemas, a field is known when one of them names it. */
  function within(schemas: readonly Located[], inner: unknown, pointer: string): readonly Fault[] {
    if (typeof inner !== 'object' || inner === null) return [];
    // Where none of the alternatives fits, that is a fault of its own, and any field of theirs counts as known.
    const choose = (alternatives: readonly Located[]) => {
      const fitting = alternatives.filter((alternative) => book.faults(alternative, inner).length === 0);
      return fitting.length > 0 ? fitting : alternatives;
    };
    const parts = schemas.flatMap((each) => partsOf(document, each, choose));
    if (Array.isArray(inner)) {
      const items = parts.flatMap(itemsOf);
      return inner.flatMap((item, index) => within(items, item, `${pointer}/${index}`));
    }
    const named = parts.flatMap(fieldsOf);
    const isOpen =
      named.length === 0 || parts.some(({ node }) => Object(node).additionalProperties !== undefined);
    return Object.entries(inner).flatMap(([name, field]) => {
      const at = `${pointer}/${escapeSegment(name)}`;
      const fields = named.flatMap(([known, located]) => (known === name ? [located] : []));
      if (fields.length > 0) return within(fields, field, at);
      return isOpen ? [] : [{ pointer: at, message: UNKNOWN }];
    });
  }
}
