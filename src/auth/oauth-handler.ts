import * as oauth from 'oauth4webapi';
import { askCognito, type CognitoStep, oauthFailure } from './cognito-request.ts';
import { UpstreamRefused, type UpstreamTokens, UpstreamUnavailable, type UpstreamUser } from './upstream.ts';

const TIMEOUT_MS = 8000;
/** Cognito's default, for an answer that does not say how long its access token lives. */
const ACCESS_TOKEN_SECONDS = 3600;

/** Our registration with Fergus's sign-in. */
export interface CognitoOptions {
  /** Origin of the hosted sign-in, `https://auth.fergus.com`; http on loopback only. */
  readonly origin: string;
  /** `iss` of its id tokens: `https://cognito-idp.<region>.amazonaws.com/<userPoolId>`. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where users come back to; registered with Fergus, character by character. */
  readonly redirectUri: string;
  /** Space-separated: `openid email profile`. */
  readonly scopes: string;
  /** For one request with its answer, in milliseconds; 8000 without it. */
  readonly timeoutMs?: number | undefined;
  readonly onRequest?: ((event: CognitoRequestEvent) => void) | undefined;
}

/** One request to Cognito, for logs and metrics. */
export interface CognitoRequestEvent {
  readonly step: CognitoStep;
  readonly durationMs: number;
  /** `refused` counts answers that failed a check, too. */
  readonly outcome: 'ok' | 'refused' | 'unavailable';
}

/** What one sign-in is protected with; kept from the redirect to Cognito until the callback. */
export interface SignInSecrets {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface SignedIn {
  readonly tokens: UpstreamTokens;
  readonly user: UpstreamUser;
}

/**
 * Our one confidential client of AWS Cognito: authorization code with PKCE, refresh, revocation.
 *
 * Every method rejects with {@link UpstreamRefused} or {@link UpstreamUnavailable}. Their messages hold neither
 * tokens nor secrets, and may be shown; what Cognito said in them must be escaped.
 */
export class OAuthHandler {
  readonly #options: CognitoOptions;
  readonly #server: oauth.AuthorizationServer;
  readonly #client: oauth.Client;
  readonly #authentication: oauth.ClientAuth;

  constructor(options: CognitoOptions) {
    const endpoint = (path: string) => new URL(path, options.origin).href;
    this.#options = options;
    this.#server = {
      issuer: options.issuer,
      authorization_endpoint: endpoint('/oauth2/authorize'),
      token_endpoint: endpoint('/oauth2/token'),
      revocation_endpoint: endpoint('/oauth2/revoke'),
      userinfo_endpoint: endpoint('/oauth2/userInfo'),
    };
    this.#client = { client_id: options.clientId };
    this.#authentication = oauth.ClientSecretBasic(options.clientSecret);
  }

  /** Fresh secrets for one sign-in: 256 random bits each. */
  newSecrets(): SignInSecrets {
    return {
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
      codeVerifier: oauth.generateRandomCodeVerifier(),
    };
  }

