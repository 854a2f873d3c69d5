import { LRUCache } from 'lru-cache';
import type { OAuthClient } from './client.ts';
import {
  ClientDocumentError,
  isDocumentClientId,
  parseClientDocument,
  unreadable,
} from './client-metadata-document.ts';
import { DocumentFetchError, type FetchDocument, type FetchedDocument } from './fetch-document.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Where a document says nothing about it. */
const DEFAULT_FRESH_MS = 5 * 60_000;
const MAX_FRESH_MS = DAY_MS;
/** No document is fetched more often, so that nobody can make us flood a host: one sign-in asks several times. */
const MIN_INTERVAL_MS = 30_000;
/** How long a copy that is no longer fresh stands in for a document that cannot be read. */
const MAX_STALE_MS = DAY_MS;
const MAX_DOCUMENTS = 1000;
/** At one time, of different documents. */
const MAX_FETCHES = 50;

const INVALID_ADDRESS =
  'The client id of the app is an address, but not a valid one: it needs a path, and has no fragment, user name or dot segments.';

interface Copy {
  readonly client: OAuthClient;
  readonly freshUntil: number;
  readonly usableUntil: number;
}

interface Failure {
  readonly error: ClientDocumentError;
  readonly until: number;
}

/**
 * Clients by their metadata documents, remembered in this process as long as the documents' headers say, between
 * 30 seconds and a day. A document that cannot be read is replaced by the last good copy for a day, unless it was
 * marked `no-store`; a document that is gone or breaks the rules is not. Failures are remembered for 30 seconds:
 * the draft (§5.2) would have each request try again.
 */
export class ClientDocuments {
  readonly #fetch: FetchDocument;
  readonly #now: () => number;
  readonly #copies = new LRUCache<string, Copy>({ max: MAX_DOCUMENTS });
  readonly #failures = new LRUCache<string, Failure>({ max: MAX_DOCUMENTS });
  readonly #fetches = new Map<string, Promise<OAuthClient>>();

  constructor(fetch: FetchDocument, now: () => number) {
    this.#fetch = fetch;
    this.#now = now;
  }

  /** @throws {ClientDocumentError} */
  async find(clientId: string): Promise<OAuthClient> {
    if (!isDocumentClientId(clientId)) {
      throw new ClientDocumentError('invalid', INVALID_ADDRESS);
    }
    const copy = this.#copies.get(clientId);
    if (copy && this.#now() < copy.freshUntil) return copy.client;
    const failure = this.#failures.get(clientId);
    if (failure && this.#now() < failure.until) return this.#lastGood(clientId, failure.error);
    return this.#fetches.get(clientId) ?? this.#fetchOnce(clientId);
  }

  async #fetchOnce(clientId: string): Promise<OAuthClient> {
    if (this.#fetches.size >= MAX_FETCHES) {
      return this.#lastGood(clientId, unreadable(clientId, 'too many others are being read at the moment'));
    }
    const work = this.#load(clientId).finally(() => this.#fetches.delete(clientId));
    this.#fetches.set(clientId, work);
    return work;
  }

  async #load(clientId: string): Promise<OAuthClient> {
    try {
      const answer = await this.#fetch(new URL(clientId));
      const client = parseClientDocument(clientId, answer);
      this.#copies.set(clientId, { client, ...this.#lifetimeOf(answer) });
      return client;
    } catch (error) {
      const failure =
        error instanceof ClientDocumentError ? error : unreadable(clientId, reasonOf(error), error);
      this.#failures.set(clientId, { error: failure, until: this.#now() + MIN_INTERVAL_MS });
      if (failure.problem === 'invalid') this.#copies.delete(clientId);
      return this.#lastGood(clientId, failure);
    }
  }

  #lastGood(clientId: string, failure: ClientDocumentError): OAuthClient {
    const copy = this.#copies.get(clientId);
    if (copy && this.#now() < copy.usableUntil) return copy.client;
    throw failure;
  }

  #lifetimeOf({ cacheControl = '', expires }: FetchedDocument): Omit<Copy, 'client'> {
    const directives = cacheControl
      .toLowerCase()
      .split(',')
      .map((directive) => directive.trim());
    const now = this.#now();
    const wanted = freshMs(directives, expires, now);
    const freshUntil = now + Math.min(Math.max(wanted, MIN_INTERVAL_MS), MAX_FRESH_MS);
    return {
      freshUntil,
      usableUntil: directives.includes('no-store') ? freshUntil : freshUntil + MAX_STALE_MS,
    };
  }
}

/** What the headers allow (RFC 9111 §4.2.1, §5.2.2, §5.3), in milliseconds; may be negative. */
function freshMs(directives: readonly string[], expires: string | undefined, now: number): number {
  if (directives.includes('no-store') || directives.includes('no-cache')) return 0;
  for (const directive of directives) {
    const seconds = /^max-age="?(\d+)"?$/.exec(directive)?.[1];
    if (seconds !== undefined) return Number(seconds) * 1000;
  }
  if (expires === undefined) return DEFAULT_FRESH_MS;
  // A date that is none, such as 0, means that the time is over.
  return (Date.parse(expires) || 0) - now;
}

function reasonOf(error: unknown): string {
  return error instanceof DocumentFetchError ? error.message : 'it cannot be reached';
}
