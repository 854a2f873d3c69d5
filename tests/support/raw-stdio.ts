import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The built program. */
export const PROGRAM = resolve('dist/index.js');

/** An environment with nothing of the caller's that could configure the program. */
export function cleanEnv(extra: Record<string, string> = {}): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, ...extra };
}

/** An empty working directory, so that no `.env` of the caller is read. */
export function emptyDir(): string {
  return mkdtempSync(join(tmpdir(), 'fergus-mcp-test-'));
}

export interface Exit {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program to its end with a closed stdin. */
export async function runToEnd(
  args: readonly string[],
  env: Record<string, string> = {},
  cwd = emptyDir(),
): Promise<Exit> {
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env: cleanEnv(env), stdio: 'pipe' });
  child.stdin.end();
  const [stdout, stderr, [code]] = await Promise.all([
    collect(child.stdout),
    collect(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

async function collect(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

type Message = Record<string, unknown>;

/** The program with its stdio in the test's hands: lines go in and come out unchanged. */
export class RawStdio {
  /** Every line that came on stdout, as it was. */
  readonly lines: string[] = [];
  stderr = '';
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number | string, (message: Message) => void>();
  #nextId = 1;

  constructor(args: readonly string[], env: Record<string, string> = {}, cwd = emptyDir()) {
    this.#child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env: cleanEnv(env), stdio: 'pipe' });
    let rest = '';
    this.#child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const parts = (rest + chunk).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) this.#take(line);
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      this.stderr += chunk;
    });
  }

  write(text: string): void {
    this.#child.stdin?.write(text);
  }

  notify(method: string, params?: unknown): void {
    this.write(`${JSON.stringify({ jsonrpc: '2.0', method, params })}\n`);
  }

  /** Sends a request; resolves with the whole JSON-RPC message that answers it. */
  request(method: string, params?: unknown): Promise<Message> & { id: number } {
    const id = this.#nextId++;
    const answer = new Promise<Message>((done) => this.#waiting.set(id, done));
    this.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    return Object.assign(answer, { id });
  }

  /** Opens a 2025-era session. */
  async initialize(capabilities: object = {}): Promise<Message> {
    const answer = await this.request('initialize', {
      protocolVersion: '2025-11-25',
      capabilities,
      clientInfo: { name: 'test', version: '1.0.0' },
    });
    this.notify('notifications/initialized');
    return answer;
  }

  /** Closes stdin and waits for the program to end. @returns its exit code. */
  async close(): Promise<number | null> {
    const ended = once(this.#child, 'close') as Promise<[number | null]>;
    this.#child.stdin?.end();
    const [code] = await ended;
    return code;
  }

  kill(signal: NodeJS.Signals): Promise<[number | null, NodeJS.Signals | null]> {
    const ended = once(this.#child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
    this.#child.kill(signal);
    return ended;
  }

  #take(line: string): void {
    this.lines.push(line);
    const message = JSON.parse(line) as Message;
    const id = message.id as number | string;
    if ('result' in message || 'error' in message) this.#waiting.get(id)?.(message);
  }
}
