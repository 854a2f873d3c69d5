import type { CompleteRequestParams, CompleteResult } from '@modelcontextprotocol/server';
import type { FergusApi } from '../fergus/api.ts';
import { FergusError } from '../fergus/errors.ts';
import { promptCompletion } from './prompts.ts';
import { resourceCompletion } from './resources.ts';

/** The most that MCP allows in one answer. */
const MAX_VALUES = 100;

/**
 * The answer to `completion/complete`. When Fergus cannot be asked there is nothing to suggest; that is no reason
 * to show an error while someone types.
 *
 * @throws {ProtocolError} −32602 for prompts, arguments and templates that do not exist.
 */
export async function complete(
  { ref, argument }: CompleteRequestParams,
  fergus: FergusApi,
): Promise<CompleteResult> {
  const suggest =
    ref.type === 'ref/prompt'
      ? promptCompletion(ref.name, argument.name)
      : resourceCompletion(ref.uri, argument.name);
  let values: readonly string[] = [];
  try {
    values = (await suggest?.(argument.value, fergus)) ?? [];
  } catch (error) {
    if (!(error instanceof FergusError)) throw error;
  }
  return { completion: { values: values.slice(0, MAX_VALUES), hasMore: values.length > MAX_VALUES } };
}
