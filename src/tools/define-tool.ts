import { z } from 'zod';
import type { FergusErrorKind } from '../fergus/errors.ts';
import { inputProblems } from './shared/input-problems.ts';
import { renderResult } from './shared/render.ts';
import type { ToolContext } from './tool-context.ts';
import { ToolError } from './tool-error.ts';

/**
 * What a call may do to the company's data. `read` changes nothing, `write` adds or changes, `destructive`
 * removes something that cannot be brought back through the API.
 */
export type Access = 'read' | 'write' | 'destructive';

/** Groups of tools that a user can choose: Fergus's resources, and what is drawn from several of them. */
export const TOOLSETS = [
  'insight',
  'jobs',
  'phases',
  'quotes',
  'customers',
  'sites',
  'contacts',
  'enquiries',
  'invoices',
  'calendar',
  'notes',
  'stock',
  'pricebooks',
  'favourites',
  'users',
  'time',
  'company',
] as const;
export type Toolset = (typeof TOOLSETS)[number];

/** What a handler returns: the facts, and at most one sentence that stands above them in the text form. */
export interface ToolResult<Output> {
  readonly structured: Output;
  readonly summary?: string;
}

/** What a tool says about an error of Fergus, because it knows more of the call than the client does. */
export type ErrorHints = Partial<Record<FergusErrorKind, string>>;

export interface ToolSpec<Input extends z.ZodObject, Output extends z.ZodObject> {
  /** Kebab-case, verb first: `list-jobs`. */
  readonly name: string;
  readonly title: string;
  /** For the model: what it does, when to use it rather than its neighbours. Short; every client pays for it. */
  readonly description: string;
  readonly toolset: Toolset;
  /** Part of the default set. */
  readonly everyday: boolean;
  readonly access: Access;
  /** Whether the same call twice leaves the same state as once. Reads are; of the rest each tool says so. */
  readonly idempotent?: boolean;
  readonly input: Input;
  readonly output: Output;
  readonly handler: (input: z.output<Input>, context: ToolContext) => Promise<ToolResult<z.output<Output>>>;
  /**
   * The text form, where a note of a few paragraphs reads better than the fields one by one. It is made from the
   * result as it goes out, so it must do with lists that were cut.
   */
  readonly text?: (structured: z.output<Output>) => string;
  /** Next steps by kind of Fergus error, replacing the client's general ones. */
  readonly hints?: (input: z.output<Input>) => ErrorHints;
  /** For writes: the tool that shows whether a change with a lost answer was made. */
  readonly verifyWith?: string;
}

/** MCP's tool hints, derived from access so that they cannot contradict each other (MCP `ToolAnnotations`). */
export interface ToolAnnotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** A tool as the catalog holds it: types erased, input checked before the handler sees it. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly toolset: Toolset;
  readonly everyday: boolean;
  readonly access: Access;
  readonly annotations: ToolAnnotations;
  readonly verifyWith: string | undefined;
  /** JSON Schema (2020-12), converted once on first use. */
  readonly inputSchema: JsonObjectSchema;
  readonly outputSchema: JsonObjectSchema;
  /**
   * Checks the arguments and runs the handler.
   *
   * @throws {ToolError} for arguments that the schema refuses, before anything is sent; and what the handler throws.
   */
  call(args: unknown, context: ToolContext): Promise<ToolResult<Record<string, unknown>>>;
  /** The text form of a result of {@link call}. */
  textOf(structured: Record<string, unknown>, summary?: string): string;
  /** The hints for these arguments, which were accepted by {@link call} before. */
  hintsFor(args: unknown): ErrorHints;
}

export type JsonObjectSchema = { type: 'object'; [keyword: string]: unknown };

/** Makes a {@link Tool} of its typed description. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  spec: ToolSpec<Input, Output>,
): Tool {
  const { name, title, description, toolset, everyday, access } = spec;
  const input = spec.input.strict();
  let inputSchema: JsonObjectSchema | undefined;
  let outputSchema: JsonObjectSchema | undefined;
  return {
    name,
    title,
    description,
    toolset,
    everyday,
    access,
    verifyWith: spec.verifyWith,
    annotations: {
      readOnlyHint: access === 'read',
      destructiveHint: access === 'destructive',
      idempotentHint: access === 'read' || spec.idempotent === true,
      // Everything stays inside the company's own Fergus account.
      openWorldHint: false,
    },
    get inputSchema() {
      inputSchema ??= jsonSchema(input, 'input');
      return inputSchema;
    },
    get outputSchema() {
      outputSchema ??= jsonSchema(spec.output.extend({ notice: NOTICE }), 'output');
      return outputSchema;
    },
    async call(args, context) {
      const parsed = input.safeParse(args ?? {});
      if (!parsed.success) throw new ToolError(inputProblems(name, input, parsed.error, args));
      const result = await spec.handler(parsed.data as z.output<Input>, context);
      return result as ToolResult<Record<string, unknown>>;
    },
    textOf(structured, summary) {
      if (!spec.text) return renderResult(structured, summary);
      return [structured.notice, summary, spec.text(structured as z.output<Output>)]
        .filter((part) => typeof part === 'string')
        .join('\n');
    },
    hintsFor(args) {
      return spec.hints?.(input.parse(args ?? {}) as z.output<Input>) ?? {};
    },
  };
}

/** Every result may carry a remark on itself, such as what was cut to keep it small. */
const NOTICE = z.string().optional().describe('A remark on this result, such as what was left out.');

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObjectSchema {
  const converted = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema: part }) => {
      // Zod writes out the bounds of safe integers; they tell a model nothing and cost tokens in every schema.
      if (part.maximum === Number.MAX_SAFE_INTEGER) delete part.maximum;
      if (part.minimum === Number.MIN_SAFE_INTEGER) delete part.minimum;
      // The format says the same in a word.
      if (part.format === 'date' || part.format === 'email') delete part.pattern;
      // Results may gain fields later, and a client that cached the schema must not refuse them.
      if (io === 'output') delete part.additionalProperties;
    },
  });
  delete converted.$schema;
  return converted as JsonObjectSchema;
}
