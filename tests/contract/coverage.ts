import type { Located, OpenApiDocument } from './openapi.ts';
import { fieldsOf, itemsOf, partsOf } from './schema-book.ts';

interface Place {
  readonly fields: ReadonlyArray<readonly [name: string, field: Located]>;
  readonly items: readonly Located[];
  readonly words: readonly Located[];
}

/**
 * What of a document's schemas was met in real messages. Optional fields that never occurred, and words of a
 * fixed set that nobody knows, are what a newer document has added.
 */
export class Coverage {
  readonly #document: OpenApiDocument;
  readonly #places = new Map<string, Place>();
  readonly #metFields = new Set<string>();
  /** By the pointer of the list that they stand in. */
  readonly #listedWords = new Map<string, readonly unknown[]>();
  readonly #metWords = new Set<unknown>();
  /** Of the objects that were met: where nothing was met, nothing can be said about what is new. */
  readonly #knownFields = new Set<string>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  /** Takes note of a value that stands where the document has this schema. */
  note(schema: Located, value: unknown): void {
    const { fields, items, words } = this.#place(schema);
    if (Array.isArray(value)) {
      for (const item of items) for (const element of value) this.note(item, element);
    } else if (typeof value === 'object' && value !== null) {
      const own = new Map(Object.entries(value));
      for (const [name, field] of fields) {
        this.#knownFields.add(field.pointer);
        if (!own.has(name)) continue;
        this.#metFields.add(field.pointer);
        this.note(field, own.get(name));
      }
    } else {
      for (const { node, pointer } of words) {
        this.#listedWords.set(pointer, node as readonly unknown[]);
        this.#metWords.add(value);
      }
    }
  }

  /** JSON pointers into the document of fields that never occurred, although the objects they belong to did. */
  unmetFields(): readonly string[] {
    return [...this.#knownFields].filter((pointer) => !this.#metFields.has(pointer)).sort();
  }

  /** Words that occurred nowhere, with the pointers of the lists that they stand in. */
  unmetWords(): ReadonlyArray<{ readonly pointer: string; readonly word: unknown }> {
    return [...this.#listedWords].flatMap(([pointer, listed]) =>
      listed.filter((word) => !this.#metWords.has(word)).map((word) => ({ pointer, word })),
    );
  }

  #place(schema: Located): Place {
    const known = this.#places.get(schema.pointer);
    if (known !== undefined) return known;
    const parts = partsOf(this.#document, schema);
    const place = {
      fields: parts.flatMap(fieldsOf),
      items: parts.flatMap(itemsOf),
      words: parts.flatMap(wordsOf),
    };
    this.#places.set(schema.pointer, place);
    return place;
  }
}

function wordsOf({ node, pointer }: Located): Located[] {
  const { enum: words } = node as { enum?: unknown };
  return words === undefined ? [] : [{ node: words, pointer: `${pointer}/enum` }];
}
