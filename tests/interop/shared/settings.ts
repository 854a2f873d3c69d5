import { type SandboxCognito, startSandboxCognito } from '../../../src/sandbox/cognito/index.ts';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import {
  type AnswerQuestion,
  type ClientKind,
  type ConnectedClient,
  connect,
} from '../../support/clients.ts';
import { connectOverHttp, TestSignIn } from '../../support/http-clients.ts';
import { startHttpProgram } from '../../support/http-program.ts';
import { serverEnv, startTestServer } from '../../support/http-server.ts';

export interface ConnectOptions {
  /** Comma list; the everyday ones without it. */
  readonly toolsets?: string;
  /** How the client's user answers questions; without it the client cannot ask. */
  readonly answer?: AnswerQuestion | undefined;
}

/** A sandbox of Fergus, and a way for clients of its owner to get to a server in front of it. */
export interface Setting {
  readonly sandbox: SandboxFergus;
  connect(kind: ClientKind, options?: ConnectOptions): Promise<ConnectedClient>;
  /** Comes after the clients' own `close`. */
  close(): Promise<void>;
}

/** Each client starts the built program for itself. */
export async function overStdio(): Promise<Setting> {
  const sandbox = await startSandboxFergus({ rateLimit: 10_000 });
  const env = { FERGUS_BASE_URL: sandbox.url, FERGUS_API_TOKEN: sandbox.tokens.owner };
  return {
    sandbox,
    connect: (kind, { toolsets, answer } = {}) =>
      connect(kind, toolsets === undefined ? [] : ['--toolsets', toolsets], env, answer),
    close: () => sandbox.close(),
  };
}

/** A remote server in this process. */
export async function overHttp(): Promise<Setting> {
  const server = await startTestServer();
  return { sandbox: server.fergus, connect: connectTo(server.url), close: () => server.close() };
}

/** The built program as a remote server. */
export async function overHttpProgram(): Promise<Setting> {
  const sandbox = await startSandboxFergus({ rateLimit: 10_000 });
  const cognito: SandboxCognito = await startSandboxCognito({ fergus: sandbox });
  const program = await startHttpProgram([], { ...serverEnv(sandbox, cognito), LOG_LEVEL: 'info' });
  return {
    sandbox,
    connect: connectTo(program.url),
    async close() {
      await program.end();
      await cognito.close();
      await sandbox.close();
    },
  };
}

function connectTo(url: string): Setting['connect'] {
  return (kind, { toolsets, answer } = {}) => {
    const query = toolsets === undefined ? '' : `?toolsets=${encodeURIComponent(toolsets)}`;
    return connectOverHttp(kind, `${url}/mcp${query}`, new TestSignIn(), answer);
  };
}
