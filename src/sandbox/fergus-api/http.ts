/**
 * How a route file is written:
 *
 * ```ts
 * export const siteRoutes: Routes = (router) => {
 *   router.get('/sites', (req, res) => {
 *     const business = businessOf(req);
 *     const { filterSiteName } = parseQuery(req, z.object({ filterSiteName: z.string().optional() }));
 *     const sites = [...business.sites.values()].filter(…);
 *     sendPage(req, res, sites, {
 *       sortKeys: { createdAt: (site) => site.createdAt, name: (site) => site.name },
 *       present: (site) => siteView(req, site),
 *     });
 *   });
 *   router.get('/sites/:siteId', (req, res) => {
 *     const site = existing(businessOf(req).sites, pathId(req, 'siteId'), 'Site');
 *     sendOne(res, siteView(req, site));
 *   });
 * };
 * ```
 *
 * Handlers may throw {@link ApiError} (or be async and reject with it): the app turns it into Fergus's error
 * body. Authentication, rate limit, content types and JSON parsing are done before a route is reached.
 */

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import type { Business, User } from './business.ts';
import { compoundCursors, offsetCursors, type SortKey, sortedBy } from './cursors.ts';

/** Adds the routes of one resource to the router. */
export type Routes = (router: Router) => void;

/** An error answer with Fergus's body `{error, message, statusCode}`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Who a token speaks for. */
export interface Credential {
  readonly token: string;
  readonly business: Business;
  readonly userId: number;
  readonly isOwner: boolean;
  /** From then on the token is refused with 401. */
  readonly expiresAt?: Date;
  /** The token is known but may do nothing: every request is refused with 403. */
  readonly forbidden?: boolean;
}

const credentials = new WeakMap<Request, Credential>();

/** For the authentication only: notes who makes the request. */
export function setCredential(req: Request, credential: Credential): void {
  credentials.set(req, credential);
}

/** The credential of an authenticated request. */
export function credentialOf(req: Request): Credential {
  const credential = credentials.get(req);
  if (credential === undefined) throw new Error('A route was reached without authentication.');
  return credential;
}

/** The business that the request's token belongs to. */
export function businessOf(req: Request): Business {
  return credentialOf(req).business;
}

/** The user that the request's token belongs to. */
export function userOf(req: Request): User {
  const { business, userId } = credentialOf(req);
  return existing(business.users, userId, 'User');
}

/** A numeric id from the path. @throws ApiError 400 when it is not a whole number. */
export function pathId(req: Request, name: string): number {
  const text = String(req.params[name]);
  if (!/^\d{1,15}$/.test(text)) throw new ApiError(400, `params/${name} must be number`);
  return Number(text);
}

/** The record with that id. @throws ApiError 404 when there is none; `what` is its name, "Site". */
export function existing<T>(records: ReadonlyMap<number, T>, id: number, what: string): T {
  const record = records.get(id);
  if (record === undefined) throw new ApiError(404, `${what} ${id} not found`);
  return record;
}

/**
 * The request's JSON body by a schema; a missing body counts as `{}`. Plain `z.object` drops unknown
 * fields silently, as Fergus does.
 *
 * @throws ApiError 400 that names the first bad field.
 */
export function parseBody<S extends z.ZodType>(req: Request, schema: S): z.output<S> {
  const body: unknown = req.body;
  return parse('body', schema, body ?? {});
}

/**
 * The query string by a schema; of a parameter that stands there twice the last one counts, and unknown ones
 * are ignored. Use {@link queryNumber}, {@link queryBoolean} and {@link queryDateTime} for what is not text.
 *
 * @throws ApiError 400 that names the first bad parameter.
 */
export function parseQuery<S extends z.ZodType>(req: Request, schema: S): z.output<S> {
  const last = Object.entries(req.query).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.at(-1) : value,
  ]);
  return parse('querystring', schema, Object.fromEntries(last));
}

function parse<S extends z.ZodType>(where: string, schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ApiError(400, `${[where, ...(issue?.path ?? [])].join('/')}: ${issue?.message ?? 'invalid'}`);
}

/** A number in a query string. */
export const queryNumber = z.coerce.number();

/** `true` or `false` in a query string. */
export const queryBoolean = z.enum(['true', 'false']).transform((text) => text === 'true');

/** A point in time or a day in a query string or body, given back as a `Date`. */
export const queryDateTime = z
  .string()
  .refine((text) => /^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text)), 'must be a date-time')
  .transform((text) => new Date(text));

/** Whether a search text stands in one of the fields; upper and lower case are the same. No text finds all. */
export function matchesText(
  search: string | undefined,
  ...fields: ReadonlyArray<string | null | undefined>
): boolean {
  const wanted = search?.trim().toLowerCase() ?? '';
  return wanted === '' || fields.some((field) => field?.toLowerCase().includes(wanted) ?? false);
}

