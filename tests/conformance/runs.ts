import { fileURLToPath } from 'node:url';
import { startTestServer } from '../support/http-server.ts';
import { authorizeAs, register, signedInClient } from '../support/oauth-flow.ts';
import { freePort } from '../support/redis.ts';
import { startBearerProxy } from './bearer-proxy.ts';
import { startFixtureServer } from './fixture-server.ts';
import { runSuite, type SuiteResult } from './suite.ts';

export interface ConformanceRun {
  readonly name: string;
  run(): Promise<SuiteResult>;
}

/** The last revision with sessions, and the one without. */
const REVISIONS = ['2025-11-25', '2026-07-28'] as const;

/**
 * What of the suite is run: its scenarios for authorization servers, and those for servers in both eras, against
 * the product with its own tools and against its `/mcp` with the suite's.
 */
export const RUNS: readonly ConformanceRun[] = [
  { name: 'the authorization server', run: runAuthorization },
  ...REVISIONS.flatMap((revision) => [
    { name: `the product, ${revision}`, run: () => runProduct(revision) },
    { name: `its fixtures behind /mcp, ${revision}`, run: () => runFixture(revision) },
  ]),
];

/** A public client signs in; the browser that the suite asks for is one of ours. */
async function runAuthorization(): Promise<SuiteResult> {
  const server = await startTestServer();
  try {
    const port = await freePort();
    const client = await register(server.url, { redirect_uris: [`http://127.0.0.1:${port}/callback`] });
    const about = ['--client-id', client.client_id, '--resource', server.mcpUrl, '--port', `${port}`];
    return await runSuite(['authorization', '--url', server.url, ...about], async (line) => {
      if (line.startsWith(`${server.url}/authorize?`)) await fetch(await authorizeAs('owner', new URL(line)));
    });
  } finally {
    await server.close();
  }
}

async function runProduct(revision: string): Promise<SuiteResult> {
  const server = await startTestServer({ env: { FERGUS_TOOLSETS: 'all' } });
  const { tokens } = await signedInClient(server.url, 'owner');
  const proxy = await startBearerProxy(server.url, tokens.access_token);
  try {
    return await runServerScenarios(`${proxy.url}/mcp`, revision, 'product');
  } finally {
    await proxy.close();
    await server.close();
  }
}

async function runFixture(revision: string): Promise<SuiteResult> {
  const server = await startFixtureServer();
  try {
    return await runServerScenarios(server.mcpUrl, revision, 'fixture');
  } finally {
    await server.close();
  }
}

/** Those of the revision, also where the suite does not count them yet. */
function runServerScenarios(url: string, revision: string, baseline: string): Promise<SuiteResult> {
  const expected = fileURLToPath(new URL(`./baseline-${baseline}.yml`, import.meta.url));
  const args = ['--suite', 'all', '--spec-version', revision, '--expected-failures', expected];
  return runSuite(['server', '--url', url, ...args]);
}
