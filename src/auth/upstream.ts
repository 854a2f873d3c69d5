/** Tokens that Fergus's sign-in (AWS Cognito) gave for one user. They never leave the server. */
export interface UpstreamTokens {
  readonly accessToken: string;
  /** Cognito may leave it out of the answer to a refresh; then the old one goes on. */
  readonly refreshToken?: string | undefined;
  /** When the access token ends, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Who signed in: Cognito's `sub`, and what to call them where it is told. */
export interface UpstreamUser {
  readonly id: string;
  readonly name?: string | undefined;
}

/**
 * Cognito refuses for good (`invalid_grant` and the like): this sign-in is over and a new one is needed.
 */
export class UpstreamRefused extends Error {
  override readonly name = 'UpstreamRefused';
}

/** Cognito cannot be reached, is slow, or fails. The sign-in stays; the same call may succeed later. */
export class UpstreamUnavailable extends Error {
  override readonly name = 'UpstreamUnavailable';
}
