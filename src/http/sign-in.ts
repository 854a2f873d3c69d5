import { ClientRegistry } from '../auth/authorization-server/client-registry.ts';
import type { SignInEvent } from '../auth/authorization-server/context.ts';
import { SignInCookies } from '../auth/authorization-server/cookies.ts';
import { createDocumentFetcher, type FetchDocument } from '../auth/authorization-server/fetch-document.ts';
import { type GrantEvent, Grants } from '../auth/authorization-server/grants.ts';
import { authorizationServer } from '../auth/authorization-server/index.ts';
import { BearerRefused, bearerOf } from '../auth/bearer.ts';
import { type CognitoOptions, type CognitoRequestEvent, OAuthHandler } from '../auth/oauth-handler.ts';
import { type TokenEvent, TokenManager } from '../auth/token-manager.ts';
import { UpstreamRefused, UpstreamUnavailable } from '../auth/upstream.ts';
import { FergusClient } from '../fergus/client.ts';
import { disconnect } from '../fergus/endpoints/server.ts';
import { getCurrentUser } from '../fergus/endpoints/users.ts';
import { FergusError } from '../fergus/errors.ts';
import type { Encryption } from '../storage/encryption.ts';
import type { Store } from '../storage/store.ts';
import type { ToolSelection } from '../tools/catalog.ts';
import { Caller } from '../transports/caller.ts';
import type { Access } from './access.ts';
import { resourceMetadataOf } from './addresses.ts';
import { type ConnectionEvents, Connections } from './connections.ts';
import { selectionOf } from './selection.ts';

/** Somebody waits to be signed out, which they are here by then. */
const DISCONNECT_TIMEOUT_MS = 5000;

export interface SignInEvents extends ConnectionEvents {
  readonly onSignIn: (event: SignInEvent) => void;
  readonly onGrant: (event: GrantEvent) => void;
  readonly onToken: (event: TokenEvent) => void;
  readonly onCognito: (event: CognitoRequestEvent) => void;
}

export interface SignInOptions extends SignInEvents {
  readonly publicUrl: string;
  readonly store: Store;
  readonly encryption: Encryption;
  readonly cognito: CognitoOptions;
  /** Of the Fergus API. */
  readonly baseUrl: string;
  readonly offered: ToolSelection;
  readonly requireOwner: boolean;
  /** How long a sign-in lives without being used, in milliseconds. */
  readonly lifetimeMs: number;
  /** Fetches client metadata documents; tests bring their own, so as to reach no other machine. */
  readonly fetchDocument?: FetchDocument | undefined;
}

/** Lets users in who signed in to Fergus and allowed their assistant to act for them. */
export function signIn(options: SignInOptions): Access {
  const { publicUrl, store, encryption, cognito, baseUrl, offered, lifetimeMs } = options;
  const upstream = new OAuthHandler(cognito);
  const resource = `${publicUrl}/mcp`;
  const tokens = new TokenManager({
    store,
    encryption,
    authority: {
      refreshAccessToken: (refreshToken) => upstream.refreshAccessToken(refreshToken),
      async revoke(tokens, signedOut) {
        let { accessToken, refreshToken } = tokens;
        if (refreshToken === undefined) return;
        try {
          if (!signedOut) return;
          // Whoever signs out has often not called anything for hours, and Fergus listens to good tokens only.
          if (tokens.expiresAt <= Date.now()) {
            ({ accessToken, refreshToken = refreshToken } = await upstream.refreshAccessToken(refreshToken));
          }
          await disconnectFergus(baseUrl, accessToken, { ...cognito, refreshToken });
        } finally {
          await upstream.revokeToken(refreshToken);
        }
      },
    },
    onEvent: options.onToken,
  });
  const grants = new Grants({ store, tokens, resource, lifetimeMs, onEvent: options.onGrant });
  const connections = new Connections({ ...options, tokens, grants });
  const resourceMetadata = resourceMetadataOf(publicUrl);
  const signInHost = new URL(cognito.origin).host;

  return {
    signInHost,
    async authenticate(req) {
      const presented = bearerOf(req.get('authorization'));
      if (presented === undefined) {
        throw new BearerRefused(undefined, 'Sign in to Fergus to use this server.', resourceMetadata);
      }
      const bearer = await grants.verify(presented);
      const ended = 'The access token is unknown, expired or revoked. Refresh it, or sign in again.';
      if (!bearer) throw new BearerRefused('invalid_token', ended, resourceMetadata);
      try {
        await tokens.getAccessToken(bearer.grantId);
      } catch (error) {
        if (!(error instanceof UpstreamRefused)) throw error;
        await grants.end(bearer.grantId);
        const over = 'The sign-in at Fergus has ended. Sign in again.';
        throw new BearerRefused('invalid_token', over, resourceMetadata);
      }
      const connection = connections.of(bearer, selectionOf(req.query, offered));
      return new Caller({ ...bearer, connection });
    },
    routes(limits, onError) {
      const context = {
        issuer: publicUrl,
        resources: [resource, publicUrl, `${publicUrl}/`] as const,
        signInHost,
        store,
        encryption,
        cookies: new SignInCookies(encryption, publicUrl.startsWith('https:')),
        clients: new ClientRegistry(store, {
          fetchDocument: options.fetchDocument ?? createDocumentFetcher(),
        }),
        grants,
        upstream,
        isOwner: options.requireOwner ? (token: string) => isOwner(baseUrl, token) : undefined,
        onEvent: options.onSignIn,
      };
      return authorizationServer(context, limits, new URL(cognito.redirectUri).pathname, onError);
    },
  };
}

async function isOwner(baseUrl: string, token: string): Promise<boolean> {
  const { isOwner: owner } = await getCurrentUser(new FergusClient({ baseUrl, token }).forCall());
  if (typeof owner !== 'boolean') throw new Error('Fergus did not say whether this user is an owner.');
  return owner;
}

/** Tells Fergus that this user uses us no more. @throws {UpstreamRefused | UpstreamUnavailable} */
async function disconnectFergus(
  baseUrl: string,
  token: string,
  { refreshToken, clientId, clientSecret }: { refreshToken: string; clientId: string; clientSecret: string },
): Promise<void> {
  const api = new FergusClient({ baseUrl, token, timeoutMs: DISCONNECT_TIMEOUT_MS }).forCall();
  try {
    await disconnect(api, { refreshToken, clientId, clientSecret });
  } catch (error) {
    if (!(error instanceof FergusError)) throw error;
    const Kind = error.retryable ? UpstreamUnavailable : UpstreamRefused;
    throw new Kind(error.message, { cause: error });
  }
}
