/** The error codes that our endpoints answer (RFC 6749 §4.1.2.1 and §5.2, RFC 7591 §3.2.2, RFC 8707 §2). */
export type OAuthErrorCode =
  | 'access_denied'
  | 'invalid_client'
  | 'invalid_client_metadata'
  | 'invalid_grant'
  | 'invalid_redirect_uri'
  | 'invalid_request'
  | 'invalid_scope'
  | 'invalid_target'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'unsupported_grant_type'
  | 'unsupported_response_type';

/** A refusal that the client gets as OAuth JSON, or in the query of its redirect address. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;

  /** @param description for developers: what is wrong and what to do; ASCII without quotes (RFC 6749 §5.2). */
  constructor(code: OAuthErrorCode, description: string) {
    super(description);
    this.code = code;
  }

  /** 401 for a client that is not known or not proven, which makes it register again; 503 where waiting helps. */
  get status(): number {
    if (this.code === 'invalid_client') return 401;
    return this.code === 'temporarily_unavailable' ? 503 : 400;
  }

  toJSON() {
    return { error: this.code, error_description: this.message };
  }
}
