import type { z } from 'zod';

/**
 * The refusal of arguments, as one message that names each of them: `customerId: must be a whole number …`.
 * Unknown arguments are answered with the list of those that the tool takes.
 */
export function inputProblems(tool: string, schema: z.ZodObject, error: z.ZodError, args: unknown): string {
  const lines = error.issues.flatMap((issue) => describe(issue, args));
  const known = Object.keys(schema.shape);
  const takes = known.length === 0 ? 'takes no arguments' : `takes: ${known.join(', ')}`;
  return `Nothing was sent to Fergus; the arguments of ${tool} need correcting.\n${lines.join('\n')}\n${tool} ${takes}.`;
}

function describe(issue: z.core.$ZodIssue, args: unknown): string[] {
  const where = issue.path.map(String).join('.') || 'arguments';
  if (issue.code === 'unrecognized_keys') {
    const prefix = issue.path.length === 0 ? '' : `${where}.`;
    return issue.keys.map((key) => `- ${prefix}${key}: is not an argument here.`);
  }
  const value = valueAt(args, issue.path);
  if (value === undefined && issue.code === 'invalid_type') return [`- ${where}: is required.`];
  if (issue.code === 'invalid_value') {
    return [
      `- ${where}: must be one of ${issue.values.map((v) => JSON.stringify(v)).join(', ')}${got(value)}.`,
    ];
  }
  return [`- ${where}: ${issue.message}${got(value)}.`];
}

function valueAt(args: unknown, path: readonly PropertyKey[]): unknown {
  let value = args;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

const SHOWN = 60;

function got(value: unknown): string {
  if (value === undefined) return '';
  const text = JSON.stringify(value) ?? String(value);
  return ` (got ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text})`;
}
