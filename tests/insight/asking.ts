import { getCompanyProfile } from '../../src/fergus/company-profile.ts';
import type { Business } from '../../src/sandbox/fergus-api/business.ts';
import { seedSparrow } from '../../src/sandbox/fergus-api/seed/sparrow/index.ts';
import { confirmByArgument } from '../../src/tools/confirmation.ts';
import type { Tool } from '../../src/tools/define-tool.ts';
import { DuplicateGuard } from '../../src/tools/shared/duplicate-guard.ts';
import { startHarness, type ToolHarness } from '../support/tool-harness.ts';
import { workedBusiness } from './worked-business.ts';

/** An answer with its text form and what it cost. */
export interface Asked<Answer> {
  readonly answer: Answer;
  readonly text: string;
  /** The paths that Fergus was asked for. */
  readonly paths: readonly string[];
}

export async function ask<Answer>(
  harness: ToolHarness,
  tool: Tool,
  args: object = {},
): Promise<Asked<Answer>> {
  const { requests } = harness.sandbox;
  const before = requests.length;
  const { structured, summary } = await harness.call(tool, args);
  return {
    answer: structured as Answer,
    text: tool.textOf(structured, summary),
    paths: requests.slice(before).map(({ path }) => path),
  };
}

/** A harness over a business of so many generated jobs. Its clock is that of the test. */
export function startWorked(jobs: number, rateLimit?: number): Promise<ToolHarness> {
  const now = () => new Date();
  return startOver(workedBusiness(jobs, now), rateLimit);
}

export function startOver(main: Business, rateLimit?: number): Promise<ToolHarness> {
  const now = () => new Date();
  const businesses = { main, other: seedSparrow(now) };
  return startHarness({ now, businesses, ...(rateLimit !== undefined && { rateLimit }) });
}

/** What a tool tells while it works. */
export async function progressOf({ client }: ToolHarness, tool: Tool, args: object): Promise<string[]> {
  const told: string[] = [];
  const { signal } = new AbortController();
  const fergus = client.forCall({ signal });
  await tool.call(args, {
    fergus,
    company: () => getCompanyProfile(fergus),
    progress: (message) => told.push(message),
    duplicates: new DuplicateGuard(),
    confirm: confirmByArgument,
    signal,
  });
  return told;
}
