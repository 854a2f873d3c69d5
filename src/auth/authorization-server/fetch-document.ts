import type { LookupAddress } from 'node:dns';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';
import { dnsLookup, type Lookup } from './resolve-host.ts';

/** For everything in all: name, connection, TLS, answer. */
const TIMEOUT_MS = 5000;
/** What the draft recommends to read at most. */
const MAX_BYTES = 5 * 1024;
/** Node's codes for a certificate that is not accepted. */
const CERTIFICATE_FAILURE = /CERT|UNABLE_TO_(?:GET|VERIFY)/;

/** An answer; its body is empty unless the status is 200 and the type JSON. */
export interface FetchedDocument {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly cacheControl: string | undefined;
  readonly expires?: string | undefined;
  readonly body: string;
}

/**
 * Gets what is at an https address that a stranger named.
 *
 * @throws {DocumentFetchError}
 */
export type FetchDocument = (url: URL) => Promise<FetchedDocument>;

/** Nothing was fetched. The message is the end of a sentence: "it did not answer within 5 seconds". */
export class DocumentFetchError extends Error {
  override readonly name = 'DocumentFetchError';
}

/** Each has a default fit for production; others are for tests. */
export interface DocumentFetcherOptions {
  readonly lookup?: Lookup;
  readonly isAllowedAddress?: (address: string) => boolean;
  /** Certificates to trust in the place of the system's, PEM. */
  readonly ca?: string;
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

/**
 * A fetcher that cannot be turned against the network it runs in: it connects to public addresses only, to the
 * very addresses that were checked, follows no redirect, knows no proxy, and reads little, for a short time
 * (client ID metadata documents, draft §5 and §8.6).
 */
export function createDocumentFetcher(options: DocumentFetcherOptions = {}): FetchDocument {
  const { timeoutMs = TIMEOUT_MS } = options;
  return async (url) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      return await within(signal, fetchDocument(url, options, signal));
    } catch (error) {
      if (error instanceof DocumentFetchError) throw error;
      const late = `it did not answer within ${timeoutMs / 1000} seconds`;
      throw new DocumentFetchError(signal.aborted ? late : reasonOf(error), { cause: error });
    }
  };
}

async function fetchDocument(
  url: URL,
  {
    lookup = dnsLookup(),
    isAllowedAddress = isPublicAddress,
    ca,
    maxBytes = MAX_BYTES,
  }: DocumentFetcherOptions,
  signal: AbortSignal,
): Promise<FetchedDocument> {
  const addresses = await addressesOf(url, lookup);
  signal.throwIfAborted();
  // One answer for "no such name" and "an internal address", so that nobody can ask which names are here.
  if (addresses.length === 0 || !addresses.every(({ address }) => isAllowedAddress(address))) {
    throw new DocumentFetchError('its host has no public address');
  }
  const response = await get(url, { addresses, ca, signal });
  const { statusCode: status = 0, headers } = response;
  const contentType = headers['content-type'];
  const readable = status === 200 && isJson(contentType);
  if (!readable) response.destroy();
  const body = readable ? await read(response, maxBytes) : '';
  return { status, contentType, cacheControl: headers['cache-control'], expires: headers.expires, body };
}

/** `application/json` or another `application/…+json` (draft §5). */
export function isJson(contentType: string | undefined): boolean {
  return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(contentType ?? '');
}

/** A literal address stands for itself: Node connects to it without any lookup. */
async function addressesOf({ hostname }: URL, lookup: Lookup): Promise<readonly LookupAddress[]> {
  const literal = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(literal);
  return family === 0 ? lookup(hostname) : [{ address: literal, family }];
}

interface Connection {
  /** The connection goes to these, whatever DNS says by then. */
  readonly addresses: readonly LookupAddress[];
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
}

function get(url: URL, { addresses, ca, signal }: Connection): Promise<IncomingMessage> {
  const lookup: LookupFunction = (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
  const headers = { accept: 'application/json', 'user-agent': 'fergus-mcp' };
  return new Promise((resolve, reject) => {
    // Without an agent there is neither a kept connection nor a proxy of the environment.
    const sent = request(url, { agent: false, headers, lookup, ca, signal });
    sent.on('response', resolve).on('error', reject).end();
  });
}

async function read(response: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new DocumentFetchError(`it is larger than ${maxBytes / 1024} KB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The outcome of the work, unless the signal fires first: a lookup cannot be told to stop. */
function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}

function reasonOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string') return 'the connection failed';
  return CERTIFICATE_FAILURE.test(code) ? 'its certificate is not valid' : `the connection failed (${code})`;
}
