import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SandboxFergus, startSandboxFergus } from '../src/sandbox/fergus-api/index.ts';
import { startHttpProgram } from './support/http-program.ts';
import { runToEnd } from './support/raw-stdio.ts';

describe('fergus-mcp http', () => {
  test('names every problem of the configuration at once and exits with 2', async () => {
    const { code, stdout, stderr } = await runToEnd(['http'], {
      HTTP_PORT: 'x',
      PUBLIC_URL: 'http://mcp.example.com',
    });
    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const name of ['HTTP_PORT', 'PUBLIC_URL', 'COGNITO_CLIENT_ID', 'COGNITO_CLIENT_SECRET']) {
      expect(stderr).toContain(name);
    }
  });

  test('a port in use is said in a sentence, with exit code 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await runToEnd(['http', '--demo', '--port', String(port)]);
    other.close();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `fergus-mcp cannot start: Port ${port} is in use on 127.0.0.1. Stop what listens there, or choose another HTTP_PORT.\n`,
    );
  });

  test('redis that cannot be reached is said in a sentence, with exit code 1', async () => {
    const { code, stderr } = await runToEnd(['http', '--demo', '--port', '0'], {
      SESSION_STORAGE: 'redis',
      REDIS_URL: 'redis://127.0.0.1:1',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('fergus-mcp cannot start: ');
    expect(stderr).not.toContain('at ');
  });

  test('--demo prints what to do next, serves the landing page, and ends with 0 on SIGTERM', async () => {
    const program = await startHttpProgram(['--demo', '--port', '0']);
    const page = await fetch(program.url);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain(`${program.url}/mcp`);
    expect(program.stdout()).toContain(`claude mcp add --transport http fergus-demo ${program.url}/mcp`);
    expect(program.stdout()).toContain(`--server-url ${program.url}/mcp`);
    expect(await program.end('SIGTERM')).toEqual([0, null]);
  });

  test('SIGINT ends it with 0, too', async () => {
    const program = await startHttpProgram(['--demo', '--port', '0']);
    const response = await fetch(`${program.url}/.well-known/oauth-protected-resource/mcp`);
    expect(await response.json()).toMatchObject({ resource: `${program.url}/mcp` });
    expect(await program.end('SIGINT')).toEqual([0, null]);
  });
});

describe('fergus-mcp http --no-auth', () => {
  let sandbox: SandboxFergus;

  beforeAll(async () => {
    sandbox = await startSandboxFergus();
  });

  afterAll(() => sandbox.close());

  test('serves the fixed token to clients of this machine, without sign-in', async () => {
    const env = { FERGUS_BASE_URL: sandbox.url, FERGUS_API_TOKEN: sandbox.tokens.owner, HTTP_PORT: '0' };
    const program = await startHttpProgram(['--no-auth'], env);
    for (const mode of ['legacy', { pin: '2026-07-28' }] as const) {
      const client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode } });
      await client.connect(new StreamableHTTPClientTransport(new URL(`${program.url}/mcp?readonly=true`)));
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).toContain('list-users');
      expect(tools.map(({ name }) => name)).not.toContain('create-job');
      const result = await client.callTool({ name: 'list-users', arguments: {} });
      expect(result.isError).not.toBe(true);
      await client.close();
    }
    expect((await fetch(`${program.url}/authorize`)).status).toBe(404);
    await program.end();
    expect(program.stderr()).not.toContain(sandbox.tokens.owner);
  });

  test('refuses to be reached from elsewhere', async () => {
    const { code, stderr } = await runToEnd(['http', '--no-auth', '--host', '0.0.0.0'], {
      FERGUS_API_TOKEN: 'fergPAT_x',
    });
    expect(code).toBe(2);
    expect(stderr).toContain('this machine only');
  });
});
