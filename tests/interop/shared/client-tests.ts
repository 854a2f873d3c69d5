import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PROMPTS } from '../../../src/prompts/index.ts';
import type { SandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { CATALOG } from '../../../src/tools/catalog.ts';
import { type ClientKind, type ConnectedClient, textOf } from '../../support/clients.ts';
import { validCalls } from '../../support/tool-calls.ts';
import type { Setting } from './settings.ts';

const REVISIONS: Readonly<Record<string, string | undefined>> = {
  'v2 legacy': '2025-11-25',
  'v2 auto': '2026-07-28',
  'v2 pinned 2026-07-28': '2026-07-28',
};

/** What every client gets from the server, whatever lies between them. */
export function clientTests(kind: ClientKind, start: () => Promise<Setting>): void {
  let setting: Setting;
  let sandbox: SandboxFergus;
  let client: ConnectedClient;

  beforeAll(async () => {
    setting = await start();
    sandbox = setting.sandbox;
    client = await setting.connect(kind, { toolsets: 'all' });
  });

  afterAll(async () => {
    await client?.close();
    await setting?.close();
  });

  test('agrees on its revision and gets the instructions', () => {
    expect(client.protocolVersion).toBe(REVISIONS[kind]);
    expect(client.instructions()).toContain('Job-500');
  });

  test('lists every tool in the order of the catalog, without a request to Fergus', async () => {
    const before = sandbox.requests.length;
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(CATALOG.map(({ name }) => name));
    expect(sandbox.requests.length).toBe(before);
  });

  test('calls every tool', { timeout: 120_000 }, async () => {
    const { tools } = await client.listTools();
    const calls = validCalls(sandbox.businesses.main, kind.replace(/\W/g, ''));
    expect(new Set(calls.map(({ name }) => name))).toEqual(new Set(tools.map(({ name }) => name)));
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    for (const { name, arguments: args } of calls) {
      const result = await client.callTool(name, args);
      expect(result.isError, `${name}: ${textOf(result)}`).not.toBe(true);
      expect(textOf(result), name).not.toBe('');
      const schema = tools.find((tool) => tool.name === name)?.outputSchema as object;
      const valid = ajv.validate(schema, result.structuredContent);
      expect(valid, `${name}: ${ajv.errorsText()}`).toBe(true);
    }
  });

  test('gets every prompt as one user message', async () => {
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(PROMPTS.map(({ name }) => name));
    const { messages } = await client.getPrompt('quote-generator', { job: 'Job-500' });
    expect(messages.map(({ role }) => role)).toEqual(['user']);
    expect(JSON.stringify(messages)).toContain('Job-500');
  });

  test('completes job numbers and job types', async () => {
    const someJob = [...sandbox.businesses.main.jobs.values()].find(({ archived }) => !archived);
    const digits = /\d+/.exec(someJob?.jobNo ?? '')?.[0] ?? '';
    expect(await client.complete({ type: 'ref/prompt', name: 'quote-generator' }, 'job', digits)).toContain(
      someJob?.jobNo,
    );
    expect(
      await client.complete({ type: 'ref/prompt', name: 'job-creation-assistant' }, 'jobType', 'ch'),
    ).toEqual(['Charge Up']);
  });

  test('is told about unknown tools and prompts and wrong prompt arguments by -32602', async () => {
    const invalid = expect.objectContaining({ code: -32602 });
    await expect(client.callTool('no-such-tool', {})).rejects.toEqual(invalid);
    await expect(client.getPrompt('no-such-prompt')).rejects.toEqual(invalid);
    await expect(client.getPrompt('quote-generator')).rejects.toEqual(invalid);
    await expect(client.getPrompt('quote-generator', { job: '../x' })).rejects.toEqual(invalid);
    await expect(client.getPrompt('weekly-report', { dateFrom: 'Monday' })).rejects.toEqual(invalid);
    await expect(client.getPrompt('weekly-report', { week: '3' })).rejects.toEqual(invalid);
  });

  test('has its user asked before something is removed, and a no is final', async () => {
    const questions: string[] = [];
    const answer = (question: string) => {
      questions.push(question);
      return { action: 'decline' } as const;
    };
    const asked = await setting.connect(kind, { toolsets: 'customers', answer });
    const customer = [...sandbox.businesses.main.customers.values()].at(-1);
    const result = await asked.callTool('delete-customer', { customerId: customer?.id });
    await asked.close();
    expect(textOf(result)).toContain('did not agree');
    expect(questions).toEqual([expect.stringContaining(`${customer?.customerFullName}`)]);
  });

  test('is told of progress, where it asks for it', async () => {
    const notified: { progress: number; message?: string | undefined }[] = [];
    const onprogress = (progress: (typeof notified)[number]) => void notified.push(progress);
    await client.callTool('get-time-entry', { timeEntryId: 1 }, { onprogress });
    expect(notified.map(({ progress }) => progress)).toEqual([1]);
    expect(notified[0]?.message).toBe('100 time entries searched');
  });

  test('gives up a call, and what it asked of Fergus ends with it', async () => {
    const controller = new AbortController();
    sandbox.requests.length = 0;
    sandbox.faults.order({ kind: 'hang', path: '/sites' });
    const result = client.callTool('list-sites', {}, { signal: controller.signal });
    const asked = () => sandbox.requests.find(({ path }) => path === '/sites');
    await expect.poll(asked, { timeout: 20_000 }).toBeDefined();
    controller.abort();
    await expect(result).rejects.toThrow();
    await expect.poll(() => asked()?.aborted, { timeout: 20_000 }).toBe(true);
    const again = await client.callTool('list-sites', {});
    expect(again.isError, textOf(again)).not.toBe(true);
  });
}
