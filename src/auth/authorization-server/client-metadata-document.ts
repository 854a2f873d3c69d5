import { z } from 'zod';
import type { OAuthClient } from './client.ts';
import { clientNameSchema, redirectUrisSchema } from './client-metadata.ts';
import { type FetchedDocument, isJson } from './fetch-document.ts';
import { URI_CHARACTERS } from './redirect-uri.ts';

const MAX_LENGTH = 2048;

/** The path, before the query. */
const DOCUMENT_URL = /^https:\/\/[^/?@]+(\/[^?]+)(?:\?.*)?$/;
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

/**
 * `unreadable`: the document cannot be had now, and may be later. `invalid`: there is none, or it breaks the
 * rules, until its maker mends it.
 */
export type DocumentProblem = 'unreadable' | 'invalid';

/** A client whose metadata document is of no use. The message says why, in a sentence for the error page. */
export class ClientDocumentError extends Error {
  override readonly name = 'ClientDocumentError';
  readonly problem: DocumentProblem;

  constructor(problem: DocumentProblem, message: string, cause?: unknown) {
    super(message, { cause });
    this.problem = problem;
  }
}

/**
 * Whether a `client_id` can be the address of a metadata document: https, with a path, without fragment, user
 * name or dot segments (client ID metadata documents, draft §3). The text is judged as it stands, since parsing
 * it resolves the dot segments.
 */
export function isDocumentClientId(text: string): boolean {
  if (text.length > MAX_LENGTH || text.includes('#') || !URI_CHARACTERS.test(text)) return false;
  const path = DOCUMENT_URL.exec(text)?.[1];
  if (path === undefined || path.split('/').some((segment) => DOT_SEGMENT.test(segment))) return false;
  return URL.canParse(text);
}

function listOf(name: string) {
  const problem = `${name} is not a list of texts.`;
  return z.array(z.string(problem), problem);
}

const documentSchema = z.looseObject(
  {
    client_id: z.string('client_id is missing.'),
    client_name: clientNameSchema.refine((name) => name !== '', 'client_name is empty.'),
    redirect_uris: redirectUrisSchema,
    token_endpoint_auth_method: z.string('token_endpoint_auth_method is not a text.').optional(),
    token_endpoint_auth_methods_supported: listOf('token_endpoint_auth_methods_supported').optional(),
    grant_types: listOf('grant_types')
      .refine((grants) => grants.includes('authorization_code'), 'grant_types lacks authorization_code.')
      .optional(),
    response_types: listOf('response_types')
      .refine((types) => types.includes('code'), 'response_types lacks code.')
      .optional(),
  },
  'it is not a JSON object.',
);

/**
 * The client that a fetched document describes (draft §4). Grants and response types beyond ours are passed over:
 * a document names all that its client uses anywhere.
 *
 * @throws {ClientDocumentError}
 */
export function parseClientDocument(clientId: string, answer: FetchedDocument): OAuthClient {
  const result = documentSchema.safeParse(jsonIn(clientId, answer));
  if (!result.success) throw invalid(clientId, result.error.issues[0]?.message ?? '');
  const { data } = result;
  if (data.client_id !== clientId) throw invalid(clientId, 'its client_id is another address.');
  const problem = authProblem(data);
  if (problem) throw invalid(clientId, problem);
  return {
    clientId,
    kind: 'metadata-document',
    clientName: data.client_name,
    redirectUris: data.redirect_uris,
    tokenEndpointAuthMethod: 'none',
  };
}

/** A document that anybody can read holds no secret; and keys (`private_key_jwt`) are not among our methods. */
function authProblem(document: z.infer<typeof documentSchema>): string | undefined {
  const method = document.token_endpoint_auth_method;
  const secret = 'client_secret' in document || 'client_secret_expires_at' in document;
  if (secret || method?.startsWith('client_secret_')) return 'a document cannot have a shared secret.';
  const methods = document.token_endpoint_auth_methods_supported;
  // ChatGPT prefers private_key_jwt and lists what it can do besides.
  const isPublic = method === 'none' || (methods ? methods.includes('none') : method === undefined);
  return isPublic ? undefined : 'it does not offer none as a token endpoint auth method.';
}

/** A page of a proxy or of an overloaded host says nothing about the client; only "not there" does. */
function jsonIn(clientId: string, { status, contentType, body }: FetchedDocument): unknown {
  if (status === 404 || status === 410) throw invalid(clientId, `there is none (status ${status}).`);
  if (status >= 300 && status < 400) {
    throw unreadable(clientId, `it answers with a redirect (status ${status}), which is not followed`);
  }
  if (status !== 200) throw unreadable(clientId, `it answers with status ${status}`);
  if (!isJson(contentType)) throw unreadable(clientId, 'its content type is not JSON');
  try {
    return JSON.parse(body);
  } catch (error) {
    throw unreadable(clientId, 'it is not valid JSON', error);
  }
}

function invalid(clientId: string, what: string): ClientDocumentError {
  const message = `The app describes itself at ${clientId}, but that document is not valid: ${what}`;
  return new ClientDocumentError('invalid', message);
}

/** @param reason the end of a sentence. */
export function unreadable(clientId: string, reason: string, cause?: unknown): ClientDocumentError {
  const message = `The app describes itself at ${clientId}, but that document cannot be read: ${reason}.`;
  return new ClientDocumentError('unreadable', message, cause);
}
