import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { CATALOG } from '../../../src/tools/catalog.ts';
import {
  type Answer,
  type AnswerQuestion,
  type ClientKind,
  type ConnectedClient,
  textOf,
} from '../../support/clients.ts';
import { validCalls } from '../../support/tool-calls.ts';
import type { Setting } from './settings.ts';

/**
 * Questions to the user, in both eras. The case is a draft quote with an optional section, which Fergus's API
 * cannot keep through an update.
 */
export function elicitationTests(kind: ClientKind, startSetting: () => Promise<Setting>): void {
  let setting: Setting;
  let sandbox: SandboxFergus;
  let client: ConnectedClient;
  let questions: string[];

  beforeEach(async () => {
    setting = await startSetting();
    sandbox = setting.sandbox;
    questions = [];
  });

  afterEach(async () => {
    await client?.close();
    await setting?.close();
  });

  const start = async (answer?: AnswerQuestion, toolsets = 'everyday') => {
    const noted: AnswerQuestion | undefined =
      answer &&
      ((question) => {
        questions.push(question);
        return answer(question);
      });
    client = await setting.connect(kind, { toolsets, answer: noted });
  };

  const draft = () => {
    const { quotes } = sandbox.businesses.main;
    const found = [...quotes.values()].find(
      ({ publishedAt, voidedAt, sections }) =>
        publishedAt === null &&
        voidedAt === null &&
        sections.some(({ selectionMode }) => selectionMode === 'Optional'),
    );
    if (!found) throw new Error('The sandbox business lacks a draft with an optional section.');
    return found;
  };

  const rename = (args: object = {}) =>
    client.callTool('update-quote', { quoteId: draft().id, title: 'Renamed', ...args });

  const writes = () => sandbox.requests.filter(({ method }) => method === 'PUT');

  test('a yes goes ahead, after one question that names what is at stake', async () => {
    const option = draft().sections.find(({ selectionMode }) => selectionMode === 'Optional');
    await start(() => ({ action: 'accept', content: { confirm: true } }));
    const result = await rename();
    expect(result.isError, textOf(result)).not.toBe(true);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain(option?.name);
    expect(writes()).toHaveLength(1);
  });

  test.each<[string, Answer]>([
    ['an unticked box', { action: 'accept', content: { confirm: false } }],
    ['a refusal', { action: 'decline' }],
    ['a closed dialog', { action: 'cancel' }],
  ])('%s changes nothing, even if the model claims a yes', async (_name, answer) => {
    await start(() => answer);
    const result = await rename({ confirm: true });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('did not agree');
    expect(questions).toHaveLength(1);
    expect(writes()).toEqual([]);
  });

  test('a client that cannot ask gets the question as an error, and goes ahead with confirm', async () => {
    await start();
    const asked = await rename();
    expect(asked.isError).toBe(true);
    expect(textOf(asked)).toContain('confirm: true');
    expect(writes()).toEqual([]);
    const result = await rename({ confirm: true });
    expect(result.isError, textOf(result)).not.toBe(true);
    expect(writes()).toHaveLength(1);
  });

  const destructive = CATALOG.filter(({ access }) => access === 'destructive').map(({ name }) => name);

  test.each(destructive)('%s asks before it sends anything but reads, and a no is final', async (name) => {
    await start(() => ({ action: 'decline' }), 'all');
    const found = validCalls(sandbox.businesses.main, 'Asked').find((one) => one.name === name);
    sandbox.requests.length = 0;
    const result = await client.callTool(name, found?.arguments ?? {});
    expect(textOf(result)).toContain('did not agree');
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatch(/\?/);
    expect(sandbox.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('delete-customer goes ahead after a yes to a question that names the customer', async () => {
    await start(() => ({ action: 'accept', content: { confirm: true } }), 'customers');
    const customer = [...sandbox.businesses.main.customers.values()].at(-1);
    const result = await client.callTool('delete-customer', { customerId: customer?.id });
    expect(result.isError, textOf(result)).not.toBe(true);
    expect(questions[0]).toContain(customer?.customerFullName);
    expect(sandbox.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });
}
