/** What went wrong, in the terms that decide what the caller does next. */
export type FergusErrorKind =
  | 'bad-request'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'rate-limited'
  | 'server-error'
  | 'unavailable'
  | 'network'
  | 'timeout'
  | 'bad-answer';

/** The details of a {@link FergusError}. */
export interface FergusErrorDetails {
  readonly kind: FergusErrorKind;
  /** What happened, one sentence with a full stop, without Fergus's own words. */
  readonly summary: string;
  /** What the caller can do about it, one or two sentences. */
  readonly nextStep: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** Fergus's own message, cleaned for display. */
  readonly fergusMessage?: string | undefined;
  /** Seconds to wait, where Fergus or the rate budget named them. */
  readonly retryAfterSeconds?: number | undefined;
  /** Whether the same call may succeed later without any change. */
  readonly retryable: boolean;
  /** True where a write may have taken effect although it failed: its answer was lost. */
  readonly outcomeUnknown?: boolean | undefined;
  readonly cause?: unknown;
}

/** The one error that calls to Fergus throw. Its message is fit for an assistant and its user. */
export class FergusError extends Error {
  override readonly name = 'FergusError';
  readonly kind: FergusErrorKind;
  readonly summary: string;
  readonly nextStep: string;
  readonly status: number | undefined;
  readonly fergusMessage: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly retryable: boolean;
  readonly outcomeUnknown: boolean;

  constructor(details: FergusErrorDetails) {
    super(sentence(details), details.cause === undefined ? undefined : { cause: details.cause });
    this.kind = details.kind;
    this.summary = details.summary;
    this.nextStep = details.nextStep;
    this.status = details.status;
    this.fergusMessage = details.fergusMessage;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.retryable = details.retryable;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
  }

  /** The same error for a write of which an earlier attempt may have arrived. */
  withUnknownOutcome(): FergusError {
    if (this.outcomeUnknown) return this;
    return new FergusError({ ...this.details(), outcomeUnknown: true });
  }

  /** The same error with a next step that knows more about the call. */
  withNextStep(nextStep: string): FergusError {
    return new FergusError({ ...this.details(), nextStep });
  }

  private details(): FergusErrorDetails {
    const { kind, summary, nextStep, status, fergusMessage, retryAfterSeconds, retryable, outcomeUnknown } =
      this;
    return {
      kind,
      summary,
      nextStep,
      status,
      fergusMessage,
      retryAfterSeconds,
      retryable,
      outcomeUnknown,
      cause: this.cause,
    };
  }
}

/** The next step of an error whose message has just told to look first. */
export const AFTER_LOOKING = 'If it was not made, try again in a minute.';

/** Failures that leave the outcome open by themselves; after others it is an earlier attempt that does. */
const OPEN_ENDED: readonly FergusErrorKind[] = ['network', 'timeout', 'unavailable', 'bad-answer'];

function sentence({ kind, summary, fergusMessage, nextStep, outcomeUnknown }: FergusErrorDetails): string {
  const said = fergusMessage ? ` Fergus says: “${fergusMessage}”.` : '';
  const since = OPEN_ENDED.includes(kind) ? 'It' : 'The answer to an earlier attempt was lost, so it';
  const doubt = ` ${since} is unknown whether the change was made: look before trying again, or it may be made twice.`;
  return `${summary}${said}${outcomeUnknown ? doubt : ''} ${nextStep}`;
}

const MAX_MESSAGE = 500;

/**
 * The message of an error answer. Fergus sends `{error, message, statusCode}`, `{message}` alone (403), and
 * sometimes a list of messages; its route errors show an internal `/api/partner` prefix that means nothing to
 * a caller [live].
 */
export function messageOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const { message, error } = body as { message?: unknown; error?: unknown };
  const text = [message, error].map(asText).find((candidate) => candidate !== undefined);
  const clean = text?.replaceAll('/api/partner', '').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  if (!clean) return undefined;
  return clean.length > MAX_MESSAGE ? `${clean.slice(0, MAX_MESSAGE)}…` : clean;
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value;
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item) => (typeof item === 'string' ? item : JSON.stringify(item))).join('; ');
  }
  return undefined;
}

