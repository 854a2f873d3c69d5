import { createDecipheriv, createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { generateEncryptionKey } from '../../src/storage/encryption.ts';
import { runToEnd } from '../storage/run-program.ts';
import { startTestServer, type TestServer } from '../support/http-server.ts';
import {
  authorizeUrl,
  pkce,
  type Registered,
  register,
  sealedRequestIn,
  signedInClient,
  TestBrowser,
} from '../support/oauth-flow.ts';
import { signInAt } from '../support/sign-in.ts';
import { callTool, inSession, statusWith } from './mcp-request.ts';
import { openSession } from './mcp-session.ts';
import { noting, SecretCollector } from './secret-collector.ts';
import { describeOnStores, type SuiteStore } from './stores.ts';
import { askForTokens, basic, redemption, refreshing } from './token-requests.ts';
import { startTwoServers } from './two-servers.ts';

describeOnStores('a whole run', (open) => {
  const secrets = new SecretCollector();
  let suite: SuiteStore;
  let server: TestServer;
  /** An access token that was given out on the way. */
  let someToken: string;
  let dump: string;
  let logs: string;

  /** Signs a user in step by step, with everything noted on the way. */
  const signIn = async (user: string, client: Registered) => {
    const fetch = noting(secrets, new TestBrowser());
    const { verifier, challenge } = pkce();
    const address = { client_id: client.client_id, code_challenge: challenge, state: `state-${verifier}` };
    const page = await fetch(authorizeUrl(server.url, address));
    const sealed = sealedRequestIn(await page.text());
    const body = new URLSearchParams({ request: sealed, decision: 'approve', scope: 'fergus:write' });
    const consent = await fetch(`${server.url}/authorize/consent`, { method: 'POST', body });
    const back = await signInAt(consent.headers.get('location') ?? '', user, fetch);
    const callback = await fetch(back);
    const code = new URL(callback.headers.get('location') ?? '').searchParams.get('code') ?? '';
    secrets.add(verifier, sealed, code, client.client_secret);
    return { code, verifier };
  };
  const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
    const answer = await askForTokens(server.url, form, headers);
    secrets.add(answer.tokens.access_token, answer.tokens.refresh_token, headers.authorization);
    return answer;
  };
  const post = async (path: string, body: string | URLSearchParams, headers: Record<string, string> = {}) => {
    await (await fetch(`${server.url}${path}`, { method: 'POST', body, headers })).arrayBuffer();
  };
  const call = async (token: string, tool: string, args?: Record<string, unknown>) => {
    await (await callTool(server.mcpUrl, token, tool, args)).arrayBuffer();
  };

  /** Everything that can happen to a sign-in. */
  const run = async () => {
    const { cognito, fergus } = server;
    secrets.add(cognito.clientSecret);
    const confidential = await register(server.url, { token_endpoint_auth_method: 'client_secret_basic' });
    const client = await register(server.url);
    const first = await signIn('owner', confidential);
    const credentials = basic(confidential.client_id, confidential.client_secret ?? '');
    const form = redemption({ client_id: confidential.client_id }, first);
    await ask(redemption(client, first));
    await ask({ ...form, code_verifier: pkce().verifier }, credentials);
    await ask(form, basic(confidential.client_id, 'a-wrong-secret-of-some-length'));
    const { tokens } = await ask(form, credentials);
    const token = tokens.access_token;
    someToken = token;

    await call(token, 'list-jobs', { limit: 2 });
    const session = await openSession(server.mcpUrl, token);
    const message = { id: 1, method: 'tools/call', params: { name: 'list-users', arguments: {} } };
    await (await inSession(server.mcpUrl, token, session, { message })).text();
    await call(token, 'get-job', { job: 1 });
    await call(token, 'get-job', { nonsense: token });
    await call(token, 'no-such-tool');
    fergus.faults.order({ kind: 'reset', times: 3 });
    await call(token, 'list-customers', { limit: 1 });
    cognito.expireAccessTokens();
    await call(token, 'list-customers', { limit: 2 });
    for (const body of [`{"token": "${token}`, `["${token}"]`, `{"token": "${token}"}`, '']) {
      await post('/mcp', body, { 'content-type': 'application/json', authorization: `Bearer ${token}` });
    }

    const next = await ask(refreshing(confidential, tokens.refresh_token));
    const narrow = await ask(refreshing(confidential, tokens.refresh_token, { scope: 'fergus:read' }));
    await call(narrow.tokens.access_token, 'create-job', { title: 'x', jobType: 'Quote', isDraft: true });
    await ask(refreshing(confidential, next.tokens.refresh_token));
    await ask(refreshing(confidential, tokens.refresh_token));
    await call(token, 'list-jobs');

    const second = await ask(redemption(client, await signIn('member', client)));
    const third = await ask(redemption(client, await signIn('member', client)));
    cognito.setRotation(true);
    for (const fault of [
      { kind: 'status', status: 500 },
      { kind: 'not-json', after: 'after-handling' },
      { kind: 'cut-body', after: 'after-handling' },
      { kind: 'reset' },
    ] as const) {
      cognito.expireAccessTokens();
      cognito.faults.order({ ...fault, path: '/oauth2/token' });
      await call(second.tokens.access_token, 'list-customers', { limit: 3 });
    }
    const repeating = { error: 'invalid_grant', error_description: `No: ${cognito.issued.at(-1)}` };
    cognito.faults.order({ kind: 'status', status: 400, path: '/oauth2/token', body: repeating });
    cognito.expireAccessTokens();
    await call(second.tokens.access_token, 'list-customers', { limit: 4 });
    fergus.faults.order({ kind: 'status', status: 500, path: '/disconnect' });
    const { client_id } = client;
    for (const gone of [third.tokens.access_token, third.tokens.refresh_token]) {
      await post('/oauth/revoke', new URLSearchParams({ client_id, token: gone }));
    }

    const stale = await signIn('other', client);
    const again = await ask(redemption(client, stale));
    await ask(redemption(client, stale));
    await call(again.tokens.access_token, 'list-jobs');
    await post(`/mcp?access_token=${again.tokens.access_token}`, '{}');
    await post('/oauth/token', `code=${stale.code}`, {
      'content-type': 'application/x-www-form-urlencoded; charset=x',
    });
    await post('/oauth/token', JSON.stringify({ code: stale.code }), { 'content-type': 'application/json' });
    await post('/oauth/register', `{"secret": "${token}`, { 'content-type': 'application/json' });
    await post('/authorize/consent', new URLSearchParams({ request: token, decision: 'approve' }));
    await fetch(
      `${server.url}/oauth/callback?${new URLSearchParams({ code: stale.code, state: stale.verifier })}`,
    );
    await fetch(`${server.url}/${token}`, { headers: { cookie: `fergus-browser=${token}` } });
    secrets.add(...cognito.issued);
  };

  beforeAll(async () => {
    suite = await open();
    const key = generateEncryptionKey();
    secrets.add(key);
    server = await startTestServer({ store: suite.store, env: { TOKEN_ENCRYPTION_KEY: key } });
    await run();
    dump = await suite.dump();
    logs = server.logs.join('');
  });
  afterAll(async () => {
    await server?.close();
    await suite?.close();
  });

  test('gives out enough secrets for the rest to mean something, and the run is in the logs', () => {
    expect(secrets.size).toBeGreaterThan(60);
    expect(secrets.foundIn(`x${someToken}y`)).toEqual([someToken]);
    for (const line of ['tool call', 'fergus request', 'sign-in', 'grant', 'upstream token', 'http error']) {
      expect(logs).toContain(`"msg":"${line}"`);
    }
    for (const event of ['granted', 'refreshed', 'code-reused', 'refresh-reused', 'ended']) {
      expect(logs).toContain(`"event":"${event}"`);
    }
    expect(logs).toMatch(/"level":10|"level":20/);
  });

  test('leaves none of them in the store', () => {
    expect(dump.length).toBeGreaterThan(500);
    expect(secrets.foundIn(dump)).toEqual([]);
  });

  test('leaves none of them in the logs, at the level trace', () => {
    expect(secrets.foundIn(logs)).toEqual([]);
  });

  test('names nobody in the logs', () => {
    for (const { name, email, sub } of server.cognito.users) {
      for (const about of [name, email, sub]) expect(logs).not.toContain(about);
    }
  });
});

