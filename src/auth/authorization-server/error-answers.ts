import type { ErrorRequestHandler } from 'express';
import { StoreUnavailable } from '../../storage/store.ts';
import { bodyProblem } from '../body-problem.ts';
import { OAuthError } from './oauth-error.ts';
import { PageError, sendPage } from './send-page.ts';

/** Seconds after which it is worth trying again when the store does not answer. */
const RETRY_AFTER = '5';

/** Told of errors that are no refusals: faults of ours, and a store that cannot be reached. */
export type OnError = (error: unknown) => void;

/** Errors of the endpoints that programs call: OAuth's JSON (RFC 6749 §5.2). */
export function answerInJson(onError: OnError): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) return next(error);
    res.set('Cache-Control', 'no-store');
    if (error instanceof OAuthError) {
      // Whoever used the header is told so by the scheme (RFC 6749 §5.2).
      if (error.status === 401 && req.get('authorization'))
        res.set('WWW-Authenticate', 'Basic realm="fergus-mcp"');
      if (error.status === 503) res.set('Retry-After', RETRY_AFTER);
      res.status(error.status).json(error);
      return;
    }
    const status = bodyProblem(error);
    if (status !== undefined) {
      const what = status === 413 ? 'The body is too large.' : 'The body cannot be read.';
      res.status(status).json(new OAuthError('invalid_request', what));
      return;
    }
    onError(error);
    if (error instanceof StoreUnavailable) {
      const what = 'The storage of sign-ins cannot be reached. Try again in a few seconds.';
      res.set('Retry-After', RETRY_AFTER);
      res.status(503).json(new OAuthError('temporarily_unavailable', what));
      return;
    }
    res
      .status(500)
      .json(new OAuthError('server_error', 'The server failed on this request; its log has the details.'));
  };
}

/** Errors of the endpoints that people see: pages. */
export function answerWithPage(onError: OnError): ErrorRequestHandler {
  return (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    if (error instanceof PageError) return sendPage(res, error.toPage());
    if (bodyProblem(error) !== undefined) return sendPage(res, UNREADABLE.toPage());
    onError(error);
    if (!(error instanceof StoreUnavailable)) return sendPage(res, FAILED.toPage());
    res.set('Retry-After', RETRY_AFTER);
    sendPage(res, UNAVAILABLE.toPage());
  };
}

const UNREADABLE = new PageError(
  'That could not be read',
  'The form that arrived is too large or damaged.',
  'Go back to the app and connect again.',
);

const UNAVAILABLE = new PageError(
  'Just a moment',
  'The storage of sign-ins cannot be reached right now.',
  'Wait a few seconds and load this page again, or go back to the app and connect again.',
  503,
);

const FAILED = new PageError(
  'Something went wrong here',
  'The server failed on this request. Nothing was allowed to anybody.',
  'Go back to the app and connect again. If this persists, tell whoever runs this server; its log has the details.',
  500,
);
