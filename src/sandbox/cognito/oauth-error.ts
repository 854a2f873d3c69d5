/** An error answer of the token, revocation or user-info endpoint (RFC 6749 §5.2). */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly status: number;
  readonly error: string;
  readonly description: string | undefined;

  constructor(error: string, description?: string, status = 400) {
    super(description ?? error);
    this.status = status;
    this.error = error;
    this.description = description;
  }
}

/** The JSON body of an error; Cognito often leaves the description out. */
export function errorBody(error: string, description?: string) {
  return description === undefined ? { error } : { error, error_description: description };
}
