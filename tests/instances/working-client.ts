import { setTimeout as sleep } from 'node:timers/promises';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

/** How one call went, as its client saw it. */
export interface CallOutcome {
  readonly ok: boolean;
  /** The text of the result, or the message of the error. */
  readonly text: string;
}

/** A real client that calls a tool again and again, whatever happens, with one sign-in. */
export interface WorkingClient {
  readonly outcomes: CallOutcome[];
  /** Resolves with the next call that works. @throws when none does for a while. */
  nextSuccess(): Promise<void>;
  stop(): Promise<void>;
}

export type Era = 'legacy' | { pin: string };

export async function startWorkingClient(
  mcpUrl: string,
  accessToken: string,
  mode: Era,
): Promise<WorkingClient> {
  const outcomes: CallOutcome[] = [];
  const connect = async () => {
    const client = new Client({ name: 'working', version: '1.0.0' }, { versionNegotiation: { mode } });
    const headers = { authorization: `Bearer ${accessToken}` };
    await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl), { requestInit: { headers } }));
    return client;
  };
  const client = await connect();
  let working = true;
  const work = (async () => {
    while (working) {
      try {
        const result = await client.callTool(
          { name: 'list-customers', arguments: { limit: 3 } },
          { timeout: 15_000 },
        );
        const text = JSON.stringify(result.content);
        outcomes.push({ ok: result.isError !== true, text });
      } catch (error) {
        outcomes.push({ ok: false, text: error instanceof Error ? error.message : String(error) });
      }
      await sleep(40);
    }
  })();
  return {
    outcomes,
    async nextSuccess() {
      const from = outcomes.length;
      // A call may have been under way since before: the one after it counts.
      for (let waited = 0; waited < 20_000; waited += 50) {
        if (outcomes.slice(from + 1).some(({ ok }) => ok)) return;
        await sleep(50);
      }
      throw new Error(`No call worked for 20 s; the last said: ${outcomes.at(-1)?.text}`);
    },
    async stop() {
      working = false;
      await work;
      await client.close().catch(() => {});
    },
  };
}
