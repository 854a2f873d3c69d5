import { startSandboxCognito } from '../../src/sandbox/cognito/index.ts';
import { startSandboxFergus } from '../../src/sandbox/fergus-api/index.ts';
import { startTestServer, type TestServer, type TestServerOptions } from '../support/http-server.ts';
import { freePort } from '../support/redis.ts';

const PUBLIC_URL = 'https://fergus-mcp.example';

/** A server with a public https address, as behind a proxy; requests go straight to it, over plain http. */
export interface ServerBehindHttps extends TestServer {
  /** The address on this machine that stands for a public one. */
  local(publicAddress: string | URL): URL;
}

export async function startBehindHttps(options: TestServerOptions = {}): Promise<ServerBehindHttps> {
  const port = await freePort();
  const fergus = await startSandboxFergus();
  const cognito = await startSandboxCognito({ fergus, redirectUris: [`${PUBLIC_URL}/oauth/callback`] });
  const env = { ...options.env, PUBLIC_URL, HTTP_PORT: `${port}` };
  const server = await startTestServer({ ...options, env, fergus, cognito });
  return {
    ...server,
    local(publicAddress) {
      const { origin, pathname, search } = new URL(publicAddress);
      if (origin !== PUBLIC_URL) throw new Error(`${origin} is not the server's address.`);
      return new URL(`http://127.0.0.1:${port}${pathname}${search}`);
    },
    async close() {
      await server.close();
      await cognito.close();
      await fergus.close();
    },
  };
}
