import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LOG_LEVELS } from '../../src/config.ts';
import { type SandboxFergus, startSandboxFergus } from '../../src/sandbox/fergus-api/index.ts';
import { emptyDir, RawStdio } from '../support/raw-stdio.ts';
import { validCalls } from '../support/tool-calls.ts';

let sandbox: SandboxFergus;

beforeEach(async () => {
  sandbox = await startSandboxFergus({ rateLimit: 10_000 });
});

afterEach(() => sandbox.close());

/** A working directory whose `.env` configures the program. */
function dirWithDotenv(logLevel: string): string {
  const dir = emptyDir();
  const { owner } = sandbox.tokens;
  writeFileSync(
    join(dir, '.env'),
    `FERGUS_API_TOKEN=${owner}\nFERGUS_BASE_URL=${sandbox.url}\nFERGUS_TOOLSETS=all\nLOG_LEVEL=${logLevel}\n`,
  );
  return dir;
}

test.each(LOG_LEVELS)('with a .env and LOG_LEVEL=%s every line on stdout is JSON-RPC', async (level) => {
  const program = new RawStdio([], {}, dirWithDotenv(level));
  await program.initialize();
  const calls = validCalls(sandbox.businesses.main, `stdout-${level}`);
  for (const call of calls) await program.request('tools/call', call);
  await program.request('tools/call', { name: 'get-job', arguments: { job: '../x' } });
  await program.request('no/such/method', {});
  await program.request('tools/list');
  expect(await program.close()).toBe(0);
  expect(program.lines.length).toBeGreaterThanOrEqual(calls.length + 4);
  for (const line of program.lines) {
    expect(JSON.parse(line), line.slice(0, 200)).toMatchObject({ jsonrpc: '2.0' });
  }
  expect(program.stderr).not.toContain(sandbox.tokens.owner);
  if (level === 'silent' || level === 'fatal') expect(program.stderr).toBe('');
  if (level === 'debug') expect(program.stderr).toContain('fergus request');
});

test('a line that is not JSON and a broken request leave the server running', async () => {
  const program = new RawStdio([], {}, dirWithDotenv('silent'));
  await program.initialize();
  program.write('this is no JSON\n');
  program.write('{"jsonrpc":"2.0","id":"x"}\n');
  const answer = await program.request('tools/call', { name: 'list-users', arguments: {} });
  expect(answer).toHaveProperty('result');
  expect(await program.close()).toBe(0);
});
