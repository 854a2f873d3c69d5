/**
 * The surface that endpoint functions stand on: one call to Fergus, described as data.
 *
 * `FergusClient` implements it; `FergusClient.forCall()` gives a view of it that is bound to one MCP request
 * (its cancellation and its progress), so endpoint functions need no option of their own for either.
 */

/** Scalars that may stand in a query string; `undefined` leaves the parameter out. */
export type QueryValue = string | number | boolean | undefined;

/** The methods that the contract uses. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request to Fergus. */
export interface FergusRequest {
  readonly method: Method;
  /** Made by {@link path}, so that no argument can leave its segment. */
  readonly path: FergusPath;
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON. Without it the request carries neither a body nor (except for `text`) a Content-Type. */
  readonly body?: unknown;
  /** `text` sends an empty `text/plain` body: site archive and restore want it [spec]. */
  readonly contentType?: 'json' | 'text';
  /**
   * For a POST that changes nothing (pricebook search, quote totals): it may be repeated after a failure and
   * it does not drop cached reference data.
   */
  readonly safe?: boolean;
  /** May be served from the short cache: reference data (company, users, pricing tiers …), and bulk reads. */
  readonly cacheFor?: CacheClass;
}

/**
 * `reference`: minutes, for what a company rarely changes. `brief`: one minute, for lists that several calls in a
 * row look the same things up in; a minute is also what Fergus counts requests by.
 */
export type CacheClass = 'reference' | 'brief';

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Opaque; `undefined` on the last page. Taken from `links.next`, the only end marker that Fergus gives. */
  readonly nextCursor: string | undefined;
}

/** What a create or update answers where Fergus may point to an existing record instead (303). */
export type Created<T> =
  | { readonly kind: 'created'; readonly record: T }
  | { readonly kind: 'exists'; readonly message: string; readonly existingId: number | undefined };

/** A cursor and a size, as every paged list of Fergus takes them. */
export interface PageQuery {
  /** 1–100; Fergus's own default is 10. */
  readonly pageSize?: number | undefined;
  readonly pageCursor?: string | undefined;
  readonly sortOrder?: 'asc' | 'desc' | undefined;
}

/**
 * Calls to Fergus. Every method throws {@link FergusError} and nothing else, save the abort reason when the
 * caller's signal fired.
 */
export interface FergusApi {
  /** The `data` of an object answer. */
  one<T>(request: FergusRequest): Promise<T>;
  /** The `data` of a list answer with its cursor. */
  page<T>(request: FergusRequest): Promise<Page<T>>;
  /** For operations that answer 204, an empty body, or an object that nobody needs. */
  done(request: FergusRequest): Promise<void>;
  /** For creates and updates that may answer 303 with the address of an existing record. */
  createOrFind<T>(request: FergusRequest): Promise<Created<T>>;
  /** The parsed JSON body as it came, envelope included; `undefined` for an empty one. */
  raw(request: FergusRequest): Promise<unknown>;
  /** How many requests this call has sent so far, for tools that keep within a bound of their own. */
  readonly sent: number;
  /** Job numbers that were resolved lately, as `resolveJob` spells them, with their ids. */
  readonly jobIds: JobIdCache;
  /** What quotes amount to that were read for it, since lists of quotes may come without their contents. */
  readonly quoteAmounts: QuoteAmountCache;
}

/** Job number → job id, per credential. */
export interface JobIdCache {
  get(jobNo: string): number | undefined;
  set(jobNo: string, jobId: number): void;
}

/** What a quote amounts to before tax, without its options, and how many options it leaves open. */
export interface QuoteAmount {
  readonly cents: number;
  readonly options: number;
}

/** Quote id and time of its last change → amount, per credential. With the time no entry grows stale. */
export interface QuoteAmountCache {
  get(version: string): QuoteAmount | undefined;
  set(version: string, amount: QuoteAmount): void;
}

declare const pathBrand: unique symbol;

/** A path whose variable parts are known to be single, escaped segments. */
export type FergusPath = string & { readonly [pathBrand]: true };

/**
 * Tagged template for paths: `path\`/jobs/${jobId}/phases\``. A number must be a positive safe integer; a
 * string is percent-encoded and must not be empty, `.` or `..`.
 *
 * @throws {TypeError} for a part that could change the route; input schemas refuse such values before, so
 *   this is the last line and not a message for people.
 */
export function path(literals: TemplateStringsArray, ...parts: ReadonlyArray<string | number>): FergusPath {
  let route = literals[0] ?? '';
  parts.forEach((part, index) => {
    route += segment(part) + (literals[index + 1] ?? '');
  });
  return route as FergusPath;
}

function segment(part: string | number): string {
  if (typeof part === 'number') {
    if (!Number.isSafeInteger(part) || part < 1) throw new TypeError(`Not an id: ${part}`);
    return String(part);
  }
  if (part === '' || part === '.' || part === '..') throw new TypeError(`Not a path segment: "${part}"`);
  return encodeURIComponent(part);
}
