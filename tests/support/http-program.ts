import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cleanEnv, emptyDir, PROGRAM } from './raw-stdio.ts';

/** The built program as a remote server, in a process of its own. */
export interface HttpProgram {
  /** The public origin that it says it has. */
  readonly url: string;
  /** Where it really listens. */
  readonly origin: string;
  readonly pid: number;
  stdout(): string;
  stderr(): string;
  /** Sends a signal. @returns exit code and signal once it has ended. */
  end(signal?: NodeJS.Signals): Promise<[number | null, NodeJS.Signals | null]>;
}

/** Starts it and resolves when it takes requests. @throws with what it wrote if it ends before. */
export async function startHttpProgram(
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<HttpProgram> {
  const child = spawn(process.execPath, [PROGRAM, 'http', ...args], {
    cwd: emptyDir(),
    env: cleanEnv({ LOG_LEVEL: 'info', ...env }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>;
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
  });
  const ready = await new Promise<{ url: string; port: number }>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk;
      const line = stderr.split('\n').find((text) => text.includes('"msg":"ready"'));
      if (line !== undefined) resolve(JSON.parse(line) as { url: string; port: number });
    });
    ended.then(
      ([code]) => reject(new Error(`It ended with ${code} before it was ready:\n${stderr}`)),
      reject,
    );
  });
  return {
    url: ready.url,
    origin: `http://127.0.0.1:${ready.port}`,
    pid: idOf(child),
    stdout: () => stdout,
    stderr: () => stderr,
    end(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

function idOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('The program has no process id.');
  return child.pid;
}