  /** Where to send the browser (RFC 6749 §4.1.1). Everything in it is ours; nothing comes from the MCP client. */
  async generateAuthUrl({ state, nonce, codeVerifier }: SignInSecrets): Promise<URL> {
    const { clientId, redirectUri, scopes } = this.#options;
    const url = new URL(this.#server.authorization_endpoint ?? '');
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: scopes,
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }).toString();
    return url;
  }

  /**
   * Checks what Cognito sent the browser back with, and redeems its code. An id token is checked for issuer,
   * audience, nonce and expiry, but not for its signature: it comes from Cognito itself over TLS (OIDC Core
   * §3.1.3.7). Without one, Cognito is asked who the user is.
   */
  async exchangeCodeForTokens(callback: URLSearchParams, secrets: SignInSecrets): Promise<SignedIn> {
    const parameters = this.#checkedCallback(callback, secrets.state);
    const { tokens, claims } = await this.#request('token', async (http, sentAt) => {
      const response = await oauth.authorizationCodeGrantRequest(
        this.#server,
        this.#client,
        this.#authentication,
        parameters,
        this.#options.redirectUri,
        secrets.codeVerifier,
        http,
      );
      const hasIdToken = 'id_token' in ((await response.clone().json()) as object);
      const checks = hasIdToken ? { expectedNonce: secrets.nonce } : {};
      const answer = await oauth.processAuthorizationCodeResponse(
        this.#server,
        this.#client,
        response,
        checks,
      );
      return { tokens: tokensIn(answer, sentAt), claims: oauth.getValidatedIdTokenClaims(answer) };
    });
    return { tokens, user: userIn(claims ?? (await this.#userInfo(tokens.accessToken))) };
  }

  /** New tokens; with the old refresh token where Cognito gives no new one. */
  refreshAccessToken(refreshToken: string): Promise<UpstreamTokens> {
    return this.#request('refresh', async (http, sentAt) => {
      const response = await oauth.refreshTokenGrantRequest(
        this.#server,
        this.#client,
        this.#authentication,
        refreshToken,
        http,
      );
      const answer = await oauth.processRefreshTokenResponse(this.#server, this.#client, response);
      return { refreshToken, ...tokensIn(answer, sentAt) };
    });
  }

  /** Ends a sign-in at Cognito, access tokens included (RFC 7009). */
  revokeToken(refreshToken: string): Promise<void> {
    return this.#request('revoke', async (http) => {
      await oauth.revocationRequest(this.#server, this.#client, this.#authentication, refreshToken, http);
    });
  }

  #userInfo(accessToken: string): Promise<oauth.UserInfoResponse> {
    return this.#request('userinfo', async (http) => {
      const response = await oauth.userInfoRequest(this.#server, this.#client, accessToken, http);
      return oauth.processUserInfoResponse(this.#server, this.#client, oauth.skipSubjectCheck, response);
    });
  }

  #checkedCallback(callback: URLSearchParams, state: string): URLSearchParams {
    try {
      const parameters = oauth.validateAuthResponse(this.#server, this.#client, callback, state);
      const [code, ...more] = parameters.getAll('code');
      if (code && more.length === 0) return parameters;
    } catch (error) {
      if (error instanceof oauth.AuthorizationResponseError) {
        throw oauthFailure(error.error, error.error_description);
      }
      throw checkFailure(error, 'token');
    }
    throw new UpstreamRefused("The answer of Fergus's sign-in has no code.");
  }

  /** Runs one request with its checks, and tells `onRequest` how it went. */
  async #request<T>(step: CognitoStep, run: (http: HttpOptions, sentAt: number) => Promise<T>): Promise<T> {
    const { origin, timeoutMs = TIMEOUT_MS, onRequest } = this.#options;
    const http: HttpOptions = {
      [oauth.customFetch]: (url, request) => askCognito(step, timeoutMs, url, request),
      [oauth.allowInsecureRequests]: isLoopback(origin),
    };
    const started = performance.now();
    let outcome: CognitoRequestEvent['outcome'] = 'unavailable';
    try {
      const result = await run(http, Date.now());
      outcome = 'ok';
      return result;
    } catch (error) {
      const failure = checkFailure(error, step);
      if (failure instanceof UpstreamRefused) outcome = 'refused';
      throw failure;
    } finally {
      onRequest?.({ step, durationMs: Math.round(performance.now() - started), outcome });
    }
  }
}

interface HttpOptions {
  readonly [oauth.customFetch]: (
    url: string,
    request: oauth.CustomFetchOptions<string, URLSearchParams | undefined>,
  ) => Promise<Response>;
  readonly [oauth.allowInsecureRequests]: boolean;
}

/**
 * The error for an answer that failed a check of the library, whose messages name the check and no value. A
 * sign-in fails for good by it; one that stands already does not end because an answer makes no sense.
 */
function checkFailure(error: unknown, step: CognitoStep): unknown {
  const failedCheck =
    error instanceof oauth.OperationProcessingError || error instanceof oauth.UnsupportedOperationError;
  if (!failedCheck) return error;
  const message = `The answer of Fergus's sign-in failed a check: ${error.message}.`;
  return step === 'refresh' ? new UpstreamUnavailable(message) : new UpstreamRefused(message);
}

function tokensIn(answer: oauth.TokenEndpointResponse, sentAt: number): UpstreamTokens {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = answer;
  const expiresAt = sentAt + (seconds ?? ACCESS_TOKEN_SECONDS) * 1000;
  return refreshToken === undefined ? { accessToken, expiresAt } : { accessToken, refreshToken, expiresAt };
}

/** @throws {UpstreamRefused} where the answer names nobody. */
function userIn({ sub, name, email }: oauth.IDToken | oauth.UserInfoResponse): UpstreamUser {
  if (sub === '') throw new UpstreamRefused("Fergus's sign-in did not say who signed in.");
  const called = [name, email].find((text) => typeof text === 'string' && text.trim() !== '');
  return typeof called === 'string' ? { id: sub, name: called } : { id: sub };
}

function isLoopback(origin: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(new URL(origin).hostname);
}
