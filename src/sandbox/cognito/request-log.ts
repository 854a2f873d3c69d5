import type { NextFunction, Request, Response } from 'express';
import { formField } from './form.ts';

/** One request to the stand-in. Parameters and headers stay out, so that a log holds no secret. */
export interface CognitoRequest {
  readonly method: string;
  /** The path, `/oauth2/token`. */
  readonly endpoint: string;
  /** At the token endpoint. */
  readonly grantType: string | undefined;
  readonly time: Date;
  /** The status that was answered; `undefined` while none was. */
  status: number | undefined;
}

/** Middleware that appends every request to `log`; the form must have been read before. */
export function logRequests(log: CognitoRequest[], now: () => Date) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const entry: CognitoRequest = {
      method: req.method,
      endpoint: req.path,
      grantType: formField(req, 'grant_type'),
      time: now(),
      status: undefined,
    };
    log.push(entry);
    res.once('close', () => {
      if (res.headersSent) entry.status = res.statusCode;
    });
    next();
  };
}
