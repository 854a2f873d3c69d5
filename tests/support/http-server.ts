import { Writable } from 'node:stream';
import { type Logger, pino } from 'pino';
import { type HttpConfig, loadHttpConfig } from '../../src/http-config.ts';
import { type HttpServer, type HttpServerOverrides, startHttpServer } from '../../src/http-server.ts';
import { type SandboxCognito, startSandboxCognito } from '../../src/sandbox/cognito/index.ts';
import { type SandboxFergus, startSandboxFergus } from '../../src/sandbox/fergus-api/index.ts';

/** The remote server in this process over sandboxes of its own, on real sockets. */
export interface TestServer {
  /** The public origin: `http://localhost:<port>`. */
  readonly url: string;
  readonly mcpUrl: string;
  readonly fergus: SandboxFergus;
  readonly cognito: SandboxCognito;
  readonly server: HttpServer;
  /** Every line that was logged, at the level trace. */
  readonly logs: string[];
  close(): Promise<void>;
}

export interface TestServerOptions extends HttpServerOverrides {
  /** Environment variables over those of the sandboxes. */
  readonly env?: Readonly<Record<string, string>>;
  /** Sandboxes that are shared with another server; they are left open. */
  readonly fergus?: SandboxFergus;
  readonly cognito?: SandboxCognito;
}

/** Starts one. Limits of requests are off unless the environment says otherwise: all tests come from one address. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { env = {}, ...overrides } = options;
  const fergus = options.fergus ?? (await startSandboxFergus({ rateLimit: 100_000 }));
  const cognito = options.cognito ?? (await startSandboxCognito({ fergus }));
  const logs: string[] = [];
  const config = testConfig(fergus, cognito, env);
  const server = await startHttpServer(config, collectingLogger(logs), overrides);
  return {
    url: server.url,
    mcpUrl: `${server.url}/mcp`,
    fergus,
    cognito,
    server,
    logs,
    async close() {
      await server.close();
      if (!options.cognito) await cognito.close();
      if (!options.fergus) await fergus.close();
    },
  };
}

/** The configuration of a server over these sandboxes, by way of environment variables as in real life. */
export function testConfig(
  fergus: SandboxFergus,
  cognito: SandboxCognito,
  env: Readonly<Record<string, string>> = {},
): HttpConfig {
  return loadHttpConfig({}, { ...serverEnv(fergus, cognito), ...env });
}

/** The environment that points a server at these sandboxes. */
export function serverEnv(fergus: SandboxFergus, cognito: SandboxCognito): Record<string, string> {
  return {
    HTTP_PORT: '0',
    FERGUS_BASE_URL: fergus.url,
    COGNITO_DOMAIN: cognito.url,
    COGNITO_REGION: cognito.region,
    COGNITO_USER_POOL_ID: cognito.userPoolId,
    COGNITO_CLIENT_ID: cognito.clientId,
    COGNITO_CLIENT_SECRET: cognito.clientSecret,
    ENABLE_RATE_LIMITING: 'false',
    LOG_LEVEL: 'trace',
  };
}

function collectingLogger(lines: string[]): Logger {
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  return pino({ level: 'trace', base: null }, stream);
}
