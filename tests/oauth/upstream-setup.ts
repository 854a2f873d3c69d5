import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import { type SignedInClient, signedInClient } from '../support/oauth-flow.ts';
import { AgeingStore } from './ageing-store.ts';
import { callTool, resultOf, statusWith } from './mcp-request.ts';
import type { SuiteStore } from './stores.ts';
import { askForTokens, refreshing } from './token-requests.ts';

export const MINUTE = 60_000;

/** How often Cognito was asked to refresh. */
export function refreshesIn({ cognito }: Pick<TestServer, 'cognito'>): number {
  return cognito.requests.filter(({ grantType }) => grantType === 'refresh_token').length;
}

/** 20 calls at once that each need Fergus, in turns at several servers. All must succeed. */
export async function expectTwentySuccesses(
  { fergus }: TestServer,
  mcpUrls: readonly string[],
  token: string,
) {
  const customers = [...fergus.businesses.main.customers.keys()].slice(0, 20);
  const results = await Promise.all(
    customers.map(async (customerId, i) => {
      const mcpUrl = mcpUrls[i % mcpUrls.length] ?? '';
      const response = await callTool(mcpUrl, token, 'get-customer', { customerId });
      return [response.status, (await resultOf(response)).isError ?? false];
    }),
  );
  expect(results).toEqual(Array(20).fill([200, false]));
}

/** A server for one suite, whose time the tests move. */
export class UpstreamSuite {
  #suite: SuiteStore | undefined;
  #store: AgeingStore | undefined;
  #server: TestServer | undefined;

  /** To be made where the suite is described: it starts and ends with it. */
  constructor(open: () => Promise<SuiteStore>) {
    beforeAll(async () => {
      this.#suite = await open();
      this.#store = new AgeingStore(this.#suite.store);
      this.#server = await startTestServer({ store: this.#store });
    });
    afterEach(() => {
      vi.useRealTimers();
      const { cognito, fergus } = this.server;
      cognito.faults.clear();
      fergus.faults.clear();
      cognito.setRotation(false);
    });
    afterAll(async () => {
      await this.#server?.close();
      await this.#suite?.close();
    });
  }

  get server(): TestServer {
    if (!this.#server) throw new Error('The suite has not begun.');
    return this.#server;
  }

  async pass(ms: number): Promise<void> {
    await this.#store?.pass(ms);
  }

  signIn(): Promise<SignedInClient> {
    return signedInClient(this.server.url, 'owner');
  }

  /** The client with new tokens of ours. */
  async refreshOurs(client: SignedInClient): Promise<SignedInClient> {
    const answer = await askForTokens(this.server.url, refreshing(client, client.tokens.refresh_token));
    return { ...client, tokens: answer.tokens };
  }

  /** A sign-in whose token of Cognito has so many minutes left, while its own access token is good. */
  async signInWithLeft(minutes: number): Promise<SignedInClient> {
    const client = await this.signIn();
    await this.pass(30 * MINUTE);
    const later = await this.refreshOurs(client);
    await this.pass((30 - minutes) * MINUTE);
    this.server.cognito.requests.length = 0;
    this.server.fergus.requests.length = 0;
    return later;
  }

  /** A call that needs Fergus once. */
  call({ tokens }: SignedInClient): Promise<Response> {
    return callTool(this.server.mcpUrl, tokens.access_token, 'list-customers', { limit: 1 });
  }

  status({ tokens }: SignedInClient): Promise<number> {
    return statusWith(this.server.mcpUrl, tokens.access_token);
  }
}
