import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A Redis server of the test's own on this machine, which keeps nothing on disk. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Starts it again on the same port, empty. */
  start(): Promise<void>;
  /** Ends it as an operator would. */
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Lets it hang: it neither answers nor ends, until `resume`. */
  pause(): void;
  resume(): void;
  /** Empties it. */
  flush(): Promise<void>;
  /** Sends one command over a connection of its own. */
  command(name: string, ...args: readonly string[]): Promise<unknown>;
  /** Every key with its value, as text. */
  dump(): Promise<string>;
}

export interface TestRedisOptions {
  readonly password?: string;
  /** A free one where it is left out. */
  readonly port?: number;
  /** More arguments of `redis-server`. */
  readonly args?: readonly string[];
}

/** Whether `redis-server` is installed here. */
export function redisAvailable(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** Starts a server; `stop` or `kill` ends it, and so does the end of the test's process. */
export async function startRedis(options: TestRedisOptions = {}): Promise<TestRedis> {
  const { password, port = await freePort(), args = [] } = options;
  const url = `redis://${password === undefined ? '' : `:${encodeURIComponent(password)}@`}127.0.0.1:${port}`;
  const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  if (password !== undefined) settings.push('--requirepass', password);
  let server = await launch([...settings, ...args]);

  const withClient = async <T>(work: (client: Redis) => Promise<T>): Promise<T> => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: null });
    try {
      await client.connect();
      return await work(client);
    } finally {
      client.disconnect();
    }
  };
  const command = (name: string, ...rest: readonly string[]) =>
    withClient((client) => client.call(name, ...rest));
  return {
    url,
    port,
    start: async () => {
      server = await launch([...settings, ...args]);
    },
    stop: () => end(server, 'SIGTERM'),
    kill: () => end(server, 'SIGKILL'),
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    flush: async () => void (await command('FLUSHALL')),
    command,
    dump: () => withClient(dump),
  };
}

/** A port of this machine where nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when the server takes connections. */
async function launch(args: readonly string[]): Promise<ChildProcess> {
  const dir = mkdtempSync(join(tmpdir(), 'fergus-mcp-redis-'));
  const server = spawn('redis-server', ['--dir', dir, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const guard = endWithUs(server);
  server.once('exit', () => {
    guard.kill();
    void rm(dir, { recursive: true, force: true });
  });
  let log = '';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`redis-server ended at once:\n${log}`)));
    server.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk;
      if (log.includes('Ready to accept connections')) resolve();
    });
  });
  return server;
}

/**
 * Ends the server when this process is gone, in whatever way: the test runner ends its workers by a signal, which
 * leaves no time for a handler. The guard's stdin closes then.
 */
function endWithUs(server: ChildProcess): ChildProcess {
  return spawn('sh', ['-c', 'read _; kill -9 "$0"', `${server.pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
}

async function end(server: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill(signal);
  server.kill('SIGCONT');
  await ended;
}

async function dump(client: Redis): Promise<string> {
  const lines: string[] = [];
  for (const key of await client.keys('*')) lines.push(`${key} = ${JSON.stringify(await read(client, key))}`);
  return lines.sort().join('\n');
}

async function read(client: Redis, key: string): Promise<unknown> {
  const type = await client.type(key);
  if (type === 'string') return client.get(key);
  if (type === 'none') return 'has ended meanwhile';
  if (type === 'hash') return client.hgetall(key);
  throw new Error(`The dump cannot show ${key}, which is a ${type}.`);
}
