import type { DocumentedOperation, Located, OpenApiDocument } from './openapi.ts';
import type { Exchange } from './recording-proxy.ts';
import { fieldsOf, itemsOf, partsOf } from './schema-book.ts';

/** The request with another word at a place that it fills. @throws when it leaves the place empty. */
export function withWord(exchange: Exchange, pointer: string, word: string): Exchange {
  const [, part = '', ...names] = pointer.split('/');
  const last = names.at(-1) ?? '';
  if (part === 'query') {
    const query = new URLSearchParams(exchange.query);
    if (!query.has(last)) throw new Error(`The sample call does not send ${pointer}.`);
    query.set(last, word);
    return { ...exchange, query };
  }
  const body: unknown = JSON.parse(exchange.body);
  const parent = names.slice(0, -1).reduce<unknown>((node, name) => Object(node)[name], body);
  if (!Object.hasOwn(Object(parent), last)) throw new Error(`The sample call does not send ${pointer}.`);
  Object(parent)[last] = word;
  return { ...exchange, body: JSON.stringify(body) };
}

/** The words that the document lists for a place in a request; none where it takes any. */
export function listedWords(
  document: OpenApiDocument,
  operation: DocumentedOperation,
  pointer: string,
): readonly unknown[] {
  const [, part = '', ...names] = pointer.split('/');
  const parameter = operation.parameters.find(({ name, in: place }) => place === part && name === names[0]);
  const root = part === 'body' ? operation.body?.content.get('application/json') : parameter?.schema;
  let schemas = root === undefined ? [] : partsOf(document, root);
  for (const name of part === 'body' ? names : []) {
    schemas = schemas.flatMap((schema) => below(schema, name)).flatMap((schema) => partsOf(document, schema));
  }
  return [...new Set(schemas.flatMap(({ node }) => (node as { enum?: readonly unknown[] }).enum ?? []))];
}

/** The schemas of a field or, for a number, of the entries of a list. */
function below(schema: Located, name: string): readonly Located[] {
  if (/^\d+$/.test(name)) return itemsOf(schema);
  return fieldsOf(schema).flatMap(([field, at]) => (field === name ? [at] : []));
}
