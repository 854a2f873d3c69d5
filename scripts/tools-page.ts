/** docs/tools.md: every tool with its arguments, an example call, and the answer that the sandbox gives to it. */
import { mock } from 'node:test';
import { FergusClient } from '../src/fergus/client.ts';
import { getCompanyProfile } from '../src/fergus/company-profile.ts';
import { startSandboxFergus } from '../src/sandbox/fergus-api/index.ts';
import { CATALOG } from '../src/tools/catalog.ts';
import { confirmByArgument } from '../src/tools/confirmation.ts';
import { TOOLSETS, type Tool } from '../src/tools/define-tool.ts';
import { DuplicateGuard } from '../src/tools/shared/duplicate-guard.ts';
import type { ToolContext } from '../src/tools/tool-context.ts';
import type { ToolCall } from '../tests/support/records.ts';
import { validCalls } from '../tests/support/tool-calls.ts';

/** A morning in Auckland. The business is seeded around it, so that the page is the same on every day. */
const MOMENT = Date.parse('2026-03-11T20:30:00Z');
/** Longer answers are cut on the page, not in the tool. */
const MAX_LINES = 24;
const MAX_LINE = 160;

const ACCESS = {
  read: 'reads only',
  write: 'changes data',
  destructive: 'removes for good, asks first',
} as const;

/** The page as the catalog and the sandbox make it. */
export async function toolsPage(): Promise<string> {
  mock.timers.enable({ apis: ['Date'], now: MOMENT });
  const sandbox = await startSandboxFergus({ rateLimit: 100_000 });
  try {
    const client = new FergusClient({ baseUrl: sandbox.url, token: sandbox.tokens.owner });
    const answers = new Map<string, string>();
    const calls = validCalls(sandbox.businesses.main, 'Example');
    for (const call of calls) answers.set(call.name, await answerOf(call, client));
    const sections = TOOLSETS.map((toolset) => {
      const tools = CATALOG.filter((tool) => tool.toolset === toolset);
      return [`## ${toolset}`, ...tools.map((tool) => entry(tool, calls, answers))].join('\n\n');
    });
    return `${HEAD}\n\n${sections.join('\n\n')}\n`;
  } finally {
    await sandbox.close();
    mock.timers.reset();
  }
}

const HEAD = `# Tools

Written by \`npm run docs\`; a test keeps it true. The answers are those of the sandbox's invented business, in the text form that a model reads; the structured form holds the same facts. Long answers are cut here.

Arguments in **bold** are required.`;

async function answerOf({ name, arguments: args }: ToolCall, client: FergusClient): Promise<string> {
  const tool = CATALOG.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`tests/support/tool-calls.ts calls ${name}, which is no tool`);
  const { signal } = new AbortController();
  const fergus = client.forCall({ signal });
  const context: ToolContext = {
    fergus,
    company: () => getCompanyProfile(fergus),
    progress: () => {},
    duplicates: new DuplicateGuard(),
    confirm: confirmByArgument,
    signal,
  };
  const { structured, summary } = await tool.call(args, context);
  return tool.textOf(structured, summary);
}

function entry(tool: Tool, calls: readonly ToolCall[], answers: ReadonlyMap<string, string>): string {
  const call = calls.find(({ name }) => name === tool.name);
  const answer = answers.get(tool.name);
  if (!call || answer === undefined)
    throw new Error(`tests/support/tool-calls.ts lacks a call of ${tool.name}`);
  const facts = [ACCESS[tool.access], tool.everyday ? 'everyday' : undefined].filter(Boolean).join(', ');
  return [
    `### ${tool.name}`,
    `${tool.description} *(${facts})*`,
    argumentTable(tool),
    `\`\`\`json\n${JSON.stringify(call.arguments)}\n\`\`\``,
    `\`\`\`text\n${shortened(answer)}\n\`\`\``,
  ].join('\n\n');
}

interface Property {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Property[];
  readonly default?: unknown;
}

function argumentTable({ inputSchema }: Tool): string {
  const properties = Object.entries((inputSchema.properties ?? {}) as Record<string, Property>);
  if (properties.length === 0) return 'No arguments.';
  const required = new Set((inputSchema.required ?? []) as string[]);
  const rows = properties.map(([name, property]) => {
    const shown = required.has(name) ? `**${name}**` : name;
    return `| ${shown} | ${typeOf(property)} | ${remarks(property)} |`;
  });
  return ['| Argument | Type | |', '| --- | --- | --- |', ...rows].join('\n');
}

function typeOf({ type, anyOf, enum: values }: Property): string {
  if (values) return values.map((value) => `\`${String(value)}\``).join(' ');
  if (anyOf) return anyOf.map(typeOf).join(' or ');
  return [type ?? 'any'].flat().join(' or ');
}

function remarks({ description, default: fallback }: Property): string {
  const without =
    fallback === undefined || fallback === false ? undefined : `Default: ${JSON.stringify(fallback)}.`;
  return [description, without].filter(Boolean).join(' ').replaceAll('|', '\\|');
}

function shortened(text: string): string {
  const lines = text
    .split('\n')
    .map((line) => (line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line));
  return lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES), '…'].join('\n') : lines.join('\n');
}
