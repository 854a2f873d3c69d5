import { FergusClient } from '../../src/fergus/client.ts';
import { type SandboxFergus, startSandboxFergus } from '../../src/sandbox/fergus-api/index.ts';
import type { Operation } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { operationFor, operationKey } from './path-template.ts';
import { type Exchange, type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import { sampleRecords } from './sample-records.ts';
import { callVariants } from './variants.ts';
import { readEverything } from './walk.ts';

/** What our client and the sandbox said to each other. */
export interface Recording {
  /** All of it, oldest first. */
  readonly exchanges: readonly Exchange[];
  /** The exchange of an operation's sample call. @throws for an operation that is not ours. */
  sampleOf(operation: Pick<Operation, 'method' | 'path'>): Exchange;
}

/** Below it the client would wait for the sandbox's rate limit. */
const NO_RATE_LIMIT = 1_000_000;

/**
 * Calls every endpoint function against a fresh sandbox, over real sockets, and reads all of its records.
 *
 * @throws when a call fails, or when it was not one request that is for its operation.
 */
export async function recordTraffic(): Promise<Recording> {
  const sandbox = await startSandboxFergus({ rateLimit: NO_RATE_LIMIT });
  const proxy = await startRecordingProxy(sandbox.url);
  try {
    const samples = await callEverything(sandbox, proxy);
    await readEverything(apiOf(proxy, sandbox.tokens.owner));
    return {
      exchanges: proxy.exchanges,
      sampleOf(operation) {
        const sample = samples.get(operationKey(operation));
        if (sample === undefined)
          throw new Error(`No sample call is for ${operation.method} ${operation.path}.`);
        return sample;
      },
    };
  } finally {
    await proxy.close();
    await sandbox.close();
  }
}

async function callEverything(sandbox: SandboxFergus, proxy: RecordingProxy): Promise<Map<string, Exchange>> {
  // The last operation signs its token out.
  const token = 'fergPAT_contract';
  const { main: business } = sandbox.businesses;
  const [owner] = business.users.keys();
  sandbox.addToken({ token, business, userId: owner ?? 0, isOwner: true });
  const ids = await sampleRecords(apiOf(proxy, token), business);
  await callVariants(apiOf(proxy, token), ids);
  const samples = new Map<string, Exchange>();
  for (const operation of OPERATIONS) {
    const name = `${operation.method} ${operation.path}`;
    const before = proxy.exchanges.length;
    // A client of its own for each: nothing is answered from a cache.
    await operation.call(apiOf(proxy, token), ids).catch((error: unknown) => {
      throw new Error(`The sample call of ${name} fails: ${String(error)}`, { cause: error });
    });
    const [exchange, ...others] = proxy.exchanges.slice(before);
    if (exchange === undefined || others.length > 0 || operationFor(OPERATIONS, exchange) !== operation) {
      throw new Error(`The sample call of ${name} is not one request for it.`);
    }
    samples.set(operationKey(operation), exchange);
  }
  return samples;
}

function apiOf(proxy: RecordingProxy, token: string) {
  return new FergusClient({ baseUrl: proxy.url, token }).forCall();
}
