import { SCOPES, type Scope } from './scopes.ts';

/** A request that was not let in, with what its client needs to get in (RFC 6750 §3). */
export class BearerRefused extends Error {
  override readonly name = 'BearerRefused';
  readonly status: 401 | 403;
  /** The value of `WWW-Authenticate`. */
  readonly challenge: string;

  /**
   * @param error left out where the request carried no token at all (RFC 6750 §3.1).
   * @param resourceMetadata where the client learns how to sign in (RFC 9728 §5.1).
   */
  constructor(
    error: 'invalid_token' | 'insufficient_scope' | undefined,
    message: string,
    resourceMetadata: string,
    scopes: readonly Scope[] = SCOPES,
  ) {
    super(message);
    this.status = error === 'insufficient_scope' ? 403 : 401;
    const parameters = {
      ...(error !== undefined && { error, error_description: message }),
      scope: scopes.join(' '),
      resource_metadata: resourceMetadata,
    };
    const quoted = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`);
    this.challenge = `Bearer ${quoted.join(', ')}`;
  }
}

/** The token of an `Authorization` header; the scheme's case does not matter (RFC 9110 §11.1). */
export function bearerOf(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization ?? '')?.[1];
}
