import { randomBytes, timingSafeEqual } from 'node:crypto';
import { validate as isUuid, v4 as randomUuid } from 'uuid';
import { type Store, tagged } from '../../storage/store.ts';
import type { OAuthClient, TokenEndpointAuthMethod } from './client.ts';
import { ClientDocuments } from './client-documents.ts';
import { type ClientMetadata, GRANT_TYPES, RESPONSE_TYPES } from './client-metadata.ts';
import type { FetchDocument } from './fetch-document.ts';
import { hashOf } from './tokens.ts';

const DAY_MS = 24 * 60 * 60_000;
/** From the registration, or from the last day on which the client was used. */
const LIFETIME_MS = 90 * DAY_MS;

/** What is stored of a registered client. */
interface ClientRecord {
  readonly clientName?: string | undefined;
  readonly redirectUris: readonly string[];
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  readonly secretHash?: string | undefined;
  /** When the lifetime was last counted from, in milliseconds since the epoch. */
  readonly renewedAt: number;
}

/** The body of a registration's answer (RFC 7591 §3.2.1). */
export interface RegistrationAnswer {
  readonly client_id: string;
  /** Seconds since the epoch. */
  readonly client_id_issued_at: number;
  readonly client_secret?: string;
  /**
   * 0, "never", for clients with a secret: it lives as long as the registration, which goes on while it is used.
   * An end that is told makes clients give up a registration that works.
   */
  readonly client_secret_expires_at?: 0;
  readonly client_name?: string | undefined;
  readonly redirect_uris: readonly string[];
  readonly grant_types: readonly string[];
  readonly response_types: readonly string[];
  readonly token_endpoint_auth_method: TokenEndpointAuthMethod;
  readonly scope: string;
}

export interface Registration {
  readonly client: OAuthClient;
  /** For clients with a secret; it is shown this once, and stored by hash only. */
  readonly secret: string | undefined;
  readonly response: RegistrationAnswer;
}

export interface ClientRegistryOptions {
  readonly fetchDocument: FetchDocument;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/**
 * The clients of the authorization server: registered ones in the store, for 90 days after their last use, and
 * those that describe themselves in a metadata document.
 */
export class ClientRegistry {
  readonly #store: Store;
  readonly #documents: ClientDocuments;
  readonly #now: () => number;

  constructor(store: Store, { fetchDocument, now = () => Date.now() }: ClientRegistryOptions) {
    this.#store = store;
    this.#documents = new ClientDocuments(fetchDocument, now);
    this.#now = now;
  }

  /** @throws {StoreUnavailable} */
  async register(metadata: ClientMetadata): Promise<Registration> {
    const clientId = randomUuid();
    const { clientName, redirectUris, tokenEndpointAuthMethod, scope } = metadata;
    const secret = tokenEndpointAuthMethod === 'none' ? undefined : randomBytes(32).toString('base64url');
    const record: ClientRecord = {
      clientName,
      redirectUris,
      tokenEndpointAuthMethod,
      secretHash: secret && hashOf(secret),
      renewedAt: this.#now(),
    };
    await this.#store.set(keyOf(clientId), JSON.stringify(record), LIFETIME_MS);
    const response: RegistrationAnswer = {
      client_id: clientId,
      client_id_issued_at: Math.floor(record.renewedAt / 1000),
      ...(secret && { client_secret: secret, client_secret_expires_at: 0 }),
      client_name: clientName,
      redirect_uris: redirectUris,
      grant_types: GRANT_TYPES,
      response_types: RESPONSE_TYPES,
      token_endpoint_auth_method: tokenEndpointAuthMethod,
      scope,
    };
    return { client: clientOf(clientId, record), secret, response };
  }

  /**
   * @returns `undefined` for a client that never was registered, or was not used for 90 days.
   * @throws {ClientDocumentError} why an https `client_id` leads to no client.
   * @throws {StoreUnavailable}
   */
  async find(clientId: string): Promise<OAuthClient | undefined> {
    if (clientId.startsWith('https://')) return this.#documents.find(clientId);
    if (!isUuid(clientId)) return undefined;
    const raw = await this.#store.get(keyOf(clientId));
    if (raw === undefined) return undefined;
    const record = JSON.parse(raw) as ClientRecord;
    const now = this.#now();
    if (now - record.renewedAt >= DAY_MS) {
      // Whoever loses this race has lost it to somebody who did the same.
      const renewed = JSON.stringify({ ...record, renewedAt: now } satisfies ClientRecord);
      await this.#store.compareAndSwap(keyOf(clientId), raw, renewed, LIFETIME_MS);
    }
    return clientOf(clientId, record);
  }

  /**
   * Whether a client proved itself, in constant time. A client without a secret has nothing to prove, and must
   * not present one; an empty one counts as none (RFC 6749 §3.2).
   */
  checkSecret({ secretHash }: OAuthClient, secret: string | undefined): boolean {
    if (!secret || secretHash === undefined) return !secret && secretHash === undefined;
    return timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(secretHash));
  }
}

const keyOf = (clientId: string) => tagged(clientId, 'client');

function clientOf(clientId: string, record: ClientRecord): OAuthClient {
  const { clientName, redirectUris, tokenEndpointAuthMethod, secretHash } = record;
  return { clientId, kind: 'registered', clientName, redirectUris, tokenEndpointAuthMethod, secretHash };
}
