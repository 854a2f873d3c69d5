import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NextFunction, Request, Response } from 'express';
import type { FaultOrder, Faults } from './faults.ts';

const HUGE_BODY_BYTES = 11 * 1024 * 1024;

/** Used where a fault needs a body and the operation was not carried out. */
const SOME_BODY = JSON.stringify({
  result: 'success',
  data: [{ id: 1, name: 'An answer that was cut off' }],
});

/** Connections that the sandbox itself breaks are not the client's doing. */
const brokenOff = new WeakSet<Response>();

/** Whether a fault ended this answer by breaking the connection. */
export function wasBrokenOff(res: Response): boolean {
  return brokenOff.has(res);
}

/**
 * Middleware that carries out the ordered faults.
 *
 * @param closing ends all waiting when it fires.
 * @param errorBody the error body of the service that the sandbox stands in for.
 */
export function carryOutFaults(
  faults: Faults,
  closing: AbortSignal,
  errorBody: (status: number, message: string) => unknown,
) {
  const spoil = spoilerOf(closing, (status) => errorBody(status, `Ordered fault: ${status}`));
  return async (req: Request, res: Response, next: NextFunction): Promise<void> => {
    const fault = faults.take(req.method, req.originalUrl);
    if (fault === undefined) {
      next();
    } else if (fault.after === 'after-handling') {
      interceptEnd(res, (body, release) => spoil(res, fault, body, release));
      next();
    } else {
      await spoil(res, fault, SOME_BODY, next);
    }
  };
}

/** Lets `act` decide what becomes of an answer that is complete but not sent. */
function interceptEnd(res: Response, act: (body: string, release: () => void) => Promise<void>): void {
  const end = res.end;
  res.end = ((...args: unknown[]) => {
    res.end = end;
    const [body] = args;
    void act(
      typeof body === 'string' || Buffer.isBuffer(body) ? body.toString() : '',
      () => void Reflect.apply(end, res, args),
    );
    return res;
  }) as Response['end'];
}

/** What gives the faulty answer, or calls `proceed` where the right one is to follow. */
function spoilerOf(closing: AbortSignal, errorBody: (status: number) => unknown) {
  return async (res: Response, fault: FaultOrder, body: string, proceed: () => void): Promise<void> => {
    switch (fault.kind) {
      case 'delay':
        await sleep(fault.delayMs ?? 0, undefined, { signal: closing }).then(proceed, () => undefined);
        return;
      case 'status':
        sendInstead(res, fault.status ?? 500, fault.body ?? errorBody(fault.status ?? 500), fault.headers);
        return;
      case 'rate-limited': {
        const seconds = String(fault.retryAfter ?? 30);
        const headers = {
          'retry-after': seconds,
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': seconds,
        };
        sendInstead(res, 429, errorBody(429), headers);
        return;
      }
      case 'html': {
        const page =
          '<!DOCTYPE html><html><head><title>Bad gateway</title></head><body>Bad gateway</body></html>';
        sendInstead(res, fault.status ?? 502, page, { 'content-type': 'text/html; charset=utf-8' });
        return;
      }
      case 'not-json':
        sendInstead(res, fault.status ?? 200, '{"result": "success", "data": [oops', fault.headers);
        return;
      case 'cut-body':
        sendHalf(res, body, () => {
          brokenOff.add(res);
          res.socket?.destroy();
        });
        return;
      case 'stalled-body':
        sendHalf(res, body, () => undefined);
        return;
      case 'huge-body':
        res.status(200).removeHeader('content-length');
        res.setHeader('content-type', 'application/json; charset=utf-8');
        // A client that refuses so much hangs up, which is not an error here.
        await pipeline(Readable.from(hugeBody()), res).catch(() => undefined);
        return;
      case 'reset':
        brokenOff.add(res);
        res.socket?.resetAndDestroy();
        return;
      case 'hang':
    }
  };
}

function sendInstead(
  res: Response,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  res.removeHeader('content-length');
  res.status(status).setHeader('content-type', 'application/json; charset=utf-8');
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function sendHalf(res: Response, body: string, then: () => void): void {
  const whole = Buffer.from(body);
  res.setHeader('content-type', 'application/json; charset=utf-8');
  res.setHeader('content-length', whole.byteLength);
  res.write(whole.subarray(0, Math.floor(whole.byteLength / 2)), then);
}

function* hugeBody(): Generator<string> {
  const item = JSON.stringify({ id: 1, name: 'x'.repeat(64 * 1024) });
  yield `{"result":"success","data":[${item}`;
  for (let size = item.length; size < HUGE_BODY_BYTES; size += item.length + 1) yield `,${item}`;
  yield ']}';
}
