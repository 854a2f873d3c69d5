import express, { type Request, type RequestHandler } from 'express';
import { OAuthError } from './oauth-error.ts';

/** Larger than any form of ours with the longest client id, address and state. */
const MAX_FORM = '64kb';

/** Reads form-encoded bodies; others are left unread. */
export const readForm: RequestHandler = express.urlencoded({ extended: false, limit: MAX_FORM });

/**
 * The parameters of a form-encoded request (RFC 6749 §3.2). Empty ones count as left out.
 *
 * @throws {OAuthError} `invalid_request` for another kind of body and for a parameter that stands there twice.
 */
export function formOf(req: Request): Readonly<Record<string, string | undefined>> {
  if (!req.is('application/x-www-form-urlencoded')) {
    throw new OAuthError('invalid_request', 'The body must be application/x-www-form-urlencoded.');
  }
  const entries = Object.entries((req.body ?? {}) as Record<string, string | string[]>);
  const form: Record<string, string> = {};
  for (const [name, value] of entries) {
    if (Array.isArray(value)) {
      throw new OAuthError('invalid_request', 'A parameter is given twice; each may stand there once.');
    }
    if (value !== '') form[name] = value;
  }
  return form;
}
