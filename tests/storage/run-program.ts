import { execFile } from 'node:child_process';

/** Runs a few lines of TypeScript in a process of their own, from the root of the repository, until it ends. */
export function runToEnd(
  program: string,
  env: Record<string, string> = {},
): Promise<{
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}> {
  const args = ['--import', 'tsx', '--input-type=module', '--eval', program];
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, stdout, stderr });
    });
  });
}
