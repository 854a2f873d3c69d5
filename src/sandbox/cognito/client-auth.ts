import type { Request } from 'express';
import { formField } from './form.ts';
import { OAuthError } from './oauth-error.ts';

/** The one registered client. */
export interface SandboxClient {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * Lets only the registered client through, by HTTP Basic (form-encoded, RFC 6749 §2.3.1) or form fields.
 *
 * @param status of the refusal: Cognito answers 400 at the token endpoint, 401 at the revocation endpoint.
 * @throws {OAuthError} invalid_client.
 */
export function requireClient(req: Request, client: SandboxClient, status: 400 | 401): void {
  const [id, secret] = credentialsIn(req);
  if (id !== client.clientId || secret !== client.clientSecret) {
    throw new OAuthError('invalid_client', undefined, status);
  }
}

function credentialsIn(req: Request): (string | undefined)[] {
  const encoded = /^Basic (\S+)$/i.exec(req.get('authorization') ?? '')?.[1];
  if (encoded === undefined) return [formField(req, 'client_id'), formField(req, 'client_secret')];
  const [, id = '', secret = ''] = /^([^:]*):(.*)$/.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return [formDecoded(id), formDecoded(secret)];
}

function formDecoded(text: string): string | undefined {
  return new URLSearchParams(`value=${text.replaceAll('&', '%26')}`).get('value') ?? undefined;
}