/** One HATEOAS link. */
export interface Link {
  href: string;
  rel: string;
  type: 'GET' | 'POST' | 'PUT' | 'PATCH';
}

/** A link to `path` ("/jobs/1") on this sandbox: `links: [link(req, 'self', '/jobs/1')]`. */
export function link(req: Request, rel: string, path: string, type: Link['type'] = 'GET'): Link {
  return { href: originOf(req) + path, rel, type };
}

function originOf(req: Request): string {
  return `http://${req.get('host') ?? '127.0.0.1'}`;
}

/** Answers one object: `{result: "success", data}`. */
export function sendOne(res: Response, data: unknown, status = 200): void {
  res.status(status).json({ result: 'success', data });
}

/** Answers a list that has no paging (calendar events, phases). */
export function sendList(res: Response, data: readonly unknown[], status = 200): void {
  res.status(status).json({ result: 'success', data });
}

/** Answers 204 without a body. */
export function noContent(res: Response): void {
  res.status(204).end();
}

/**
 * Answers 303: the record exists already at `path` ("/customers/123"). Creates say "redirect" [live], the
 * update of a site says "Redirect" [spec].
 */
export function sendRedirect(
  res: Response,
  message: string,
  path: string,
  result: 'redirect' | 'Redirect' = 'redirect',
): void {
  res.status(303).location(path).json({ result, message, location: path });
}

export interface PageOptions<T> {
  /**
   * The allowed values of `sortField`; the first one is the default. Empty: the list has no `sortField` and
   * keeps the order of `items` (`sortOrder=desc` turns it round).
   */
  readonly sortKeys: Readonly<Record<string, (item: T) => SortKey>>;
  /**
   * The sort fields whose cursors are compound, as the job and quote lists have them (their keys must be
   * numbers or ISO dates). The others are offsets.
   */
  readonly compoundFor?: readonly string[];
  /** Takes the place of the request's own `sortField` and `sortOrder`. */
  readonly sortOverride?: { readonly field: string; readonly order: 'asc' | 'desc' } | undefined;
  /** The wire form, made for this page's items only. */
  readonly present: (item: T) => unknown;
}

const pageQuery = z.object({
  pageSize: z.coerce.number().int().min(1).max(100).default(10),
  sortOrder: z.enum(['asc', 'desc']).default('asc'),
  pageCursor: z.string().default('0'),
  sortField: z.string().optional(),
});

/**
 * Answers one page of a list that the route has filtered already: sorts it, reads `pageSize`, `sortOrder`,
 * `sortField` and `pageCursor`, and adds `paging`, whose `pageCount` is the number of items on this page.
 *
 * @throws ApiError 400 for a page size outside 1–100, an unknown sort field or an unreadable cursor.
 */
export function sendPage<T extends { readonly id: number }>(
  req: Request,
  res: Response,
  items: Iterable<T>,
  { sortKeys, compoundFor = [], sortOverride, present }: PageOptions<T>,
): void {
  const query = parseQuery(req, pageQuery);
  const descending = (sortOverride?.order ?? query.sortOrder) === 'desc';
  const fields = Object.keys(sortKeys);
  const field = fields.length === 0 ? '' : (sortOverride?.field ?? query.sortField ?? fields[0] ?? '');
  const keyOf = sortKeys[field];
  if (keyOf === undefined && fields.length > 0) {
    throw new ApiError(400, `querystring/sortField must be one of ${fields.join(', ')}`);
  }
  const given = [...items];
  const inOrder = descending ? given.toReversed() : given;
  const sorted = keyOf === undefined ? inOrder : sortedBy(given, keyOf, descending);
  const cursors =
    keyOf !== undefined && compoundFor.includes(field)
      ? compoundCursors(sorted, keyOf, descending)
      : offsetCursors;
  const start = cursors.startOf(query.pageCursor);
  if (start === undefined) throw new ApiError(400, 'querystring/pageCursor is not valid');

  const page = sorted.slice(start, start + query.pageSize);
  const end = start + page.length;
  const before = Math.max(0, Math.min(start, sorted.length) - query.pageSize);
  res.json({
    result: 'success',
    data: page.map(present),
    paging: {
      perPage: query.pageSize,
      pageCount: page.length,
      links: {
        self: originOf(req) + req.originalUrl,
        previous: start === 0 ? null : pageLink(req, before === 0 ? '0' : cursors.at(before)),
        next: end < sorted.length ? pageLink(req, cursors.at(end)) : null,
      },
    },
  });
}

/** The request's own address with the cursor appended: one that the request carried stays in front of it. */
function pageLink(req: Request, cursor: string): string {
  const url = new URL(req.originalUrl, originOf(req));
  const own = url.searchParams.getAll('pageCursor').at(-1);
  if (own !== undefined) url.searchParams.set('pageCursor', own);
  url.searchParams.append('pageCursor', cursor);
  return url.href;
}
