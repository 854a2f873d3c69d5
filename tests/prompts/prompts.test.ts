import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROMPTS } from '../../src/prompts/index.ts';
import { complete } from '../../src/server/completion.ts';
import { getPrompt, listPrompts } from '../../src/server/prompts.ts';
import { CATALOG, selectTools } from '../../src/tools/catalog.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';

/** Valid values for every argument there is. */
const VALUES: Readonly<Record<string, string>> = {
  job: 'Job-512',
  jobType: 'Charge Up',
  user: 'Sam Parata',
  since: '2026-03-01',
  minDays: '30',
  dateFrom: '2026-03-02',
  dateTo: '2026-03-08',
};

function textOf(name: string, given: Readonly<Record<string, string>>): string {
  const [message, ...others] = getPrompt(name, given).messages;
  expect(others).toEqual([]);
  expect(message?.role).toBe('user');
  if (message?.content.type !== 'text') throw new Error(`${name} is no text.`);
  return message.content.text;
}

/** With as many and as few arguments as it takes. */
function textsOf({ name, arguments: all }: (typeof PROMPTS)[number]): string[] {
  const valued = (some: typeof all) =>
    Object.fromEntries(some.map((one) => [one.name, VALUES[one.name] ?? '']));
  return [valued(all), valued(all.filter(({ required }) => required))].map((given) => textOf(name, given));
}

/** Everything in a text that has the form of a tool's name. */
function toolsIn(text: string): string[] {
  return [
    ...text.matchAll(
      /\b(?:list|get|find|search|create|update|finalize|delete|publish|void)-[a-z]+(?:-[a-z]+)*/g,
    ),
  ].map(([name]) => name);
}

/** The calls that a text spells out: `get-job (job: "Job-512")`. Arguments without a literal value are `undefined`. */
function callsIn(text: string): { name: string; args: Record<string, unknown> }[] {
  return [...text.matchAll(/\b([a-z]+(?:-[a-z]+)+) \(([^)]+)\)/g)]
    .filter(([, name]) => CATALOG.some((tool) => tool.name === name))
    .map(([, name = '', list = '']) => ({
      name,
      args: Object.fromEntries(
        list.split(', ').map((part) => {
          const [, key = '', value] = /^(\w+)(?:: (.+))?/.exec(part) ?? [];
          return [key, value === undefined ? undefined : JSON.parse(value)];
        }),
      ),
    }));
}

let harness: ToolHarness;

beforeAll(async () => {
  harness = await startHarness();
});

afterAll(() => harness.close());

test('there are those that a trade business asks for', () => {
  expect(listPrompts().prompts.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'morning-briefing',
      'quote-follow-up',
      'chase-overdue-invoices',
      'job-handover',
      'weekly-report',
    ]),
  );
});

describe.each(PROMPTS.map((prompt) => [prompt.name, prompt] as const))('%s', (name, prompt) => {
  test('names only tools that are offered by default, and some', () => {
    const everyday = selectTools({ toolsets: ['everyday'], readOnly: false }).map((tool) => tool.name);
    for (const text of textsOf(prompt)) {
      const named = toolsIn(text);
      expect(named.length).toBeGreaterThan(0);
      expect(everyday).toEqual(expect.arrayContaining(named));
    }
  });

  test('spells out calls that the tools take', async () => {
    for (const { name: tool, args } of textsOf(prompt).flatMap(callsIn)) {
      const found = CATALOG.find((candidate) => candidate.name === tool);
      if (!found) throw new Error(`There is no tool ${tool}.`);
      expect(Object.keys(found.inputSchema.properties ?? {})).toEqual(
        expect.arrayContaining(Object.keys(args)),
      );
      if (found.access === 'read') await harness.call(found, JSON.parse(JSON.stringify(args)));
    }
  });

  test('says what each argument asks for, and uses its value', () => {
    const [text = ''] = textsOf(prompt);
    for (const argument of prompt.arguments) {
      expect(argument.description).toMatch(/\.$/);
      expect(text).toContain(VALUES[argument.name]);
    }
  });

  test('refuses other arguments', () => {
    expect(() => getPrompt(name, { ...VALUES, colour: 'red' })).toThrow('is not an argument');
  });
});

test('the README lists them with their arguments', () => {
  const readme = readFileSync('README.md', 'utf8');
  for (const { name, arguments: all } of PROMPTS) {
    const list = all.map((argument) => `\`${argument.name}\``).join(', ');
    expect(readme).toContain(`- **${name}**${list === '' ? '' : ` (${list})`}: `);
  }
});

test.each([
  ['job-handover', {}, 'job is required'],
  ['job-handover', { job: ' ' }, 'job is required'],
  ['job-handover', { job: '../users' }, 'must be a job number'],
  ['quote-follow-up', { since: '2026-02-30' }, 'since must be a date as YYYY-MM-DD'],
  ['quote-follow-up', { user: 'x'.repeat(101) }, 'user must be a name or an id'],
  ['chase-overdue-invoices', { minDays: '0' }, 'minDays must be a number of days from 1 to 999'],
  ['chase-overdue-invoices', { minDays: 'a week' }, 'minDays must be a number of days'],
  ['weekly-report', { dateFrom: 'Monday' }, 'dateFrom must be a date'],
])('%s with %j is refused', (name, given, why) => {
  expect(() => getPrompt(name, given)).toThrow(why);
});

test('a name with a quotation mark stays one argument', () => {
  expect(textOf('quote-follow-up', { user: 'Sam "the tap", limit: 25' })).toContain(
    'get-quote-pipeline (user: "Sam \\"the tap\\", limit: 25")',
  );
});

test.each(['quote-follow-up', 'chase-overdue-invoices'])('%s drafts messages and sends none', (name) => {
  const text = textOf(name, {});
  expect(text).toMatch(/draft/i);
  expect(text).toContain('Nothing here sends anything to a customer');
  const changing = toolsIn(text).filter(
    (tool) => CATALOG.find(({ name }) => name === tool)?.access !== 'read',
  );
  expect(changing.filter((tool) => tool !== 'create-note')).toEqual([]);
});

describe('completion', () => {
  const completed = async (name: string, argument: string, value: string) => {
    const params = { ref: { type: 'ref/prompt' as const, name }, argument: { name: argument, value } };
    return (await complete(params, harness.client.forCall())).completion.values;
  };

  test('suggests job numbers', async () => {
    const [job] = harness.sandbox.businesses.main.jobs.values();
    const digits = /\d+/.exec(job?.jobNo ?? '')?.[0] ?? '';
    expect(await completed('job-handover', 'job', digits)).toContain(job?.jobNo);
  });

  test('suggests the names of active users', async () => {
    const users = [...harness.sandbox.businesses.main.users.values()];
    const names = (status: string) =>
      users.filter((user) => user.status === status).map((user) => `${user.firstName} ${user.lastName}`);
    const all = await completed('quote-follow-up', 'user', '');
    expect([...all].sort()).toEqual(names('active').sort());
    const [name = ''] = names('active');
    expect(await completed('quote-follow-up', 'user', name.slice(0, 3).toUpperCase())).toContain(name);
    expect(await completed('quote-follow-up', 'user', 'zzz')).toEqual([]);
  });

  test('suggests usual numbers of days, and no dates', async () => {
    expect(await completed('chase-overdue-invoices', 'minDays', '')).toContain('30');
    expect(await completed('chase-overdue-invoices', 'minDays', '6')).toEqual(['60']);
    expect(await completed('weekly-report', 'dateFrom', '2026')).toEqual([]);
  });
});
