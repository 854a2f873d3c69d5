import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { FergusClient } from '../../src/fergus/client.ts';
import { getCompanyProfile } from '../../src/fergus/company-profile.ts';
import {
  type SandboxFergus,
  type SandboxOptions,
  startSandboxFergus,
} from '../../src/sandbox/fergus-api/index.ts';
import { confirmByArgument } from '../../src/tools/confirmation.ts';
import type { Tool, ToolResult } from '../../src/tools/define-tool.ts';
import { DuplicateGuard } from '../../src/tools/shared/duplicate-guard.ts';

export interface ToolHarness {
  readonly sandbox: SandboxFergus;
  /** Speaks for the owner of the sandbox's main business. */
  readonly client: FergusClient;
  /**
   * Runs a tool as the server does for a client that cannot ask its user, every call with the same duplicate guard.
   *
   * @throws what the tool throws, and for a result that its output schema refuses.
   */
  call(tool: Tool, args: unknown): Promise<ToolResult<Record<string, unknown>>>;
  close(): Promise<void>;
}

const ajv = new Ajv2020({ strict: true });
addFormats.default(ajv);

/** Tools over real HTTP against a sandbox of their own. */
export async function startHarness(options: SandboxOptions = {}): Promise<ToolHarness> {
  const sandbox = await startSandboxFergus(options);
  const client = new FergusClient({ baseUrl: sandbox.url, token: sandbox.tokens.owner });
  const duplicates = new DuplicateGuard();
  return {
    sandbox,
    client,
    async call(tool, args) {
      const { signal } = new AbortController();
      const fergus = client.forCall({ signal });
      const company = () => getCompanyProfile(fergus);
      const result = await tool.call(args, {
        fergus,
        company,
        progress: () => {},
        duplicates,
        confirm: confirmByArgument,
        signal,
      });
      const valid = ajv.compile(tool.outputSchema);
      // What is undefined never reaches a client.
      if (!valid(JSON.parse(JSON.stringify(result.structured)))) {
        throw new Error(`The result of ${tool.name} breaks its schema: ${ajv.errorsText(valid.errors)}`);
      }
      return result;
    },
    close: () => sandbox.close(),
  };
}
