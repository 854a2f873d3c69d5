import { writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { StdioClientTransport as V1StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ConnectedClient, connectBy, textOf } from '../support/clients.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { authorizeAs } from '../support/oauth-flow.ts';
import { cleanEnv, emptyDir } from '../support/raw-stdio.ts';
import { validCalls } from '../support/tool-calls.ts';

const MCP_REMOTE = resolve('node_modules/mcp-remote/dist/proxy.js');

/* mcp-remote brings applications that speak stdio only to remote servers, and has an OAuth client of its own. */
describe.each(['legacy', 'auto'])('mcp-remote --protocol %s', { timeout: 120_000 }, (protocol) => {
  let server: TestServer;
  /** Where it keeps registration and tokens. */
  let configDir: string;
  let client: ConnectedClient;
  /** Addresses that it wanted to open in a browser. */
  let opened: URL[];

  beforeAll(async () => {
    server = await startTestServer();
    configDir = emptyDir();
  });

  afterAll(() => server.close());

  const start = async () => {
    opened = [];
    const transport = new V1StdioClientTransport({
      command: process.execPath,
      args: [MCP_REMOTE, server.mcpUrl, '--protocol', protocol],
      env: envWithoutBrowser({ MCP_REMOTE_CONFIG_DIR: configDir }),
      cwd: configDir,
      stderr: 'pipe',
    });
    const failed = new Promise<never>((_, reject) => {
      onAddress(transport, (address) => {
        opened.push(address);
        signInAt(address).catch(reject);
      });
    });
    const route = {
      v1: () => transport,
      v2: () => {
        throw new Error('The application behind mcp-remote is one of the v1 SDK.');
      },
    };
    client = await Promise.race([connectBy('v1', route), failed]);
  };

  afterEach(() => client?.close());

  test('registers, has its user sign in, lists the tools and calls some', async () => {
    await start();
    expect(opened).toHaveLength(1);
    const names = (await client.listTools()).tools.map(({ name }) => name);
    const calls = validCalls(server.fergus.businesses.main, protocol);
    for (const call of calls.filter(({ name }) => ['list-users', 'create-job'].includes(name))) {
      expect(names).toContain(call.name);
      const result = await client.callTool(call.name, call.arguments);
      expect(result.isError, textOf(result)).not.toBe(true);
    }
  });

  test('starts again with the tokens that it kept, without asking its user', async () => {
    await start();
    expect(opened).toEqual([]);
    expect((await client.listTools()).tools).not.toEqual([]);
  });
});

/** The user's browser: it follows the sign-in to its end, which is a page of mcp-remote. */
async function signInAt(address: URL): Promise<void> {
  const response = await fetch(await authorizeAs('owner', address));
  if (!response.ok) throw new Error(`mcp-remote did not accept the code: ${await response.text()}`);
}

/** Calls `visit` for each address that it asks its user to open; it writes them to stderr. */
function onAddress(transport: V1StdioClientTransport, visit: (address: URL) => void): void {
  let rest = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (/^http:\S+\/authorize\?/.test(line)) visit(new URL(line));
  });
}

/** An environment in which whatever opens a browser does nothing. */
function envWithoutBrowser(extra: Record<string, string>): Record<string, string> {
  const dir = emptyDir();
  for (const name of ['open', 'xdg-open']) {
    writeFileSync(join(dir, name), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  }
  const { PATH, ...rest } = cleanEnv(extra);
  return { ...rest, PATH: `${dir}${delimiter}${PATH}`, BROWSER: join(dir, 'open') };
}
