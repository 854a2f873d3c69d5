import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** The document cannot be compared with: not there, not JSON, not OpenAPI 3.0, or with references to nowhere. */
export class UnusableDocument extends Error {
  override readonly name = 'UnusableDocument';
}

/** A part of the document with its JSON pointer, which `$ref`s are followed to. */
export interface Located {
  readonly node: unknown;
  readonly pointer: string;
}

export interface DocumentedParameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required: boolean;
  readonly schema: Located | undefined;
}

/** Schemas by media type; `undefined` where the document leaves the content open. */
export type Content = ReadonlyMap<string, Located | undefined>;

export interface DocumentedAnswer {
  readonly content: Content;
  readonly headers: readonly DocumentedParameter[];
}

export interface DocumentedOperation {
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly parameters: readonly DocumentedParameter[];
  readonly body: { readonly required: boolean; readonly content: Content } | undefined;
  /** By status ("200"), range ("2XX") or "default". */
  readonly answers: ReadonlyMap<string, DocumentedAnswer>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'] as const;

const record = z.record(z.string(), z.unknown());
const rootShape = z.looseObject({
  openapi: z.string().regex(/^3\.0\.\d+$/),
  info: z.looseObject({ title: z.string(), version: z.string() }),
  paths: record,
});
const parameterShape = z.looseObject({
  name: z.string(),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  required: z.boolean().default(false),
  schema: record.optional(),
});
const mediaTypesShape = z.record(z.string(), z.looseObject({ schema: record.optional() }));
const bodyShape = z.looseObject({ required: z.boolean().default(false), content: mediaTypesShape });
const answerShape = z.looseObject({ content: mediaTypesShape.default({}), headers: record.default({}) });
const headerShape = z.looseObject({ required: z.boolean().default(false), schema: record.optional() });
const operationShape = z.looseObject({ parameters: z.array(z.unknown()).default([]), responses: record });

/** An OpenAPI 3.0 document; everything the comparison needs of it, references followed. */
export class OpenApiDocument {
  readonly title: string;
  readonly operations: readonly DocumentedOperation[];
  readonly #root: unknown;

  /** @throws {UnusableDocument} */
  constructor(root: unknown) {
    const head = rootShape.safeParse(root);
    if (!head.success) {
      const version = record.safeParse(root).data?.openapi;
      const what =
        version === undefined ? 'has no "openapi" field' : `says "openapi": ${JSON.stringify(version)}`;
      const problem = head.error.issues[0];
      throw new UnusableDocument(
        problem?.path[0] === 'openapi' || problem?.path.length === 0
          ? `It is not an OpenAPI 3.0 document: it ${what}.`
          : `It is not a complete OpenAPI document: ${problem?.path.join('/')}: ${problem?.message}`,
      );
    }
    this.#root = root;
    this.title = `${head.data.info.title} ${head.data.info.version}`;
    this.operations = Object.entries(head.data.paths).flatMap(([path, item]) =>
      this.#operationsOf(path, { node: item, pointer: `#/paths/${escapeSegment(path)}` }),
    );
  }

  /** Follows `$ref`s to what they stand for. @throws {UnusableDocument} for one that leads nowhere. */
  resolve(located: Located): Located {
    const seen = new Set<string>();
    let current = located;
    for (let ref = refIn(current.node); ref !== undefined; ref = refIn(current.node)) {
      if (seen.has(ref)) throw new UnusableDocument(`The reference ${ref} leads back to itself.`);
      seen.add(ref);
      current = { node: this.#at(ref), pointer: ref };
    }
    return current;
  }

  #at(ref: string): unknown {
    if (!ref.startsWith('#/')) {
      throw new UnusableDocument(`The reference ${ref} leads out of the document, which is not supported.`);
    }
    let node = this.#root;
    for (const segment of ref.slice(2).split('/').map(unescapeSegment)) {
      node = typeof node === 'object' && node !== null ? Reflect.get(node, segment) : undefined;
    }
    if (node === undefined) throw new UnusableDocument(`The reference ${ref} leads nowhere.`);
    return node;
  }

