import { Coverage } from './coverage.ts';
import type { DocumentedOperation, OpenApiDocument } from './openapi.ts';
import type { Exchange } from './recording-proxy.ts';
import { RARE_WORDS } from './vocabulary.ts';

/** What a document offers and our messages never made use of: fields, parameters, words of answers. */
export class Additions {
  readonly #sent: Coverage;
  readonly #received: Coverage;
  /** Query parameters by operation. */
  readonly #parameters = new Map<DocumentedOperation, Set<string>>();

  constructor(document: OpenApiDocument) {
    this.#sent = new Coverage(document);
    this.#received = new Coverage(document);
  }

  /** Takes note of a request and its answer. */
  note(operation: DocumentedOperation, { query, body, answer }: Exchange): void {
    const parameters = this.#parameters.get(operation) ?? new Set();
    this.#parameters.set(operation, parameters);
    for (const name of query.keys()) parameters.add(name);
    const wanted = operation.body?.content.get('application/json');
    if (wanted !== undefined && body !== '') this.#sent.note(wanted, JSON.parse(body));
    const documented = operation.answers.get(String(answer.status))?.content.get('application/json');
    if (documented !== undefined && answer.body !== '')
      this.#received.note(documented, JSON.parse(answer.body));
  }

  /** One line each. Only operations that were noted have a say. */
  lines(): readonly string[] {
    const parameters = [...this.#parameters].flatMap(([{ method, path, parameters }, sent]) =>
      parameters
        .filter((parameter) => parameter.in === 'query' && !sent.has(parameter.name))
        .map(({ name }) => `${method} ${path} also takes /query/${name}`),
    );
    return [
      ...parameters,
      ...this.#sent.unmetFields().map((pointer) => `requests may also carry ${pointer}`),
      ...this.#received.unmetFields().map((pointer) => `answers may also carry ${pointer}`),
      ...this.#received
        .unmetWords()
        .filter(({ word }) => !RARE_WORDS.includes(String(word)))
        .map(({ pointer, word }) => `answers may also say ${JSON.stringify(word)} by ${pointer}`),
    ];
  }
}
