import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { emptyDir } from '../support/raw-stdio.ts';

/** The official conformance suite of MCP. Its results are compared with baselines, so its version is fixed. */
const SUITE = '@modelcontextprotocol/conformance@0.2.0-alpha.12';
/** It wants a newer Node than the product. */
const NPX = ['-y', '-p', 'node@24', '-p', SUITE, 'conformance'];

export interface SuiteResult {
  /** 0: everything passed that is not in the baseline, and nothing of the baseline passed. */
  readonly code: number | null;
  readonly output: string;
}

/**
 * Runs the suite to its end.
 *
 * @param onLine sees each line of its output at once; where it fails, the suite is ended.
 */
export async function runSuite(
  args: readonly string[],
  onLine: (line: string) => Promise<void> = async () => {},
): Promise<SuiteResult> {
  const child = spawn('npx', [...NPX, ...args], { cwd: emptyDir(), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close') as Promise<[number | null]>;
  const lines: string[] = [];
  const failed = new Promise<never>((_, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        onLine(line).catch(reject);
      });
    }
  });
  try {
    const [code] = await Promise.race([ended, failed]);
    return { code, output: lines.join('\n') };
  } finally {
    child.kill();
  }
}

/** Whether npx has the suite already, so that it can run without a download. */
export function suiteIsHere(): boolean {
  return spawnSync('npx', ['--offline', ...NPX, '--version'], { cwd: emptyDir() }).status === 0;
}