  #operationsOf(path: string, pathItem: Located): DocumentedOperation[] {
    const { node, pointer } = this.#read(pathItem, record);
    const common = this.#parameters({ node: node.parameters ?? [], pointer: `${pointer}/parameters` });
    return METHODS.filter((method) => method in node).map((method) => {
      const at = `${pointer}/${method}`;
      const operation = this.#read({ node: node[method], pointer: at }, operationShape).node;
      const own = this.#parameters({ node: operation.parameters, pointer: `${at}/parameters` });
      const isOverridden = (shared: DocumentedParameter) =>
        own.some((parameter) => parameter.name === shared.name && parameter.in === shared.in);
      const body = { node: operation.requestBody, pointer: `${at}/requestBody` };
      return {
        method: method.toUpperCase(),
        path,
        parameters: [...common.filter((parameter) => !isOverridden(parameter)), ...own],
        body: operation.requestBody === undefined ? undefined : this.#body(body),
        answers: new Map(
          Object.entries(operation.responses).map(([status, answer]) => [
            status,
            this.#answer({ node: answer, pointer: `${at}/responses/${status}` }),
          ]),
        ),
      };
    });
  }

  #parameters(list: Located): DocumentedParameter[] {
    const { node, pointer } = this.#read(list, z.array(z.unknown()));
    return node.map((item, index) => {
      const parameter = this.#read({ node: item, pointer: `${pointer}/${index}` }, parameterShape);
      return { ...parameter.node, schema: schemaIn(parameter) };
    });
  }

  #body(located: Located): DocumentedOperation['body'] {
    const { node, pointer } = this.#read(located, bodyShape);
    return { required: node.required, content: contentIn(node.content, pointer) };
  }

  #answer(located: Located): DocumentedAnswer {
    const { node, pointer } = this.#read(located, answerShape);
    const headers = Object.entries(node.headers).map(([name, header]) => {
      const read = this.#read(
        { node: header, pointer: `${pointer}/headers/${escapeSegment(name)}` },
        headerShape,
      );
      return { name, in: 'header' as const, required: read.node.required, schema: schemaIn(read) };
    });
    return { content: contentIn(node.content, pointer), headers };
  }

  #read<S extends z.ZodType>(located: Located, shape: S): { node: z.output<S>; pointer: string } {
    const { node, pointer } = this.resolve(located);
    const result = shape.safeParse(node);
    if (result.success) return { node: result.data, pointer };
    const problem = result.error.issues[0];
    throw new UnusableDocument(`${[pointer, ...(problem?.path ?? [])].join('/')}: ${problem?.message}`);
  }
}

/**
 * Reads an OpenAPI document from a JSON file or an http(s) address.
 *
 * @throws {UnusableDocument} with what is wrong and, where there is one, what to do.
 */
export async function readDocument(source: string): Promise<OpenApiDocument> {
  const text = await (/^https?:\/\//i.test(source) ? download(source) : readText(source));
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    throw new UnusableDocument('It is not JSON. A document in YAML has to be converted to JSON first.');
  }
  return new OpenApiDocument(root);
}

async function download(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(30_000),
    });
    if (response.ok) return await response.text();
  } catch (error) {
    const { cause } = error as Error;
    throw new UnusableDocument(
      `It cannot be fetched: ${(cause instanceof Error ? cause : (error as Error)).message}`,
    );
  }
  throw new UnusableDocument(`It cannot be fetched: the server answered ${response.status}.`);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UnusableDocument(`It cannot be read: ${(error as Error).message}`);
  }
}

function refIn(node: unknown): string | undefined {
  const ref = typeof node === 'object' && node !== null ? Reflect.get(node, '$ref') : undefined;
  return typeof ref === 'string' ? ref : undefined;
}

function schemaIn({
  node,
  pointer,
}: {
  node: { schema?: unknown | undefined };
  pointer: string;
}): Located | undefined {
  return node.schema === undefined ? undefined : { node: node.schema, pointer: `${pointer}/schema` };
}

function contentIn(types: z.output<typeof mediaTypesShape>, pointer: string): Content {
  return new Map(
    Object.entries(types).map(([type, node]) => [
      type.split(';')[0]?.trim().toLowerCase() ?? type,
      schemaIn({ node, pointer: `${pointer}/content/${escapeSegment(type)}` }),
    ]),
  );
}

/** A name as one segment of a JSON pointer. */
export function escapeSegment(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescapeSegment(segment: string): string {
  return decodeURIComponent(segment).replaceAll('~1', '/').replaceAll('~0', '~');
}
