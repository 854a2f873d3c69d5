import {
  type GetPromptResult,
  type ListPromptsResult,
  ProtocolError,
  ProtocolErrorCode,
} from '@modelcontextprotocol/server';
import type { Complete, Prompt } from '../prompts/define-prompt.ts';
import { PROMPTS } from '../prompts/index.ts';

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

/** What suggests values for a prompt's argument, if anything does. @throws {ProtocolError} −32602 if unknown. */
export function promptCompletion(name: string, argument: string): Complete | undefined {
  const known = find(name).arguments.find((candidate) => candidate.name === argument);
  if (!known) throw invalid(`Prompt ${name} has no argument ${argument}`);
  return known.complete;
}

function find(name: string): Prompt {
  const prompt = PROMPTS.find((candidate) => candidate.name === name);
  if (!prompt) throw invalid(`Unknown prompt: ${name}`);
  return prompt;
}

function invalid(message: string): ProtocolError {
  return new ProtocolError(ProtocolErrorCode.InvalidParams, message);
}