/** The error for an answer with a status that is neither success nor 303. */
export function errorForStatus(
  status: number,
  body: unknown,
  context: { readonly write: boolean; readonly retryAfterSeconds?: number | undefined },
): FergusError {
  const common = { status, fergusMessage: messageOf(body) };
  switch (status) {
    case 401:
      return new FergusError({
        ...common,
        kind: 'unauthorized',
        summary: 'Fergus did not accept the access token (401).',
        nextStep:
          'It may be wrong, expired or revoked. Make a new one in Fergus under Settings > Integrations > Fergus API, or sign in again.',
        retryable: false,
      });
    case 403:
      return new FergusError({
        ...common,
        kind: 'forbidden',
        summary: 'Fergus refuses this to the signed-in user (403).',
        nextStep: 'Someone with more rights in Fergus has to do it, or give this user the right.',
        retryable: false,
      });
    case 404:
      return new FergusError({
        ...common,
        kind: 'not-found',
        summary: 'Fergus has no such record (404).',
        nextStep: 'Check the id with the list or search tool of that kind of record.',
        retryable: false,
      });
    case 409:
      return new FergusError({
        ...common,
        kind: 'conflict',
        summary: 'The change conflicts with the present state of the record (409).',
        nextStep: 'Read the record again and decide with its present state.',
        retryable: false,
      });
    case 429:
      return rateLimited(context.retryAfterSeconds, common);
    default:
      return status >= 500
        ? serverError(status, body, common.fergusMessage, context.write)
        : new FergusError({
            ...common,
            kind: 'bad-request',
            summary: `Fergus refused the request as invalid (${status}).`,
            nextStep: 'Correct what Fergus names and call again.',
            retryable: false,
          });
  }
}

/**
 * The error for an exhausted rate limit.
 *
 * @param answer what Fergus answered; nothing where the request was held back here.
 */
export function rateLimited(
  seconds: number | undefined,
  answer: Pick<FergusErrorDetails, 'status' | 'fergusMessage'> = {},
): FergusError {
  const whole = seconds === undefined ? undefined : Math.max(1, Math.ceil(seconds));
  const wait = whole === undefined ? 'a minute' : `${whole} second${whole === 1 ? '' : 's'}`;
  return new FergusError({
    ...answer,
    kind: 'rate-limited',
    summary:
      "The company's limit of requests a minute to Fergus is used up, so this attempt changed nothing.",
    nextStep: `Wait ${wait}, then call again. Other integrations of the company share this limit.`,
    retryAfterSeconds: whole,
    retryable: true,
  });
}

function serverError(
  status: number,
  body: unknown,
  fergusMessage: string | undefined,
  write: boolean,
): FergusError {
  // A 500 that carries a JSON message is often a failed validation [live]; Fergus did answer, so nothing is lost.
  if (status === 500 && fergusMessage !== undefined) {
    return new FergusError({
      kind: 'server-error',
      status,
      fergusMessage,
      summary: 'Fergus failed on this request (500).',
      nextStep: 'Often a value that Fergus does not accept: check the arguments against its message.',
      retryable: false,
      cause: body,
    });
  }
  return new FergusError({
    kind: 'unavailable',
    status,
    fergusMessage,
    summary: `Fergus is not available just now (${status}).`,
    nextStep: write ? AFTER_LOOKING : 'Try again in a minute.',
    retryable: true,
    outcomeUnknown: write,
  });
}

/** The error for a request that took too long. */
export function timeoutError(milliseconds: number, write: boolean): FergusError {
  return new FergusError({
    kind: 'timeout',
    summary: `Fergus did not answer within ${milliseconds / 1000} seconds.`,
    nextStep: write ? AFTER_LOOKING : 'Try again, or ask for less at once.',
    retryable: true,
    outcomeUnknown: write,
  });
}

/** The error for an answer that is no Fergus answer: not JSON, cut off, too large, or of another shape. */
export function badAnswer(what: string, write: boolean, status?: number): FergusError {
  return new FergusError({
    kind: 'bad-answer',
    status,
    summary: `Fergus sent an answer that cannot be used: ${what}.`,
    nextStep: write
      ? AFTER_LOOKING
      : 'Try again in a minute; if it persists, the service or something between here and it is at fault.',
    retryable: true,
    outcomeUnknown: write,
  });
}
