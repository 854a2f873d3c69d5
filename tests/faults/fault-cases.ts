import type { FergusErrorKind } from '../../src/fergus/errors.ts';
import type { FaultOrder } from '../../src/sandbox/fergus-api/index.ts';

/** A fault of Fergus and what the client makes of it, whatever the method. */
export interface FaultCase {
  readonly name: string;
  readonly fault: FaultOrder;
  readonly kind: FergusErrorKind;
  readonly status?: number;
  /** What the message of every method says. */
  readonly says: readonly string[];
  readonly retryable: boolean;
  /** Whether a write may have been made in spite of it. */
  readonly lost?: boolean;
  /** How often GET, PUT and DELETE are sent; POST is sent once, whatever happens. */
  readonly attempts?: number;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 400;

/** An answer in Fergus's own words. */
function answered(status: number, message: string, headers?: Record<string, string>): FaultOrder {
  const body = status === 403 ? { message } : { error: 'Some error', message, statusCode: status };
  return { kind: 'status', status, body, ...(headers && { headers }) };
}

export const FAULT_CASES: readonly FaultCase[] = [
  {
    name: '400',
    fault: answered(400, 'body/title must be string'),
    kind: 'bad-request',
    status: 400,
    says: ['(400)', 'Fergus says: “body/title must be string”', 'Correct what Fergus names'],
    retryable: false,
  },
  {
    name: '401',
    fault: answered(401, 'Unauthorized'),
    kind: 'unauthorized',
    status: 401,
    says: ['access token', '“Unauthorized”', 'Settings > Integrations > Fergus API'],
    retryable: false,
  },
  {
    name: '403',
    fault: answered(403, 'Forbidden'),
    kind: 'forbidden',
    status: 403,
    says: ['(403)', '“Forbidden”', 'give this user the right'],
    retryable: false,
  },
  {
    name: '404 of a route',
    fault: answered(404, 'Route GET:/api/partner/jobs/1 not found'),
    kind: 'not-found',
    status: 404,
    says: ['(404)', '“Route GET:/jobs/1 not found”', 'Check the id'],
    retryable: false,
  },
  {
    name: '409',
    fault: answered(409, 'The quote was accepted meanwhile.'),
    kind: 'conflict',
    status: 409,
    says: ['(409)', '“The quote was accepted meanwhile”', 'Read the record again'],
    retryable: false,
  },
  {
    name: '422 with a list of messages',
    fault: { kind: 'status', status: 422, body: { message: ['siteId is unknown', 'title is too long'] } },
    kind: 'bad-request',
    status: 422,
    says: ['(422)', '“siteId is unknown; title is too long”', 'Correct what Fergus names'],
    retryable: false,
  },
  {
    name: '429 with a retry-after beyond all patience',
    fault: { kind: 'rate-limited', retryAfter: 30 },
    kind: 'rate-limited',
    status: 429,
    says: ['limit of requests', '“Ordered fault: 429”', 'Wait 30 seconds', 'changed nothing'],
    retryable: true,
    attempts: 1,
  },
  {
    name: '429 without any time',
    fault: answered(429, 'Too many'),
    kind: 'rate-limited',
    status: 429,
    says: ['limit of requests', '“Too many”', 'Wait a minute'],
    retryable: true,
    attempts: 3,
  },
  {
    name: '500 that names a failed validation',
    fault: answered(500, 'dueDays must be >= 7'),
    kind: 'server-error',
    status: 500,
    says: ['(500)', '“dueDays must be >= 7”', 'check the arguments'],
    retryable: false,
  },
  {
    name: '500 without words',
    fault: { kind: 'status', status: 500, body: '' },
    kind: 'unavailable',
    status: 500,
    says: ['not available just now (500)'],
    retryable: true,
    lost: true,
    attempts: 3,
  },
  {
    name: '502 with a web page',
    fault: { kind: 'html' },
    kind: 'unavailable',
    status: 502,
    says: ['not available just now (502)'],
    retryable: true,
    lost: true,
    attempts: 3,
  },
  {
    name: '503',
    fault: answered(503, 'Maintenance'),
    kind: 'unavailable',
    status: 503,
    says: ['not available just now (503)', '“Maintenance”'],
    retryable: true,
    lost: true,
    attempts: 3,
  },
  {
    name: '200 with a web page',
    fault: { kind: 'html', status: 200 },
    kind: 'bad-answer',
    status: 200,
    says: ['a web page instead of JSON'],
    retryable: true,
    lost: true,
  },
  {
    name: 'not JSON',
    fault: { kind: 'not-json' },
    kind: 'bad-answer',
    status: 200,
    says: ['cut off or malformed'],
    retryable: true,
    lost: true,
  },
  {
    name: 'more than 10 MB',
    fault: { kind: 'huge-body' },
    kind: 'bad-answer',
    status: 200,
    says: ['larger than 10 MB'],
    retryable: true,
    lost: true,
  },
  {
    name: 'JSON that is cut off',
    fault: { kind: 'cut-body' },
    kind: 'network',
    says: ['The connection to Fergus (127.0.0.1:', 'broke off'],
    retryable: true,
    lost: true,
    attempts: 3,
  },
  {
    name: 'a connection that is reset',
    fault: { kind: 'reset' },
    kind: 'network',
    says: ['The connection to Fergus (127.0.0.1:', 'broke off'],
    retryable: true,
    lost: true,
    attempts: 3,
  },
  {
    name: 'no answer at all',
    fault: { kind: 'hang' },
    kind: 'timeout',
    says: ['did not answer within 0.4 seconds'],
    retryable: true,
    lost: true,
    timeoutMs: TIMEOUT_MS,
  },
  {
    name: 'an answer that stops half-way',
    fault: { kind: 'stalled-body' },
    kind: 'timeout',
    says: ['did not answer within 0.4 seconds'],
    retryable: true,
    lost: true,
    timeoutMs: TIMEOUT_MS,
  },
];
