import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { type SandboxFergus, startSandboxFergus } from '../../src/sandbox/fergus-api/index.ts';
import { startHttpProgram } from '../support/http-program.ts';

const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

async function startOver(fergus: SandboxFergus, env: Record<string, string> = {}) {
  const program = await startHttpProgram(['--no-auth'], {
    FERGUS_BASE_URL: fergus.url,
    FERGUS_API_TOKEN: fergus.tokens.owner,
    HTTP_PORT: '0',
    ...env,
  });
  const post = (message: object, session?: string) =>
    fetch(`${program.url}/mcp`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        ...(session !== undefined && { 'mcp-session-id': session }),
      },
      body: JSON.stringify(message),
    });
  const opened = await post(initialize);
  await opened.text();
  const session = opened.headers.get('mcp-session-id') ?? '';
  const call = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'list-users', arguments: {} } };
  return { program, session, callTool: () => post(call, session) };
}

test('SIGTERM lets a call under way finish, ends streams, and exits with 0', async () => {
  const fergus = await startSandboxFergus();
  const { program, session, callTool } = await startOver(fergus);
  const stream = await fetch(`${program.url}/mcp`, {
    headers: { accept: 'text/event-stream', 'mcp-session-id': session },
  });
  expect(stream.status).toBe(200);
  fergus.faults.order({ kind: 'delay', delayMs: 2000, path: '/users' });
  const call = callTool();
  await expect
    .poll(() => fergus.requests.some(({ path }) => path === '/users'), { timeout: 10_000 })
    .toBe(true);
  const ended = program.end('SIGTERM');
  expect(await stream.text()).toMatch(/^(?::.*\s*)*$/);
  const answer = await call;
  expect(await answer.text()).toContain('userId');
  expect(await ended).toEqual([0, null]);
  expect(program.stderr()).toContain('"msg":"stopped"');
  await fergus.close();
});

test('a call that takes too long is cut off, and a second signal ends the process at once', async () => {
  const fergus = await startSandboxFergus();
  const first = await startOver(fergus, { SHUTDOWN_TIMEOUT_MS: '500' });
  fergus.faults.order({ kind: 'hang', path: '/users', times: 2 });
  const cut = first.callTool().then((response) => response.text());
  cut.catch(() => {});
  await expect
    .poll(() => fergus.requests.some(({ path }) => path === '/users'), { timeout: 10_000 })
    .toBe(true);
  expect(await first.program.end('SIGTERM')).toEqual([0, null]);

  const second = await startOver(fergus);
  fergus.requests.length = 0;
  const lost = second.callTool().then((response) => response.text());
  lost.catch(() => {});
  await expect
    .poll(() => fergus.requests.some(({ path }) => path === '/users'), { timeout: 10_000 })
    .toBe(true);
  const ended = second.program.end('SIGTERM');
  await expect.poll(() => second.program.stderr(), { timeout: 10_000 }).toContain('stopping');
  await sleep(200);
  void second.program.end('SIGTERM');
  expect(await ended).toEqual([130, null]);
  await fergus.close();
});
