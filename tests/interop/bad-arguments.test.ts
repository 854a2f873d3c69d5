import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxFergus, startSandboxFergus } from '../../src/sandbox/fergus-api/index.ts';
import { CATALOG } from '../../src/tools/catalog.ts';
import { type ConnectedClient, connect, textOf } from '../support/clients.ts';
import { validCalls } from '../support/tool-calls.ts';

const BAD_IDS: readonly unknown[] = [
  '../x',
  '1/../2',
  '1?x',
  '1#x',
  '%2e%2e',
  '',
  ' ',
  -1,
  0,
  1.5,
  1e21,
  null,
  true,
  [1],
  {},
];

let sandbox: SandboxFergus;
let client: ConnectedClient;

beforeAll(async () => {
  sandbox = await startSandboxFergus();
  client = await connect('v2 auto', ['--toolsets', 'all'], {
    FERGUS_BASE_URL: sandbox.url,
    FERGUS_API_TOKEN: sandbox.tokens.owner,
  });
});

afterAll(async () => {
  await client?.close();
  await sandbox?.close();
});

beforeEach(() => {
  sandbox.requests.length = 0;
});

/** The call is refused with a message that names the argument, and nothing reached Fergus. */
async function expectRefusal(tool: string, args: Record<string, unknown>, argument: string): Promise<void> {
  const shown = `${tool} ${JSON.stringify(args)}`;
  const result = await client.callTool(tool, args);
  expect(result.isError, shown).toBe(true);
  expect(textOf(result), shown).toMatch(new RegExp(`^- ${argument}\\b`, 'm'));
  expect(sandbox.requests, shown).toEqual([]);
}

interface Schema {
  readonly properties?: Record<string, { readonly enum?: readonly unknown[] }>;
  readonly required?: readonly string[];
}

/** A valid call of the tool, to be spoilt in one place. */
function valid(tool: string): Record<string, unknown> {
  const call = validCalls(sandbox.businesses.main, 'bad').find(({ name }) => name === tool);
  if (!call) throw new Error(`There is no valid call of ${tool} in tests/support/tool-calls.ts`);
  return call.arguments;
}

/** Tool and argument, for every argument that the schema picks. */
function cases(pick: (schema: Schema) => readonly string[]): [string, string][] {
  return CATALOG.flatMap(({ name, inputSchema }) =>
    pick(inputSchema as Schema).map((argument): [string, string] => [name, argument]),
  );
}

const names = ({ properties = {} }: Schema) => Object.keys(properties);

test.each(cases((schema) => names(schema).filter((key) => key === 'job' || key.endsWith('Id'))))(
  '%s refuses malformed ids as %s',
  async (tool, argument) => {
    for (const bad of BAD_IDS) await expectRefusal(tool, { ...valid(tool), [argument]: bad }, argument);
  },
);

test.each(cases(({ required = [] }) => required))(
  '%s asks for %s where it is missing',
  async (tool, argument) => {
    const { [argument]: _left, ...rest } = valid(tool);
    await expectRefusal(tool, rest, argument);
  },
);

test.each(cases((schema) => names(schema).filter((key) => schema.properties?.[key]?.enum)))(
  '%s refuses values outside the choices of %s',
  async (tool, argument) => {
    await expectRefusal(tool, { ...valid(tool), [argument]: 'no such choice' }, argument);
  },
);

describe.each(CATALOG.map(({ name }) => name))('%s', (tool) => {
  test('refuses arguments that it does not have', async () => {
    await expectRefusal(tool, { ...valid(tool), colour: 'red' }, 'colour');
  });

  test('refuses anything that is no object', async () => {
    await expect(client.callTool(tool, 'text' as never)).rejects.toMatchObject({ code: -32602 });
    expect(sandbox.requests).toEqual([]);
  });
});
