import { Ajv2020, type AnySchemaObject, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { escapeSegment, type Located, type OpenApiDocument, UnusableDocument } from './openapi.ts';

/** What a schema has against a value. */
export interface Fault {
  /** JSON pointer into the value. */
  readonly pointer: string;
  readonly message: string;
}

export interface SchemaBookOptions {
  /** Takes text for numbers and booleans, and one value for a list, as parameters travel. */
  readonly coerced: boolean;
}

type Node = Readonly<Record<string, unknown>>;

/** Keywords that mean the same in OpenAPI 3.0 and in JSON Schema 2020-12. */
const SHARED_KEYWORDS = [
  'type',
  'enum',
  'format',
  'pattern',
  'required',
  'multipleOf',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
] as const;

const COMBINATIONS = ['allOf', 'anyOf', 'oneOf'] as const;

/**
 * Validators for the schemas of an OpenAPI 3.0 document.
 *
 * OpenAPI 3.0 has a dialect of its own, which is turned into JSON Schema 2020-12: `nullable`, boolean exclusive
 * bounds, and siblings of `$ref`, which do not count. Examples, defaults and extensions are left out.
 */
export class SchemaBook {
  readonly #document: OpenApiDocument;
  readonly #ajv: Ajv2020;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: OpenApiDocument, { coerced }: SchemaBookOptions) {
    this.#document = document;
    this.#ajv = new Ajv2020({
      allErrors: true,
      strict: false,
      logger: false,
      unicodeRegExp: false,
      verbose: true,
      coerceTypes: coerced ? 'array' : false,
    });
    formats.default(this.#ajv);
  }

  /** @throws {UnusableDocument} when the schema itself cannot be read. */
  faults(schema: Located, value: unknown): readonly Fault[] {
    const validate = this.#validator(schema);
    // Wrapped, because only what has a parent can be replaced by its coerced form.
    if (validate({ value: structuredClone(value) })) return [];
    const faults = (validate.errors ?? []).filter((error) => !isAboutNull(error)).map(toFault);
    return [...new Map(faults.map((fault) => [fault.pointer + fault.message, fault])).values()];
  }

  #validator(schema: Located): ValidateFunction {
    const known = this.#validators.get(schema.pointer);
    if (known !== undefined) return known;
    const converted = { type: 'object', properties: { value: this.#converted(schema) } };
    let validate: ValidateFunction;
    try {
      validate = this.#ajv.compile(converted);
    } catch (error) {
      throw new UnusableDocument(`The schema ${schema.pointer} cannot be used: ${(error as Error).message}`);
    }
    this.#validators.set(schema.pointer, validate);
    return validate;
  }

  #converted({ node, pointer }: Located): AnySchemaObject {
    const schema = asNode(node, pointer);
    if (typeof schema.$ref === 'string') return { $ref: this.#referTo({ node, pointer }) };
    const converted: Record<string, unknown> = {};
    for (const keyword of SHARED_KEYWORDS) {
      if (schema[keyword] !== undefined) converted[keyword] = schema[keyword];
    }
    for (const [bound, exclusive] of [
      ['minimum', 'exclusiveMinimum'],
      ['maximum', 'exclusiveMaximum'],
    ] as const) {
      if (schema[exclusive] !== true) continue;
      converted[exclusive] = schema[bound];
      delete converted[bound];
    }
    for (const keyword of COMBINATIONS) {
      const parts = partsIn(schema, keyword, pointer);
      if (parts.length > 0) converted[keyword] = parts.map((part) => this.#converted(part));
    }
    if (schema.not !== undefined)
      converted.not = this.#converted({ node: schema.not, pointer: `${pointer}/not` });
    if (schema.items !== undefined) {
      converted.items = this.#converted({ node: schema.items, pointer: `${pointer}/items` });
    }
    const fields = fieldsIn(schema, pointer);
    if (fields.length > 0) {
      converted.properties = Object.fromEntries(
        fields.map(([name, field]) => [name, this.#converted(field)]),
      );
    }
    const { additionalProperties: others } = schema;
    if (typeof others === 'boolean') converted.additionalProperties = others;
    else if (others !== undefined) {
      const pointerToOthers = `${pointer}/additionalProperties`;
      converted.additionalProperties = this.#converted({ node: others, pointer: pointerToOthers });
    }
    return schema.nullable === true ? { anyOf: [converted, { type: 'null' }] } : converted;
  }

  /** Registers what a `$ref` stands for under an id of its own. */
  #referTo(located: Located): string {
    const target = this.#document.resolve(located);
    const id = `openapi:${encodeURIComponent(target.pointer)}`;
    if (this.#ajv.schemas[id] === undefined) {
      // Registered before it is converted, because it may refer to itself.
      const schema: AnySchemaObject = {};
      this.#ajv.addSchema(schema, id);
      Object.assign(schema, this.#converted(target));
    }
    return id;
  }
}

/**
 * The schemas that apply to the same value: this one and what it combines, references followed.
 *
 * @param choose which of several alternatives (`anyOf`, `oneOf`) count; all of them unless given.
 */
export function partsOf(
  document: OpenApiDocument,
  located: Located,
  choose: (alternatives: readonly Located[]) => readonly Located[] = (alternatives) => alternatives,
): readonly Located[] {
  const target = document.resolve(located);
  const schema = asNode(target.node, target.pointer);
  const alternatives = ['anyOf', 'oneOf'] as const;
  const combined = [
    ...partsIn(schema, 'allOf', target.pointer),
    ...alternatives.flatMap((keyword) => choose(partsIn(schema, keyword, target.pointer))),
  ];
  return [target, ...combined.flatMap((part) => partsOf(document, part, choose))];
}

/** The schema of a list's entries, where it has one. */
export function itemsOf({ node, pointer }: Located): readonly Located[] {
  const { items } = asNode(node, pointer);
  return items === undefined ? [] : [{ node: items, pointer: `${pointer}/items` }];
}

/** The fields that one schema names, without those of the schemas it combines. */
export function fieldsOf({ node, pointer }: Located): ReadonlyArray<readonly [string, Located]> {
  return fieldsIn(asNode(node, pointer), pointer);
}

function fieldsIn(schema: Node, pointer: string): Array<readonly [string, Located]> {
  return Object.entries(asNode(schema.properties ?? {}, `${pointer}/properties`)).map(([name, node]) => [
    name,
    { node, pointer: `${pointer}/properties/${escapeSegment(name)}` },
  ]);
}

function partsIn(schema: Node, keyword: (typeof COMBINATIONS)[number], pointer: string): Located[] {
  const parts = schema[keyword] ?? [];
  if (!Array.isArray(parts)) throw new UnusableDocument(`${pointer}/${keyword} is not a list.`);
  return parts.map((node, index) => ({ node, pointer: `${pointer}/${keyword}/${index}` }));
}

function asNode(node: unknown, pointer: string): Node {
  if (typeof node === 'object' && node !== null && !Array.isArray(node)) return node as Node;
  throw new UnusableDocument(`${pointer} is not a schema.`);
}

/** Where null is one of the choices, only what speaks against the other one is worth telling. */
function isAboutNull({ keyword, schema }: ErrorObject): boolean {
  if (keyword === 'type') return schema === 'null';
  return keyword === 'anyOf' && Array.isArray(schema) && schema.at(-1)?.type === 'null';
}

function toFault(error: ErrorObject): Fault {
  const at = error.instancePath.replace(/^\/value/, '');
  const below = (name: unknown) => `${at}/${escapeSegment(String(name))}`;
  switch (error.keyword) {
    case 'required':
      return { pointer: below(error.params.missingProperty), message: 'is missing' };
    case 'additionalProperties':
      return { pointer: below(error.params.additionalProperty), message: UNKNOWN };
    case 'enum':
      return {
        pointer: at,
        message: `is ${JSON.stringify(error.data)}, which is not one of ${JSON.stringify(error.schema)}`,
      };
    case 'anyOf':
    case 'oneOf':
      return { pointer: at, message: 'fits none of the alternatives, or too many' };
    default:
      return { pointer: at, message: `${error.message}, but is ${JSON.stringify(error.data)?.slice(0, 80)}` };
  }
}

/** The message for a field, parameter or header that the document does not name. */
export const UNKNOWN = 'is not known to the document';
