import type { NextFunction, Request, Response } from 'express';
import { wasBrokenOff } from '../fault-answers.ts';

/** One request as the sandbox received it. */
export interface LoggedRequest {
  readonly method: string;
  /** Without the query string. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** Header values of interest; of the authorization only whether there was one, never the token. */
  readonly headers: {
    readonly contentType: string | undefined;
    readonly accept: string | undefined;
    readonly userAgent: string | undefined;
    readonly authorized: boolean;
  };
  /** Parsed where it is JSON, else the text; `undefined` without a body. */
  readonly body: unknown;
  /** By the sandbox's clock. */
  readonly time: Date;
  /** The status that was answered; `undefined` while none was. */
  status: number | undefined;
  /** The client hung up before the answer was complete. */
  aborted: boolean;
}

/** Middleware that appends every request to `log`; the body must have been read as text before. */
export function logRequests(log: LoggedRequest[], now: () => Date, isClosing: () => boolean) {
  return (req: Request, res: Response, next: NextFunction): void => {
    const entry: LoggedRequest = {
      method: req.method,
      path: req.path,
      query: { ...req.query },
      headers: {
        contentType: req.get('content-type'),
        accept: req.get('accept'),
        userAgent: req.get('user-agent'),
        authorized: req.get('authorization') !== undefined,
      },
      body: parsedOrText(req.body),
      time: now(),
      status: undefined,
      aborted: false,
    };
    log.push(entry);
    res.once('close', () => {
      if (res.headersSent) entry.status = res.statusCode;
      entry.aborted = !res.writableFinished && !wasBrokenOff(res) && !isClosing();
    });
    next();
  };
}

function parsedOrText(body: unknown): unknown {
  if (typeof body !== 'string' || body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
