import {
  type Content,
  type DocumentedOperation,
  type DocumentedParameter,
  escapeSegment,
  type OpenApiDocument,
} from './openapi.ts';
import { matchPath } from './path-template.ts';
import type { Exchange } from './recording-proxy.ts';
import { type Fault, SchemaBook, UNKNOWN } from './schema-book.ts';
import { unknownFields } from './unknown-fields.ts';

/**
 * Holds requests and answers against a document. Pointers begin with the part of the message: `/path/jobId`,
 * `/query/pageSize`, `/header/content-type`, `/status`, `/body/data/0/id`.
 */
export class Conformance {
  readonly #document: OpenApiDocument;
  readonly #bodies: SchemaBook;
  readonly #parameters: SchemaBook;

  constructor(document: OpenApiDocument) {
    this.#document = document;
    this.#bodies = new SchemaBook(document, { coerced: false });
    this.#parameters = new SchemaBook(document, { coerced: true });
  }

  /** What the document has against the request. */
  request(operation: DocumentedOperation, exchange: Exchange): readonly Fault[] {
    const variables = matchPath(operation.path, exchange.path) ?? new Map();
    const names = new Set([...exchange.query.keys()]);
    const query = new Map([...names].map((name) => [name, single(exchange.query.getAll(name))]));
    const headers = new Map(Object.entries(exchange.headers));
    const { parameters } = operation;
    return [
      ...this.#inPlace('path', parameters, variables),
      ...this.#inPlace('query', parameters, query),
      ...[...names]
        .filter((name) => !isNamed(parameters, 'query', name))
        .map((name) => unknown('query', name)),
      ...this.#inPlace('header', parameters, headers),
      ...this.#requestBody(operation, exchange),
    ];
  }

  /** What the document has against the answer. */
  answer(operation: DocumentedOperation, { answer }: Exchange): readonly Fault[] {
    const { answers } = operation;
    const { status } = answer;
    const documented =
      answers.get(String(status)) ?? answers.get(`${String(status)[0]}XX`) ?? answers.get('default');
    if (documented === undefined) {
      const known = [...answers.keys()].join(', ');
      return [{ pointer: '/status', message: `is ${status}, and only ${known} is documented` }];
    }
    // A 204 has no body by HTTP, whatever content a document gives it.
    const content: Content = status === 204 ? new Map() : documented.content;
    return [
      ...this.#inPlace('header', documented.headers, new Map(Object.entries(answer.headers))),
      ...(answer.body === '' && content.size > 0
        ? [{ pointer: '/body', message: 'is missing' }]
        : this.#body(content, answer.headers['content-type'], answer.body)),
    ];
  }

  #requestBody({ body, parameters }: DocumentedOperation, exchange: Exchange): readonly Fault[] {
    const type = exchange.headers['content-type'];
    if (exchange.body !== '') return this.#body(body?.content ?? new Map(), type, exchange.body);
    const isWanted = isNamed(parameters, 'header', 'content-type');
    return [
      ...(body?.required ? [{ pointer: '/body', message: 'is missing' }] : []),
      ...(type === undefined || isWanted ? [] : [unknown('header', 'content-type')]),
    ];
  }

  #body(content: Content, type: string | undefined, text: string): readonly Fault[] {
    if (text === '') return [];
    if (content.size === 0) return [{ pointer: '/body', message: 'is there, and the document has none' }];
    const mediaType = type?.split(';')[0]?.trim().toLowerCase() ?? '';
    const fitting = [mediaType, mediaType.replace(/\/.*/, '/*'), '*/*'].find((name) => content.has(name));
    if (fitting === undefined) {
      const known = [...content.keys()].join(', ');
      return [
        { pointer: '/header/content-type', message: `is "${mediaType}" where the document has ${known}` },
      ];
    }
    const schema = content.get(fitting);
    if (schema === undefined) return [];
    const value: unknown = mediaType.endsWith('json') ? JSON.parse(text) : text;
    return [
      ...this.#bodies.faults(schema, value),
      ...unknownFields(this.#document, this.#bodies, schema, value),
    ].map(within('/body'));
  }

  #inPlace(
    place: DocumentedParameter['in'],
    parameters: readonly DocumentedParameter[],
    values: ReadonlyMap<string, unknown>,
  ): readonly Fault[] {
    return parameters
      .filter((parameter) => parameter.in === place)
      .flatMap(({ name, required, schema }) => {
        const pointer = pointerTo(place, name);
        const value = values.get(place === 'header' ? name.toLowerCase() : name);
        if (value === undefined) return required ? [{ pointer, message: 'is missing' }] : [];
        return schema === undefined ? [] : this.#parameters.faults(schema, value).map(within(pointer));
      });
  }
}

function isNamed(
  parameters: readonly DocumentedParameter[],
  place: DocumentedParameter['in'],
  name: string,
): boolean {
  return parameters.some(
    (parameter) => parameter.in === place && pointerTo(place, parameter.name) === pointerTo(place, name),
  );
}

function pointerTo(place: string, name: string): string {
  return `/${place}/${escapeSegment(place === 'header' ? name.toLowerCase() : name)}`;
}

function unknown(place: string, name: string): Fault {
  return { pointer: pointerTo(place, name), message: UNKNOWN };
}

function within(pointer: string): (fault: Fault) => Fault {
  return (fault) => ({ ...fault, pointer: pointer + fault.pointer });
}

function single(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? (values[0] ?? '') : values;
}
