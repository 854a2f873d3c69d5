import { randomUUID } from 'node:crypto';
import {
  type OAuthClientMetadata,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type StoredOAuthClientInformation,
  type StoredOAuthTokens,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { UnauthorizedError as V1UnauthorizedError } from '@modelcontextprotocol/sdk/client/auth.js';
import { StreamableHTTPClientTransport as V1StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport as V1Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import {
  type AnswerQuestion,
  type ClientKind,
  type ConnectedClient,
  connectBy,
  type Route,
} from './clients.ts';
import { authorizeAs, REDIRECT_URI, TestBrowser } from './oauth-flow.ts';

export interface TestSignInOptions {
  /** Whether the user leaves the box for making changes ticked; `true` without it. */
  readonly write?: boolean;
  /** Where the client describes itself, in the place of a registration. */
  readonly clientMetadataUrl?: string;
  /** How the client wants to prove who it is; the SDK's own choice without it. */
  readonly authMethod?: 'client_secret_basic' | 'client_secret_post';
}

/**
 * What an application gives either SDK for signing its user in: it remembers what the SDK wants remembered, and
 * its user is one of the Cognito sandbox who agrees to everything. How to sign in is the SDK's own affair.
 */
export class TestSignIn implements OAuthClientProvider {
  readonly redirectUrl = REDIRECT_URI;
  readonly clientMetadata: OAuthClientMetadata;
  readonly clientMetadataUrl?: string;
  /** Each request that the SDK made, as `GET /path 200`. */
  readonly requests: string[] = [];
  /** Every address of an authorization request that the user was sent to. */
  readonly authorizations: URL[] = [];
  /** What the SDK keeps. */
  kept: {
    client?: StoredOAuthClientInformation;
    tokens?: StoredOAuthTokens;
    verifier?: string;
    discovery?: OAuthDiscoveryState;
  } = {};
  /** Whether the user ticks the box for making changes. */
  write: boolean;
  readonly #user: string;
  readonly #browser = new TestBrowser();
  #state: string | undefined;
  #callback: URLSearchParams | undefined;

  /** @param user key of one of the sandbox's users. */
  constructor(user = 'owner', { write = true, clientMetadataUrl, authMethod }: TestSignInOptions = {}) {
    this.#user = user;
    this.write = write;
    this.clientMetadata = {
      client_name: 'Interop test',
      redirect_uris: [REDIRECT_URI],
      ...(authMethod && { token_endpoint_auth_method: authMethod }),
    };
    if (clientMetadataUrl !== undefined) this.clientMetadataUrl = clientMetadataUrl;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    const response = await fetch(request);
    this.requests.push(`${request.method} ${pathname} ${response.status}`);
    return response;
  };

  state(): string {
    this.#state = randomUUID();
    return this.#state;
  }

  clientInformation(): StoredOAuthClientInformation | undefined {
    return this.kept.client;
  }

  saveClientInformation(client: StoredOAuthClientInformation): void {
    this.kept.client = client;
  }

  tokens(): StoredOAuthTokens | undefined {
    return this.kept.tokens;
  }

  saveTokens(tokens: StoredOAuthTokens): void {
    this.kept.tokens = tokens;
  }

  codeVerifier(): string {
    return this.kept.verifier ?? '';
  }

  saveCodeVerifier(verifier: string): void {
    this.kept.verifier = verifier;
  }

  discoveryState(): OAuthDiscoveryState | undefined {
    return this.kept.discovery;
  }

  saveDiscoveryState(discovery: OAuthDiscoveryState): void {
    this.kept.discovery = discovery;
  }

  invalidateCredentials(scope: 'all' | 'client' | 'tokens' | 'verifier' | 'discovery'): void {
    const { client, tokens, verifier, discovery } = this.kept;
    this.kept = {
      ...(scope !== 'all' && scope !== 'client' && client && { client }),
      ...(scope !== 'all' && scope !== 'tokens' && tokens && { tokens }),
      ...(scope !== 'all' && scope !== 'verifier' && verifier !== undefined && { verifier }),
      ...(scope !== 'all' && scope !== 'discovery' && discovery && { discovery }),
    };
  }

  /** The user agrees on the consent page and signs in to Fergus. */
  async redirectToAuthorization(url: URL): Promise<void> {
    this.authorizations.push(url);
    const back = await authorizeAs(this.#user, url, { browser: this.#browser, write: this.write });
    if (back.searchParams.get('state') !== this.#state) throw new Error(`Another state in ${back.href}`);
    this.#callback = back.searchParams;
  }

  /** What the user came back with, once. @throws where nobody was sent to sign in. */
  takeCallback(): URLSearchParams {
    const callback = this.#callback;
    this.#callback = undefined;
    if (!callback) throw new Error('The SDK sent nobody to sign in.');
    return callback;
  }
}

/** The way to a server over HTTP. Each client gets a transport of its own. */
export class HttpRoute implements Route {
  readonly #url: URL;
  readonly #signIn: TestSignIn;
  #finish: ((callback: URLSearchParams) => Promise<void>) | undefined;
  #last: { readonly sessionId?: string | undefined } | undefined;

  constructor(url: string, signIn: TestSignIn) {
    this.#url = new URL(url);
    this.#signIn = signIn;
  }

  v1(): V1Transport {
    const { fetch } = this.#signIn;
    const transport = new V1StreamableHTTPClientTransport(this.#url, { authProvider: this.#signIn, fetch });
    this.#finish = (callback) => transport.finishAuth(callback.get('code') ?? '');
    this.#last = transport;
    // The class says `sessionId: string | undefined` where its own interface says `sessionId?: string`.
    return transport as V1Transport;
  }

  v2(): StreamableHTTPClientTransport {
    const { fetch } = this.#signIn;
    const transport = new StreamableHTTPClientTransport(this.#url, { authProvider: this.#signIn, fetch });
    this.#finish = (callback) => transport.finishAuth(callback);
    this.#last = transport;
    return transport;
  }

  /** The session of the latest transport, where it has one. */
  get sessionId(): string | undefined {
    return this.#last?.sessionId;
  }

  /** Hands what the user came back with to the SDK, which redeems the code. */
  async finishSignIn(): Promise<void> {
    await this.#finish?.(this.#signIn.takeCallback());
  }
}

export interface HttpClient extends ConnectedClient {
  readonly route: HttpRoute;
}

/** Connects over HTTP as an application does: where a sign-in is asked for, it waits for it and connects again. */
export async function connectOverHttp(
  kind: ClientKind,
  url: string,
  signIn: TestSignIn,
  answer?: AnswerQuestion,
): Promise<HttpClient> {
  const route = new HttpRoute(url, signIn);
  try {
    return { ...(await connectBy(kind, route, answer)), route };
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
  }
  await route.finishSignIn();
  return { ...(await connectBy(kind, route, answer)), route };
}

/** Whether the SDK stopped in order that the user signs in. */
export function isUnauthorized(error: unknown): boolean {
  return error instanceof UnauthorizedError || error instanceof V1UnauthorizedError;
}
