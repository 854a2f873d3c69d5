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

/** @param env of the second; both have the same key of encryption unless it says otherwise. */
export async function startTwoServers(store: Store, env: Record<string, string> = {}): Promise<TwoServers> {
  const ports = [await freePort(), await freePort()] as const;
  const shared = {
    PUBLIC_URL: `http://localhost:${ports[0]}`,
    TOKEN_ENCRYPTION_KEY: generateEncryptionKey(),
  };
  const first = await startTestServer({ store, env: { ...shared, HTTP_PORT: `${ports[0]}` } });
  const { fergus, cognito } = first;
  const other = await startTestServer({
    store,
    fergus,
    cognito,
    env: { ...shared, ...env, HTTP_PORT: `${ports[1]}` },
  });
  const url = `http://localhost:${ports[1]}`;
  return {
    first,
    second: { url, mcpUrl: `${url}/mcp` },
    async close() {
      await other.close();
      await first.close();
    },
  };
}
