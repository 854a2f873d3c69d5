import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CATALOG } from '../../src/tools/catalog.ts';
import type { Tool } from '../../src/tools/define-tool.ts';
import { ToolError } from '../../src/tools/tool-error.ts';
import { validCalls } from '../support/tool-calls.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

/** In all, over every tool. */
const CASES = 2_400;

let harness: ToolHarness;

beforeAll(async () => {
  harness = await startHarness({ rateLimit: 100_000 });
});

afterAll(() => harness.close());

interface Property {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Property[];
}

/** Values that no argument of this type can be. */
function malformed(property: Property): fc.Arbitrary<unknown> {
  const types = new Set([property, ...(property.anyOf ?? [])].flatMap(({ type }) => type ?? []));
  const hostile = fc.constantFrom('../x', '1/../2', '1?x=1', '%2e%2e', '\u0000', '\r\nX: y', '__proto__', '');
  const candidates: [string, fc.Arbitrary<unknown>][] = [
    ['string', hostile],
    ['string', fc.string({ maxLength: 20 })],
    ['integer', fc.integer({ max: -1 })],
    ['number', fc.double({ noInteger: true })],
    ['boolean', fc.boolean()],
    ['array', fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 3 })],
    [
      'object',
      fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.jsonValue({ maxDepth: 1 }), { minKeys: 1 }),
    ],
    ['null', fc.constant(null)],
  ];
  const others = candidates.filter(([type]) => {
    if (property.enum && type === 'string') return true;
    if (types.has('integer') || types.has('number')) return type !== 'number' || !types.has('number');
    return !types.has(type) && !(types.has('string') && type === 'string');
  });
  const usable =
    types.has('string') && !property.enum ? others.filter(([type]) => type !== 'string') : others;
  return fc.oneof(...usable.map(([, arbitrary]) => arbitrary));
}

/** A valid call with one argument spoilt, and the name of that argument. */
function spoilt(tool: Tool, valid: Record<string, unknown>) {
  const properties = Object.entries((tool.inputSchema.properties ?? {}) as Record<string, Property>);
  const unknown = fc.record({
    name: fc.constantFrom('colour', 'Job', 'job_id', 'ids', 'query', 'constructor', 'limit '),
    value: fc.jsonValue({ maxDepth: 1 }),
  });
  const wrong = properties.map(([name, property]) => malformed(property).map((value) => ({ name, value })));
  return fc.oneof(unknown, ...wrong).map(({ name, value }) => ({ name, args: { ...valid, [name]: value } }));
}

test.each(CATALOG.map((tool) => [tool.name, tool] as const))(
  '%s: malformed arguments reach nobody',
  async (name, tool) => {
    const calls = validCalls(harness.sandbox.businesses.main, 'malformed');
    const valid = calls.find((call) => call.name === name)?.arguments;
    if (!valid) throw new Error(`There is no valid call of ${name} in tests/support/tool-calls.ts`);
    harness.sandbox.requests.length = 0;
    await fc.assert(
      fc.asyncProperty(spoilt(tool, valid), async ({ name: argument, args }) => {
        const error: unknown = await harness.call(tool, args).then(
          () => undefined,
          (thrown: unknown) => thrown,
        );
        expect(error, `${name} took ${JSON.stringify(args[argument])} as ${argument}`).toBeInstanceOf(
          ToolError,
        );
        expect((error as ToolError).message).toContain(`- ${argument}`);
        expect(harness.sandbox.requests).toEqual([]);
      }),
      { numRuns: Math.ceil(CASES / CATALOG.length), seed: 20_261 },
    );
  },
);
