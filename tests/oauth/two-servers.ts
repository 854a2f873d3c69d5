import { generateEncryptionKey } from '../../src/storage/encryption.ts';
import type { Store } from '../../src/storage/store.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { freePort } from '../support/redis.ts';

/** Two instances of one server: same public address, store and sandboxes. */
export interface TwoServers {
  /** The one that the public address leads to, so that sign-ins run there. */
  readonly first: TestServer;
  /** Where the other one really is. */
  readonly second: { readonly url: string; readonly mcpUrl: string };
  close(): Promise<void>;
}

/**
 * @param env of the second; both have the same key of encryption unless it says otherwise.
 * @param key of the first.
 */
export async function startTwoServers(
  store: Store,
  env: Readonly<Record<string, string>> = {},
  key = generateEncryptionKey(),
): Promise<TwoServers> {
  const [port, otherPort] = [await freePort(), await freePort()];
  const PUBLIC_URL = `http://localhost:${port}`;
  const first = await startTestServer({
    store,
    env: { PUBLIC_URL, TOKEN_ENCRYPTION_KEY: key, HTTP_PORT: `${port}` },
  });
  const { fergus, cognito } = first;
  const other = await startTestServer({
    store,
    fergus,
    cognito,
    env: { PUBLIC_URL, TOKEN_ENCRYPTION_KEY: key, ...env, HTTP_PORT: `${otherPort}` },
  });
  const url = `http://localhost:${otherPort}`;
  return {
    first,
    second: { url, mcpUrl: `${url}/mcp` },
    async close() {
      await other.close();
      await first.close();
    },
  };
}