describeOnStores('at rest', (open) => {
  let suite: SuiteStore;

  beforeAll(async () => {
    suite = await open();
  });
  afterAll(() => suite?.close());

  test('what we give out is a SHA-256 digest', async () => {
    const server = await startTestServer({ store: suite.store });
    onTestFinished(() => server.close());
    const metadata = { token_endpoint_auth_method: 'client_secret_post' };
    const { client_secret = '', tokens } = await signedInClient(server.url, 'owner', { metadata });
    const dump = await suite.dump();
    for (const secret of [client_secret, tokens.access_token, tokens.refresh_token]) {
      expect(dump).toContain(createHash('sha256').update(secret).digest('base64url'));
    }
  });

  test("Cognito's tokens are sealed with AES-256-GCM, under the id of the key, for their own place", async () => {
    const key = generateEncryptionKey();
    const server = await startTestServer({ store: suite.store, env: { TOKEN_ENCRYPTION_KEY: key } });
    onTestFinished(() => server.close());
    const { tokens } = await signedInClient(server.url, 'owner');
    const place = `{${tokens.refresh_token.split('.')[1]}}:upstream`;
    const record = new RegExp(`${place}\\W+(\\w{8})\\.([\\w-]+)\\.([\\w-]+)\\.([\\w-]+)`);
    const [, id, ...parts] = record.exec(await suite.dump()) ?? [];
    const [iv, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
    expect(id).toBe(idOf(key));
    expect([iv?.length, tag?.length]).toEqual([12, 16]);
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), iv ?? '');
    decipher.setAAD(Buffer.from(place)).setAuthTag(tag ?? Buffer.alloc(16));
    const plain = decipher.update(text ?? Buffer.alloc(0)).toString('utf8') + decipher.final('utf8');
    expect(server.cognito.issued).toContain(JSON.parse(plain).refreshToken);
  });

  test('a new key in front takes over, and the old one opens what it sealed', async () => {
    const [old, next] = [generateEncryptionKey(), generateEncryptionKey()];
    const keys = { TOKEN_ENCRYPTION_KEY: `${next},${old}` };
    const { first, second, close } = await startTwoServers(suite.store, keys, old);
    onTestFinished(close);
    const { tokens } = await signedInClient(first.url, 'owner');
    const newest = async () =>
      (await suite.dump()).split(`${tokens.refresh_token.split('.')[1]}}:upstream`).at(-1);
    expect(await newest()).not.toContain(idOf(next));
    expect(await statusWith(second.mcpUrl, tokens.access_token)).toBe(200);
    first.cognito.expireAccessTokens();
    expect(await statusWith(second.mcpUrl, tokens.access_token)).toBe(200);
    expect(await newest()).toContain(`${idOf(next)}.`);
  });
});

test('what is logged by mistake is removed by its form: our tokens, those of Fergus, bearers', async () => {
  const logged = [
    ...['fmcp_code', 'fmcp_at', 'fmcp_rt'].map((kind) => `${kind}.${'g'.repeat(22)}.${'s'.repeat(43)}`),
    'fergPAT_ssss-ssss',
    `Bearer ${'s'.repeat(20)}.${'s'.repeat(20)}`,
  ];
  const { stderr } = await runToEnd(`
    import { createLogger } from './src/observability/logger.ts';
    const error = Object.assign(new Error(${JSON.stringify(`No: ${logged.join(', ')}!`)}), { body: ${JSON.stringify(logged)} });
    createLogger('info').error({ err: error }, 'mistake');
  `);
  expect(stderr).toContain('"msg":"mistake"');
  expect(stderr).toContain('[redacted]');
  expect(stderr).not.toMatch(/ssss/);
});

/** The id of a key, as it stands in front of what the key sealed. */
function idOf(key: string): string {
  return createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex').slice(0, 8);
}
