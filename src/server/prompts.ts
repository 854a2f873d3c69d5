import {
  type CompleteRequestParams,
  type CompleteResult,
  type GetPromptResult,
  type ListPromptsResult,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import type { FergusApi } from '../fergus/api.ts';
import { FergusError } from '../fergus/errors.ts';
import type { Prompt } from '../prompts/define-prompt.ts';
import { PROMPTS } from '../prompts/index.ts';

/** The most that MCP allows in one answer. */
const MAX_COMPLETIONS = 100;

/** The answer to `prompts/list`. */
export function listPrompts(): ListPromptsResult {
  return {
    prompts: PROMPTS.map((prompt) => ({
      name: prompt.name,
      title: prompt.title,
      description: prompt.description,
      arguments: prompt.arguments.map(({ name, description, required }) => ({ name, description, required })),
    })),
  };
}

/**
 * The answer to `prompts/get`: one user message. A blank argument counts as missing, since some hosts send every
 * field of their form.
 *
 * @throws {ProtocolError} −32602 for an unknown prompt, and for a missing, unknown or malformed argument.
 */
export function getPrompt(name: string, given: Readonly<Record<string, string>>): GetPromptResult {
  const prompt = find(name);
  for (const key of Object.keys(given)) {
    if (!prompt.arguments.some((argument) => argument.name === key)) {
      throw invalid(`Prompt ${name}: ${key} is not an argument`);
    }
  }
  const values: Record<string, string | undefined> = {};
  for (const argument of prompt.arguments) {
    const value = given[argument.name]?.trim() || undefined;
    if (value === undefined && argument.required)
      throw invalid(`Prompt ${name}: ${argument.name} is required`);
    const problem = value === undefined ? undefined : argument.check?.(value);
    if (problem !== undefined) throw invalid(`Prompt ${name}: ${argument.name} ${problem}`);
    values[argument.name] = value;
  }
  const text = prompt.message(values);
  return { description: prompt.description, messages: [{ role: 'user', content: { type: 'text', text } }] };
}

/**
 * The answer to `completion/complete` for a prompt's argument. When Fergus cannot be asked there is nothing to
 * suggest; that is no reason to show an error while someone types.
 *
 * @throws {ProtocolError} −32602 for what has no completion.
 */
export async function completePrompt(
  ref: CompleteRequestParams['ref'],
  argument: CompleteRequestParams['argument'],
  fergus: FergusApi,
): Promise<CompleteResult> {
  if (ref.type !== 'ref/prompt') throw invalid('Only arguments of prompts can be completed');
  const known = find(ref.name).arguments.find(({ name }) => name === argument.name);
  if (!known) throw invalid(`Prompt ${ref.name} has no argument ${argument.name}`);
  let values: readonly string[] = [];
  try {
    values = (await known.complete?.(argument.value, fergus)) ?? [];
  } catch (error) {
    if (!(error instanceof FergusError)) throw error;
  }
  const hasMore = values.length > MAX_COMPLETIONS;
  return { completion: { values: values.slice(0, MAX_COMPLETIONS), hasMore } };
}

function find(name: string): Prompt {
  const prompt = PROMPTS.find((candidate) => candidate.name === name);
  if (!prompt) throw invalid(`Unknown prompt: ${name}`);
  return prompt;
}

function invalid(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
