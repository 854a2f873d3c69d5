import type { NextFunction, Request, Response } from 'express';
import { ApiError } from './http.ts';

/** The only operations that want plain text. */
const PLAIN_TEXT_ROUTES = /^\/sites\/[^/]+\/(archive|restore)$/;

/**
 * Middleware that checks the content type as Fergus does and turns the body's text into JSON.
 *
 * @throws ApiError 415 for another type than the route wants; 400 for JSON that cannot be read, and for a
 *   Content-Type without a body.
 */
export function readJsonBody(req: Request, _res: Response, next: NextFunction): void {
  const text = typeof req.body === 'string' ? req.body : '';
  const type = req.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (req.method === 'POST' && PLAIN_TEXT_ROUTES.test(req.path)) {
    if (type !== 'text/plain') throw unsupported(type);
    req.body = undefined;
  } else if (text !== '') {
    if (type !== 'application/json') throw unsupported(type);
    req.body = parseJson(text);
  } else {
    if (type !== undefined && req.method !== 'GET') {
      throw new ApiError(400, `Body cannot be empty when content-type is set to '${type}'`);
    }
    req.body = undefined;
  }
  next();
}

function unsupported(type: string | undefined): ApiError {
  return new ApiError(415, `Unsupported Media Type: ${type ?? 'none'}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, 'Body is not valid JSON');
  }
}
