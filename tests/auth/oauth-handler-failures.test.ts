import { describe, expect, test } from 'vitest';
import type { FaultOrder } from '../../src/sandbox/fergus-api/index.ts';
import { freePort } from '../fergus/servers.ts';
import { outageOf, refusalOf, type Setup, setUp } from './cognito-setup.ts';

/** The handler's four requests, each behind a fault of the test's. */
const STEPS: Readonly<Record<string, (all: Setup, fault: FaultOrder) => Promise<unknown>>> = {
  token: ({ cognito, signIn }, fault) => {
    cognito.faults.order({ ...fault, path: '/oauth2/token' });
    return signIn();
  },
  userinfo: ({ cognito, signIn }, fault) => {
    cognito.alterIdTokens(() => undefined);
    cognito.faults.order({ ...fault, path: '/oauth2/userInfo' });
    return signIn();
  },
  refresh: async ({ cognito, signIn, handler }, fault) => {
    const { tokens } = await signIn();
    cognito.faults.order(fault);
    return handler.refreshAccessToken(tokens.refreshToken ?? '');
  },
  revoke: async ({ cognito, signIn, handler }, fault) => {
    const { tokens } = await signIn();
    cognito.faults.order(fault);
    return handler.revokeToken(tokens.refreshToken ?? '');
  },
};

const OUTAGES: readonly [string, FaultOrder, RegExp][] = [
  ['500', { kind: 'status', status: 500 }, /HTTP 500/],
  [
    '503 in the words of a refusal',
    { kind: 'status', status: 503, body: { error: 'invalid_grant' } },
    /HTTP 503/,
  ],
  ['429', { kind: 'rate-limited' }, /HTTP 429/],
  [
    '429 in the words of a refusal',
    { kind: 'status', status: 429, body: { error: 'invalid_grant' } },
    /HTTP 429/,
  ],
  ["a proxy's web page", { kind: 'html' }, /HTTP 502/],
  ["a firewall's web page", { kind: 'html', status: 403 }, /HTTP 403/],
  [
    'a redirect',
    { kind: 'status', status: 302, headers: { location: '/elsewhere' } },
    /redirect.*COGNITO_DOMAIN/,
  ],
  ['a reset', { kind: 'reset' }, /connection.*failed \(\w+\)/],
  ['a body that is cut off', { kind: 'cut-body' }, /connection.*failed/],
  ['a body beyond all measure', { kind: 'huge-body' }, /too large/],
  ['an answer too late', { kind: 'hang' }, /within 0\.5 seconds/],
  ['a body that stalls', { kind: 'stalled-body' }, /within 0\.5 seconds/],
];

describe.each(Object.entries(STEPS))('%s', (step, request) => {
  test.each(OUTAGES)('with %s may work later', async (_, fault, message) => {
    const all = await setUp({}, { timeoutMs: 500 });
    expect(await outageOf(request(all, fault))).toMatch(message);
    expect(all.events.at(-1)).toMatchObject({ step, outcome: 'unavailable' });
    expect(all.cognito.requests.map(({ endpoint }) => endpoint)).not.toContain('/elsewhere');
  });

  test('waits for an answer that is slow but in time', async () => {
    const all = await setUp();
    await request(all, { kind: 'delay', delayMs: 300 });
    expect(all.events.at(-1)).toMatchObject({ step, outcome: 'ok' });
    expect(all.events.at(-1)?.durationMs).toBeGreaterThanOrEqual(290);
  });

  test('is refused in the words of OAuth', async () => {
    const all = await setUp();
    const body = { error: 'invalid_request', error_description: 'That is not how it goes.' };
    expect(await refusalOf(request(all, { kind: 'status', status: 400, body }))).toBe(
      "Fergus's sign-in refused: invalid_request (That is not how it goes.).",
    );
    expect(all.events.at(-1)).toMatchObject({ step, outcome: 'refused' });
  });

  test.each(['invalid_client', 'unauthorized_client'])(
    'ends no sign-in where Cognito does not accept us (%s)',
    async (error) => {
      const all = await setUp();
      const message = await outageOf(request(all, { kind: 'status', status: 400, body: { error } }));
      expect(message).toMatch(/does not accept this server.*COGNITO_CLIENT_SECRET/);
    },
  );
});

