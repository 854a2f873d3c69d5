import type { Page } from './api.ts';
import { badAnswer, messageOf } from './errors.ts';

/** Larger answers are refused: no list page of the contract comes near it. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** What came back, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; `undefined` for an empty body. */
  readonly body: unknown;
}

/**
 * Reads an answer completely, within 10 MB.
 *
 * A success whose body is neither empty nor JSON is an error, never a success. On an error status a body that
 * is not JSON (a proxy's HTML page) is dropped: the status says enough.
 *
 * @throws {FergusError} `bad-answer`; a connection that breaks off rejects with what `fetch` throws.
 */
export async function readAnswer(response: Response, write: boolean): Promise<Answer> {
  const { status, headers } = response;
  const text = await readText(response, write);
  if (text.trim() === '') return { status, headers, body: undefined };
  try {
    return { status, headers, body: JSON.parse(text) };
  } catch {
    if (status >= 300) return { status, headers, body: undefined };
    const what = /^\s*</.test(text) ? 'a web page instead of JSON' : 'JSON that is cut off or malformed';
    throw badAnswer(what, write, status);
  }
}

async function readText(response: Response, write: boolean): Promise<string> {
  if (response.body === null) return '';
  const declared = Number(response.headers.get('content-length') ?? 0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (Math.max(size, declared) > MAX_BODY_BYTES) {
      throw badAnswer('it is larger than 10 MB', write, response.status);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The object under `data`. @throws {FergusError} `bad-answer` when it is not there. */
export function recordIn<T>(body: unknown, write: boolean): T {
  const data = dataOf(body);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    throw badAnswer('the record is missing from it', write);
  }
  return data as T;
}

/** The list under `data` and the cursor of its next page. @throws {FergusError} `bad-answer`. */
export function pageIn<T>(body: unknown): Page<T> {
  const data = dataOf(body);
  if (!Array.isArray(data)) throw badAnswer('the list is missing from it', false);
  return { items: data as T[], nextCursor: nextCursorIn(body) };
}

/** Whether the answer has what {@link recordIn} or {@link pageIn} looks for, so that it is worth keeping. */
export function hasData({ status, body }: Answer): boolean {
  const data = dataOf(body);
  return status < 300 && typeof data === 'object' && data !== null;
}

function dataOf(body: unknown): unknown {
  return typeof body === 'object' && body !== null ? (body as { data?: unknown }).data : undefined;
}

/**
 * The `pageCursor` in `paging.links.next`. The link may be relative and may carry `pageCursor` twice, and then
 * the last one counts [client]; `paging` may be missing altogether.
 */
function nextCursorIn(body: unknown): string | undefined {
  const { paging } = body as { paging?: { links?: { next?: unknown } | null } | null };
  const next = paging?.links?.next;
  if (typeof next !== 'string' || next === '') return undefined;
  const query = next.slice(next.indexOf('?') + 1);
  return new URLSearchParams(query).getAll('pageCursor').at(-1) || undefined;
}

/** What a 303 says: its message, and the id at the end of the address it points to. */
export function redirectIn(answer: Answer): { message: string; existingId: number | undefined } {
  const { location } = (answer.body ?? {}) as { location?: unknown };
  const address = typeof location === 'string' ? location : (answer.headers.get('location') ?? '');
  const id = /\/(\d{1,15})\/?(?:[?#].*)?$/.exec(address)?.[1];
  return {
    message: messageOf(answer.body) ?? 'The record exists already',
    existingId: id === undefined ? undefined : Number(id),
  };
}
