/** How a client proves itself at the token endpoint (RFC 7591 §2). */
export const TOKEN_ENDPOINT_AUTH_METHODS = ['none', 'client_secret_basic', 'client_secret_post'] as const;
export type TokenEndpointAuthMethod = (typeof TOKEN_ENDPOINT_AUTH_METHODS)[number];

/** An OAuth client: registered here (RFC 7591), or described by the document at its client id (CIMD). */
export interface OAuthClient {
  /** A random id of ours, or the https address of the client's metadata document. */
  readonly clientId: string;
  readonly kind: 'registered' | 'metadata-document';
  /** As the client calls itself: text of a stranger, to be escaped wherever it is shown. */
  readonly clientName: string | undefined;
  /** Each passed the rules of `redirect-uri.ts`. */
  readonly redirectUris: readonly string[];
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  /** SHA-256 of the secret, base64url; for clients with a secret only. */
  readonly secretHash?: string | undefined;
}
