import { afterAll, beforeAll, expect, test } from 'vitest';
import { CATALOG } from '../../src/tools/catalog.ts';
import { call, first } from '../support/records.ts';
import { validCalls } from '../support/tool-calls.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { OPERATIONS } from './operations.ts';
import { operationFor } from './path-template.ts';

/** Operations that no tool reaches, and what does instead. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'GET /version': 'doctor',
  'POST /disconnect': 'signing out, where users sign in (not with a Personal Access Token)',
};

let harness: ToolHarness;
/** Operation → the tools that sent it. */
const reachedBy = new Map<string, Set<string>>();

beforeAll(async () => {
  harness = await startHarness({ rateLimit: 100_000 });
  const { main } = harness.sandbox.businesses;
  const quote = first(main.quotes.values());
  const stock = first(main.stockOnHand.values());
  const further = [
    call('list-quotes', { job: quote.jobId }),
    call('list-stock-on-hand', { jobPhaseId: stock.jobPhaseId }),
  ];
  for (const { name, arguments: args } of [...further, ...validCalls(main, 'Reach')]) {
    const tool = CATALOG.find((candidate) => candidate.name === name);
    if (!tool) throw new Error(`${name} is no tool`);
    harness.sandbox.requests.length = 0;
    await harness.call(tool, args);
    for (const request of harness.sandbox.requests) {
      const { method, path } = operationFor(OPERATIONS, request) ?? request;
      const operation = `${method} ${path}`;
      reachedBy.set(operation, (reachedBy.get(operation) ?? new Set()).add(name));
    }
  }
});

afterAll(() => harness.close());

test('the list is the whole contract', () => {
  expect(OPERATIONS).toHaveLength(79);
});

test.each(OPERATIONS.map(({ method, path }) => `${method} ${path}`))('%s is reached', (operation) => {
  const tools = [...(reachedBy.get(operation) ?? [])];
  if (operation in OTHERWISE) expect(tools).toEqual([]);
  else expect(tools, `no tool reaches ${operation}`).not.toEqual([]);
});