describe.each(Object.entries(STEPS).filter(([step]) => step !== 'revoke'))('%s', (_step, request) => {
  test.each<[string, FaultOrder]>([
    ['a web page', { kind: 'html', status: 200 }],
    ['broken JSON', { kind: 'not-json' }],
    ['nothing', { kind: 'status', status: 200, body: '' }],
    ['a list', { kind: 'status', status: 200, body: [] }],
  ])('that is answered with %s may work later', async (_, fault) => {
    expect(await outageOf(request(await setUp(), fault))).toMatch(/not JSON/);
  });
});

test('a wrong secret is told as a fault of the configuration', async () => {
  const { signIn } = await setUp({}, { clientSecret: 'a-wrong-secret' });
  const message = await outageOf(signIn());
  expect(message).toContain('invalid_client');
  expect(message).not.toContain('a-wrong-secret');
});

test.each([
  ['has no access token', { token_type: 'Bearer' }],
  ['has a nameless type', { access_token: 'a' }],
  ['has a type of its own', { access_token: 'a', token_type: 'mac' }],
  ['lives for no number of seconds', { access_token: 'a', token_type: 'Bearer', expires_in: 'soon' }],
  [
    'has an id token that fails its checks',
    { access_token: 'a', token_type: 'Bearer', id_token: 'e30.e30.' },
  ],
])('a refresh whose answer %s does not end the sign-in', async (_, body) => {
  const { cognito, handler, signIn } = await setUp();
  const { refreshToken = '' } = (await signIn()).tokens;
  cognito.faults.order({ kind: 'status', status: 200, body });
  expect(await outageOf(handler.refreshAccessToken(refreshToken))).toContain('failed a check');
  expect((await handler.refreshAccessToken(refreshToken)).refreshToken).toBe(refreshToken);
});

test('a server that is not there may come back', async () => {
  const origin = `http://127.0.0.1:${await freePort()}`;
  const { handler } = await setUp({}, { origin });
  const message = await outageOf(handler.refreshAccessToken('any'));
  expect(message).toContain(`(${origin.slice('http://'.length)}) failed (ECONNREFUSED)`);
});

test('our secret is not sent over plain http to another machine', async () => {
  const { handler, events } = await setUp({}, { origin: 'http://auth.example' });
  expect(await outageOf(handler.refreshAccessToken('any'))).toContain('only requests to HTTPS are allowed');
  expect(events).toHaveLength(1);
});

describe('what Cognito says', () => {
  const refusalWith = async (body: Record<string, unknown>) => {
    const { cognito, handler } = await setUp();
    cognito.faults.order({ kind: 'status', status: 400, body });
    return refusalOf(handler.refreshAccessToken('any'));
  };

  test('is cut to 200 characters of the ones that RFC 6749 allows', async () => {
    const description = `Line\r\none\u001b[31m "quoted" \\ \u202e${'long words '.repeat(100)}`;
    const message = await refusalWith({ error: 'invalid_grant', error_description: description });
    expect(message).toMatch(
      /^Fergus's sign-in refused: invalid_grant \(Line one \[31m quoted long words [a-z ]*\)\.$/,
    );
    expect(message.length).toBeLessThan(250);
  });

  test('may be of a wrong type or empty', async () => {
    expect(await refusalWith({ error: 'invalid_grant', error_description: { a: 1 } })).toContain(
      'invalid_grant.',
    );
    expect(await refusalWith({ error: '\n' })).toContain('an error without a name');
  });

  test('never repeats a token, a code or a secret of the sign-in', async () => {
    const { cognito, handler, signIn } = await setUp();
    const { tokens } = await signIn();
    for (const secret of [...cognito.issued, cognito.clientSecret, handler.newSecrets().codeVerifier]) {
      const body = { error: 'invalid_grant', error_description: `No such token: '${secret}', try again` };
      cognito.faults.order({ kind: 'status', status: 400, body });
      const message = await refusalOf(handler.refreshAccessToken(tokens.refreshToken ?? ''));
      expect(message).toContain("(No such token: '…', try again)");
      cognito.faults.order({ kind: 'status', status: 400, body: { error: secret } });
      expect(await refusalOf(handler.refreshAccessToken('any'))).not.toContain(secret);
    }
    expect(cognito.issued.length).toBeGreaterThan(3);
  });
});
