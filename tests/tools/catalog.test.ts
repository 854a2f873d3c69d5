import { encode } from 'gpt-tokenizer';
import { describe, expect, test } from 'vitest';
import { CATALOG, selectTools } from '../../src/tools/catalog.ts';
import type { Tool } from '../../src/tools/define-tool.ts';

const ESTABLISHED =
  'list-jobs get-job create-job update-job finalize-job list-quotes get-quote get-quote-detail create-quote update-quote update-quote-version list-customers get-customer create-customer update-customer list-sites get-site create-site update-site list-users get-user update-user list-time-entries get-time-entry'.split(
    ' ',
  );

/** What a host puts before the model for each tool. */
function tokensOf(tools: readonly Tool[]): number {
  return tools.reduce(
    (sum, { name, description, inputSchema }) =>
      sum + encode(JSON.stringify({ name, description, inputSchema })).length,
    0,
  );
}

/** The verb of a name says what a tool does; nothing that removes for good may hide behind another one. */
function accessByVerb(name: string): Tool['access'] {
  if (/^(list|get|search|find)-/.test(name)) return 'read';
  return /^(delete|void)-/.test(name) ? 'destructive' : 'write';
}

describe('the catalog', () => {
  test('holds the established tools, each once', () => {
    const names = CATALOG.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(ESTABLISHED));
  });

  test('keeps the everyday set within 9,000 tokens and all within 20,000', () => {
    expect(tokensOf(selectTools({ toolsets: ['everyday'], readOnly: false }))).toBeLessThanOrEqual(9_000);
    expect(tokensOf(CATALOG)).toBeLessThanOrEqual(20_000);
  });

  test('names in its texts only tools that exist', () => {
    const known = new Set(CATALOG.map(({ name }) => name));
    for (const tool of CATALOG) {
      const text = JSON.stringify([tool.description, tool.inputSchema, tool.outputSchema, tool.verifyWith]);
      for (const [mention] of text.matchAll(
        /\b(?:list|get|create|update|finalize|delete|void|publish|accept|decline|search|find)-[a-z]+(?:-[a-z]+)*\b/g,
      )) {
        expect(known, `${tool.name} mentions ${mention}`).toContain(mention);
      }
    }
  });
});

describe.each(CATALOG.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  test('has hints that agree with its access', () => {
    const { readOnlyHint, destructiveHint, idempotentHint } = tool.annotations;
    expect(readOnlyHint).toBe(tool.access === 'read');
    expect(destructiveHint).toBe(tool.access === 'destructive');
    if (readOnlyHint) expect(idempotentHint).toBe(true);
    expect(tool.access).toBe(accessByVerb(name));
  });

  test('has an object as input and output schema, closed for input, without alternatives at the top', () => {
    for (const schema of [tool.inputSchema, tool.outputSchema]) {
      expect(schema.type).toBe('object');
      for (const keyword of ['anyOf', 'oneOf', 'allOf', '$ref']) expect(schema).not.toHaveProperty(keyword);
    }
    expect(tool.inputSchema.additionalProperties).toBe(false);
  });

  test('looks as reviewed', async () => {
    const { title, description, toolset, everyday, access, annotations, inputSchema, outputSchema } = tool;
    const shown = {
      name,
      title,
      description,
      toolset,
      everyday,
      access,
      annotations,
      inputSchema,
      outputSchema,
    };
    await expect(`${JSON.stringify(shown, null, 2)}\n`).toMatchFileSnapshot(`__snapshots__/${name}.json`);
  });
});
