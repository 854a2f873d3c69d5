import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { SandboxFergus } from '../fergus-api/index.ts';
import { type Claims, signJwt } from './jwt.ts';
import { OAuthError } from './oauth-error.ts';
import type { SandboxUser } from './users.ts';

/** Cognito's codes live five minutes. */
const CODE_LIFETIME_MS = 5 * 60_000;

/** What an authorization request asked for and a code is bound to. */
export interface CodeRequest {
  readonly redirectUri: string;
  readonly scope: string;
  readonly nonce: string | undefined;
  /** S256 (RFC 7636 §4.2). */
  readonly codeChallenge: string;
}

/** The token endpoint's answer; without a new refresh token where the old one goes on. */
export interface TokenAnswer {
  readonly access_token: string;
  readonly id_token?: string;
  readonly refresh_token?: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
}

/** Gives the claims that an id token is to carry in the place of `claims`; `undefined`: no id token at all. */
export type IdTokenAlteration = (claims: Claims) => Claims | undefined;

export interface GrantOptions {
  readonly fergus: Pick<SandboxFergus, 'addToken' | 'revokeToken' | 'businesses'>;
  readonly now: () => Date;
  readonly issuer: string;
  readonly clientId: string;
  readonly accessTokenSeconds: number;
}

/** One sign-in, from the code on. */
interface Grant {
  readonly user: SandboxUser;
  readonly scope: string;
  readonly accessTokens: Set<string>;
  /** The one that works; `undefined` when the sign-in is over. */
  refreshToken: string | undefined;
}

/** What the sign-in has given out, and what of it still works. */
export class Grants {
  /** Every secret ever given out, for tests that look for them where they must not be. */
  readonly issued: string[] = [];
  /** Whether a refresh replaces the refresh token. The one before is then refused at once. */
  rotation: boolean;
  alterIdToken: IdTokenAlteration | undefined;
  readonly #options: GrantOptions;
  readonly #codes = new Map<
    string,
    CodeRequest & { readonly user: SandboxUser; readonly expiresAt: number }
  >();
  readonly #refreshTokens = new Map<string, Grant>();
  readonly #accessTokens = new Map<string, { readonly user: SandboxUser; readonly expiresAt: Date }>();

  constructor(options: GrantOptions, rotation: boolean) {
    this.#options = options;
    this.rotation = rotation;
  }

  addCode(user: SandboxUser, request: CodeRequest): string {
    const code = this.#issue(randomUUID());
    this.#codes.set(code, { ...request, user, expiresAt: this.#options.now().getTime() + CODE_LIFETIME_MS });
    return code;
  }

  /** A code works once, whatever comes of it. @throws {OAuthError} invalid_grant. */
  redeem(code: string, redirectUri: string | undefined, verifier: string | undefined): TokenAnswer {
    const request = this.#codes.get(code);
    this.#codes.delete(code);
    if (request === undefined || request.expiresAt <= this.#options.now().getTime()) throw invalidGrant();
    if (redirectUri !== request.redirectUri) throw invalidGrant();
    if (verifier === undefined || s256(verifier) !== request.codeChallenge) throw invalidGrant();

    const { user, scope, nonce } = request;
    const grant: Grant = { user, scope, accessTokens: new Set(), refreshToken: undefined };
    return { ...this.#tokensFor(grant, nonce), refresh_token: this.#newRefreshToken(grant) };
  }

  /** @throws {OAuthError} invalid_grant. */
  refresh(refreshToken: string): TokenAnswer {
    const grant = this.#refreshTokens.get(refreshToken);
    if (grant?.refreshToken !== refreshToken) throw invalidGrant('Refresh Token has been revoked');
    const answer = this.#tokensFor(grant, undefined);
    return this.rotation ? { ...answer, refresh_token: this.#newRefreshToken(grant) } : answer;
  }

  /** Ends the sign-in of a refresh token with the access tokens made from it; an unknown token is no error. */
  revoke(token: string): void {
    if (this.#accessTokens.has(token)) throw new OAuthError('unsupported_token_type');
    const grant = this.#refreshTokens.get(token);
    if (grant === undefined) return;
    grant.refreshToken = undefined;
    for (const accessToken of grant.accessTokens) this.#endAccessToken(accessToken);
  }

  userOf(accessToken: string): SandboxUser | undefined {
    const token = this.#accessTokens.get(accessToken);
    return token !== undefined && token.expiresAt > this.#options.now() ? token.user : undefined;
  }

  expireAccessTokens(): void {
    for (const accessToken of [...this.#accessTokens.keys()]) this.#endAccessToken(accessToken);
  }

  /** @param sub whose; everybody's without it. */
  endGrants(sub?: string): void {
    for (const grant of this.#refreshTokens.values()) {
      if (sub === undefined || grant.user.sub === sub) grant.refreshToken = undefined;
    }
  }

  #tokensFor(grant: Grant, nonce: string | undefined): TokenAnswer {
    const { fergus, now, issuer, clientId, accessTokenSeconds } = this.#options;
    const { user, scope } = grant;
    const issuedAt = now();
    const expiresAt = new Date(issuedAt.getTime() + accessTokenSeconds * 1000);
    const iat = Math.floor(issuedAt.getTime() / 1000);
    const common = { sub: user.sub, iss: issuer, iat, exp: iat + accessTokenSeconds };

    const accessClaims = { ...common, token_use: 'access', scope, client_id: clientId, jti: randomUUID() };
    const accessToken = this.#issue(signJwt(accessClaims));
    const { userId, isOwner } = user;
    const business = fergus.businesses[user.business];
    fergus.addToken({ token: accessToken, business, userId, isOwner, expiresAt });
    this.#accessTokens.set(accessToken, { user, expiresAt });
    grant.accessTokens.add(accessToken);

    const { name, email } = user;
    const idClaims = { ...common, token_use: 'id', aud: clientId, name, email, email_verified: true };
    const withNonce = nonce === undefined ? idClaims : { ...idClaims, nonce };
    const claims = this.alterIdToken === undefined ? withNonce : this.alterIdToken(withNonce);
    return {
      access_token: accessToken,
      ...(claims === undefined ? {} : { id_token: this.#issue(signJwt(claims)) }),
      token_type: 'Bearer',
      expires_in: accessTokenSeconds,
    };
  }

  #newRefreshToken(grant: Grant): string {
    const token = this.#issue(randomBytes(96).toString('base64url'));
    grant.refreshToken = token;
    this.#refreshTokens.set(token, grant);
    return token;
  }

  #endAccessToken(token: string): void {
    this.#accessTokens.delete(token);
    this.#options.fergus.revokeToken(token);
  }

  #issue(secret: string): string {
    this.issued.push(secret);
    return secret;
  }
}

function invalidGrant(description?: string): OAuthError {
  return new OAuthError('invalid_grant', description);
}

function s256(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
