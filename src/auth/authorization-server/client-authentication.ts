import type { Request } from 'express';
import type { OAuthClient } from './client.ts';
import { ClientDocumentError } from './client-metadata-document.ts';
import type { ClientRegistry } from './client-registry.ts';
import { OAuthError } from './oauth-error.ts';

/** What a client presents to prove itself. */
interface Presented {
  readonly clientId: string;
  readonly secret: string | undefined;
}

/**
 * The client of a request to the token or revocation endpoint: public by its id alone, others by their secret in
 * the header or the body (RFC 6749 §2.3.1).
 *
 * @throws {OAuthError} `invalid_client` for one that is not known or whose secret is wrong, which makes clients
 *   register again; `invalid_request` for two proofs at once.
 */
export async function authenticateClient(
  clients: ClientRegistry,
  req: Request,
  form: Readonly<Record<string, string | undefined>>,
): Promise<OAuthClient> {
  const { clientId, secret } = presentedBy(req.get('authorization'), form);
  const client = await clients.find(clientId).catch((error: unknown) => {
    if (!(error instanceof ClientDocumentError)) throw error;
    // Where the document cannot be read just now, the client is still who it was.
    const code = error.problem === 'unreadable' ? 'temporarily_unavailable' : 'invalid_client';
    throw new OAuthError(code, error.message);
  });
  if (!client) {
    throw new OAuthError(
      'invalid_client',
      'The client is not known here, or its registration expired. Register again.',
    );
  }
  if (!clients.checkSecret(client, secret)) {
    throw new OAuthError('invalid_client', 'The client secret is missing or wrong.');
  }
  return client;
}

function presentedBy(
  authorization: string | undefined,
  form: Readonly<Record<string, string | undefined>>,
): Presented {
  const basic = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) {
    const { client_id: clientId, client_secret: secret } = form;
    if (!clientId) throw new OAuthError('invalid_client', 'client_id is missing.');
    return { clientId, secret };
  }
  const decoded = Buffer.from(basic, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const clientId = formDecoded(colon < 0 ? decoded : decoded.slice(0, colon));
  const secret = colon < 0 ? undefined : formDecoded(decoded.slice(colon + 1));
  if (clientId === undefined)
    throw new OAuthError('invalid_client', 'The Authorization header cannot be read.');
  if (form.client_secret !== undefined || (form.client_id !== undefined && form.client_id !== clientId)) {
    throw new OAuthError('invalid_request', 'The client proves itself twice, in the header and in the body.');
  }
  return { clientId, secret };
}

/** Both parts are form-encoded before they are joined (RFC 6749 §2.3.1). */
function formDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
