/** The OAuth client and grant that `POST /disconnect` ends. */
export interface DisconnectPayload {
  readonly refreshToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
}
