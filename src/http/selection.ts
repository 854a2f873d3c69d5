import { z } from 'zod';
import { parseToolsets } from '../config.ts';
import type { ToolSelection } from '../tools/catalog.ts';
import { HttpRefusal } from '../transports/json-rpc.ts';

/** One connection may choose for itself: `/mcp?toolsets=jobs,quotes&readonly=true`. */
const selectionQuery = z.object({ toolsets: z.string().optional(), readonly: z.stringbool().optional() });

/**
 * The tools that a connection asks for in its address.
 *
 * @param offered what the server is set to; an address can take away the right to change, but not give it.
 * @throws {HttpRefusal} 400 for unknown toolsets and values.
 */
export function selectionOf(query: unknown, offered: ToolSelection): ToolSelection {
  const parsed = selectionQuery.safeParse(query);
  if (!parsed.success) throw refused('toolsets takes a comma list, and readonly true or false');
  const { toolsets, readonly = false } = parsed.data;
  const readOnly = offered.readOnly || readonly;
  if (toolsets === undefined) return { toolsets: offered.toolsets, readOnly };
  const { names, problem } = parseToolsets(toolsets);
  if (problem !== undefined) throw refused(`toolsets ${problem}`);
  return { toolsets: names, readOnly };
}

function refused(what: string): HttpRefusal {
  return new HttpRefusal({ status: 400, code: -32_602, message: `Invalid params in the address: ${what}` });
}
