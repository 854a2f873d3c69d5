import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import {
  type SandboxCognito,
  type SandboxCognitoOptions,
  startSandboxCognito,
} from '../../../src/sandbox/cognito/index.ts';
import { type SandboxFergus, startSandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';
import { signInAt } from '../../support/sign-in.ts';

export const REDIRECT_URI = 'http://localhost:3100/oauth/callback';
export const VERIFIER = 'a-verifier-of-at-least-43-characters-0123456789';

/** What a refusal of the endpoints looks like. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** Empty where the body is no JSON object. */
  readonly body: Record<string, unknown>;
}

export interface Setup {
  readonly fergus: SandboxFergus;
  readonly cognito: SandboxCognito;
  /** Address of a correct authorization request; a parameter of `undefined` is left out. */
  authorizeUrl(changes?: Record<string, string | undefined>): URL;
  /** A fresh code of a user. */
  codeOf(userKey: string): Promise<string>;
  /** Posts a form, with the client's secret by HTTP Basic unless `headers` says otherwise. */
  post(
    path: string,
    fields: Record<string, string | undefined>,
    headers?: Record<string, string>,
  ): Promise<Reply>;
  /** Redeems a code as the client would; `changes` as for {@link authorizeUrl}. */
  redeem(code: string, changes?: Record<string, string | undefined>): Promise<Reply>;
  refresh(refreshToken: unknown): Promise<Reply>;
  /** The Fergus sandbox's answer to who an access token is. */
  me(accessToken: unknown): Promise<Reply>;
  userInfo(accessToken: unknown): Promise<Reply>;
}

/** Both sandboxes for the length of one test. */
export async function setUp(options: Omit<SandboxCognitoOptions, 'fergus'> = {}): Promise<Setup> {
  const fergus = await startSandboxFergus(options.now === undefined ? {} : { now: options.now });
  onTestFinished(() => fergus.close());
  const cognito = await startSandboxCognito({ fergus, ...options });
  onTestFinished(() => cognito.close());
  const { url, clientId, clientSecret } = cognito;

  const authorizeUrl: Setup['authorizeUrl'] = (changes = {}) => {
    const parameters = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: REDIRECT_URI,
      scope: 'openid email profile',
      state: 'the state/&=',
      nonce: 'the-nonce',
      code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    return new URL(`/oauth2/authorize?${withoutUndefined(parameters)}`, url);
  };
  const basic = `Basic ${btoa(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`)}`;
  const post: Setup['post'] = async (path, fields, headers = { authorization: basic }) =>
    replyOf(await fetch(url + path, { method: 'POST', body: withoutUndefined(fields), headers }));
  const get = async (address: string, accessToken: unknown) =>
    replyOf(await fetch(address, { headers: { authorization: `Bearer ${accessToken}` } }));

  return {
    fergus,
    cognito,
    authorizeUrl,
    post,
    codeOf: async (userKey) =>
      (await signInAt(authorizeUrl(), userKey)).searchParams.get('code') ?? 'no code came back',
    redeem: (code, changes = {}) =>
      post('/oauth2/token', {
        grant_type: 'authorization_code',
        code,
        redirect_uri: REDIRECT_URI,
        code_verifier: VERIFIER,
        ...changes,
      }),
    refresh: (refreshToken) =>
      post('/oauth2/token', { grant_type: 'refresh_token', refresh_token: String(refreshToken) }),
    me: (accessToken) => get(`${fergus.url}/users/me`, accessToken),
    userInfo: (accessToken) => get(`${url}/oauth2/userInfo`, accessToken),
  };
}

/** The claims of a JWT, unchecked. */
export function claimsOf(jwt: unknown): Record<string, unknown> {
  return JSON.parse(Buffer.from(String(jwt).split('.')[1] ?? '', 'base64url').toString());
}

function withoutUndefined(fields: Record<string, string | undefined>): URLSearchParams {
  const present = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  return new URLSearchParams(present);
}

async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : {} };
}
