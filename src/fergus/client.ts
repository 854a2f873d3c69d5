import { setMaxListeners } from 'node:events';
import { type Answer, hasData, pageIn, readAnswer, recordIn, redirectIn } from './answer.ts';
import type { Created, FergusApi, FergusRequest, Page, QueryValue } from './api.ts';
import { CACHE_TTL_MS, CredentialState } from './credential-state.ts';
import { badAnswer, errorForStatus, FergusError, timeoutError } from './errors.ts';
import { networkError } from './network-error.ts';
import { pause } from './pause.ts';
import { numberIn, type Patience } from './rate-budget.ts';

/** The production API. There is no version in any path [spec]. */
export const FERGUS_BASE_URL = 'https://api.fergus.com';

const REQUEST_TIMEOUT_MS = 30_000;
/** How long one MCP call waits in all for the rate limit before it fails with the seconds to wait. */
const MAX_WAIT_MS = 20_000;
const MAX_ATTEMPTS = 3;
const FIRST_BACKOFF_MS = 250;

/**
 * Where the access token comes from: a PAT, or a function that is asked before every request. After a 401 the
 * function is asked once more with the refused token and may answer with a fresh one.
 */
export type TokenSource = string | ((refused?: string) => Promise<string>);

/** One attempt to reach Fergus, for logs and metrics. Paths hold ids only; queries and bodies stay out. */
export interface RequestEvent {
  readonly method: string;
  readonly path: string;
  readonly attempt: number;
  readonly durationMs: number;
  /** The HTTP status, or the kind of failure where there was none. */
  readonly outcome: number | 'network' | 'timeout' | 'cancelled' | 'bad-answer';
}

export interface FergusClientOptions {
  readonly baseUrl?: string | undefined;
  readonly token: TokenSource;
  /** Milliseconds for one request with its body. */
  readonly timeoutMs?: number | undefined;
  /** Shared by clients of the same credential; a fresh one otherwise. */
  readonly state?: CredentialState | undefined;
  readonly userAgent?: string | undefined;
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  /** Told when Fergus refuses even a renewed token, before the call fails. */
  readonly onUnauthorized?: (() => Promise<void>) | undefined;
}

/** What one MCP request brings along: its cancellation, and whom to tell that it waits for the rate limit. */
export interface CallOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: ((seconds: number) => void) | undefined;
}

/** What belongs to one MCP request: its patience, and the requests that it has sent. */
interface CallState extends Patience {
  sent: number;
}

/** Speaks to Fergus for one credential. */
export class FergusClient {
  readonly state: CredentialState;
  readonly #baseUrl: string;
  readonly #token: TokenSource;
  readonly #timeoutMs: number;
  readonly #userAgent: string;
  readonly #onRequest: ((event: RequestEvent) => void) | undefined;
  readonly #onUnauthorized: (() => Promise<void>) | undefined;

  constructor(options: FergusClientOptions) {
    this.#baseUrl = (options.baseUrl ?? FERGUS_BASE_URL).replace(/\/+$/, '');
    this.#token = options.token;
    this.#timeoutMs = options.timeoutMs ?? REQUEST_TIMEOUT_MS;
    this.#userAgent = options.userAgent ?? 'fergus-mcp';
    this.#onRequest = options.onRequest;
    this.#onUnauthorized = options.onUnauthorized;
    this.state = options.state ?? new CredentialState();
  }

  /** The API for the length of one MCP request. Its waits for the rate limit add up to 20 s at most. */
  forCall({ signal, onWait }: CallOptions = {}): FergusApi {
    // Each request listens to it, and a call may have a dozen under way; Node would warn of a leak.
    if (signal) setMaxListeners(0, signal);
    const call: CallState = { leftMs: MAX_WAIT_MS, countedUntil: 0, onWait, sent: 0 };
    const answerTo = (request: FergusRequest) => this.#answer(request, call, signal);
    const bodyOf = async (request: FergusRequest) => successIn(await answerTo(request), request).body;
    return {
      get sent() {
        return call.sent;
      },
      jobIds: this.state.jobIds,
      quoteAmounts: this.state.quoteAmounts,
      one: async <T>(request: FergusRequest) => recordIn<T>(await bodyOf(request), isWrite(request)),
      page: async <T>(request: FergusRequest): Promise<Page<T>> => pageIn<T>(await bodyOf(request)),
      done: async (request: FergusRequest) => {
        await bodyOf(request);
      },
      raw: bodyOf,
      createOrFind: async <T>(request: FergusRequest): Promise<Created<T>> => {
        const answer = await answerTo(request);
        if (answer.status === 303) return { kind: 'exists', ...redirectIn(answer) };
        return { kind: 'created', record: recordIn<T>(successIn(answer, request).body, true) };
      },
    };
  }

  /** GETs go through the short cache and share a request in flight; writes drop what they may have changed. */
  async #answer(request: FergusRequest, call: CallState, signal?: AbortSignal): Promise<Answer> {
    const target = request.path + queryString(request.query);
    if (request.method === 'GET') return this.#read(target, request, call, signal);
    if (request.safe) return this.#send(target, request, call, signal);
    try {
      return await this.#send(target, request, call, signal);
    } finally {
      this.state.forgetAfterWrite(request.path);
    }
  }

  async #read(
    target: string,
    request: FergusRequest,
    call: CallState,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const { answers, flights } = this.state;
    const cached = request.cacheFor && answers.get(target);
    if (cached) return cached;
    return flights.run(target, signal, async (shared) => {
      const generation = this.state.generation;
      const answer = await this.#send(target, request, call, shared);
      const current = generation === this.state.generation;
      if (request.cacheFor && current && hasData(answer)) {
        answers.set(target, answer, { ttl: CACHE_TTL_MS[request.cacheFor] });
      }
      return answer;
    });
  }

  async #send(
    target: string,
    request: FergusRequest,
    call: CallState,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const repeatable = request.safe || ['GET', 'PUT', 'DELETE'].includes(request.method);
    let token = await this.#tokenFor();
    let tokenRenewed = false;
    let failure: FergusError | undefined;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.state.budget.acquire(call, signal);
      } catch (error) {
        signal?.throwIfAborted();
        // What the attempt before met says more than that there is no budget for another.
        throw failure ?? error;
      }
      call.sent += 1;
      try {
        return await this.#attempt(target, request, token, attempt, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof FergusError)) throw error;
        const mayHaveArrived = failure?.outcomeUnknown === true;
        // An earlier DELETE whose answer was lost has done what this one no longer finds to do.
        if (request.method === 'DELETE' && mayHaveArrived && error.kind === 'not-found') return EMPTY;
        failure = mayHaveArrived ? error.withUnknownOutcome() : error;

        if (error.kind === 'unauthorized') {
          const renewed = tokenRenewed ? undefined : await this.#renewed(token);
          if (renewed === undefined) {
            await this.#onUnauthorized?.();
            throw failure;
          }
          token = renewed;
          tokenRenewed = true;
          continue;
        }
        // Nothing of a request reaches Fergus before the connection stands, so then even a POST may be repeated.
        const untouched = error.kind === 'network' && !error.outcomeUnknown;
        const mayRepeat = error.retryable && (repeatable || untouched);
        if (attempt >= MAX_ATTEMPTS || !mayRepeat) throw failure;
        if (error.kind === 'rate-limited') {
          await this.#waitAfterRefusal(failure, call, signal);
        } else if (error.kind === 'network' || error.kind === 'unavailable') {
          await pause(Math.random() * FIRST_BACKOFF_MS * 2 ** attempt, signal);
        } else {
          throw failure;
        }
      }
    }
  }

  /** @throws {FergusError} `refusal` itself where it asks for more patience than the call has left. */
  async #waitAfterRefusal(refusal: FergusError, patience: Patience, signal?: AbortSignal): Promise<void> {
    try {
      await this.state.budget.waitAfterRefusal(refusal.retryAfterSeconds ?? 1, patience, signal);
    } catch {
      signal?.throwIfAborted();
      throw refusal;
    }
  }

  async #attempt(
    target: string,
    request: FergusRequest,
    token: string,
    attempt: number,
    cancel: AbortSignal | undefined,
  ): Promise<Answer> {
    const write = isWrite(request);
    const timeout = AbortSignal.timeout(this.#timeoutMs);
    const signal = cancel ? AbortSignal.any([cancel, timeout]) : timeout;
    const started = performance.now();
    let response: Response | undefined;
    let outcome: RequestEvent['outcome'] = 'network';
    try {
      response = await fetch(this.#baseUrl + target, { ...this.#init(request, token), signal });
      const answer = await readAnswer(response, write);
      outcome = answer.status;
      if (answer.status < 400) return answer;
      throw errorForStatus(answer.status, answer.body, {
        write,
        retryAfterSeconds: secondsToWait(answer.headers),
      });
    } catch (error) {
      if (cancel?.aborted) {
        outcome = 'cancelled';
        throw cancel.reason;
      }
      if (timeout.aborted) {
        outcome = 'timeout';
        throw timeoutError(this.#timeoutMs, write);
      }
      if (error instanceof FergusError) {
        if (error.kind === 'bad-answer') outcome = 'bad-answer';
        throw error;
      }
      const { host } = new URL(this.#baseUrl);
      throw networkError(error, { write, host });
    } finally {
      this.state.budget.release(response?.headers);
      const durationMs = Math.round(performance.now() - started);
      this.#onRequest?.({ method: request.method, path: request.path, attempt, durationMs, outcome });
    }
  }

  #init(request: FergusRequest, token: string): RequestInit {
    const headers: Record<string, string> = {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      'user-agent': this.#userAgent,
    };
    const init: RequestInit = { method: request.method, headers, redirect: 'manual' };
    // Without a body there is no Content-Type either: Fergus refuses a DELETE that has one [live].
    if (request.contentType === 'text') {
      headers['content-type'] = 'text/plain';
      init.body = '';
    } else if (request.body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(request.body);
    }
    return init;
  }

  /** Another token in the place of a refused one; `undefined` where there is none. */
  async #renewed(refused: string): Promise<string | undefined> {
    const token = typeof this.#token === 'string' ? this.#token : await this.#token(refused);
    return token === refused ? undefined : token;
  }

  #tokenFor(): Promise<string> {
    return typeof this.#token === 'string' ? Promise.resolve(this.#token) : this.#token();
  }
}

const EMPTY: Answer = { status: 204, headers: new Headers(), body: undefined };

function isWrite(request: FergusRequest): boolean {
  return request.method !== 'GET' && !request.safe;
}

/** Redirects are data to {@link FergusApi.createOrFind} alone, and followed by nobody. */
function successIn(answer: Answer, request: FergusRequest): Answer {
  if (answer.status < 300) return answer;
  const what = `it is a redirect (${answer.status}), which is not followed; FERGUS_BASE_URL may be wrong`;
  throw badAnswer(what, isWrite(request), answer.status);
}

function secondsToWait(headers: Headers): number | undefined {
  return numberIn(headers, 'retry-after') ?? numberIn(headers, 'x-ratelimit-reset');
}

function queryString(query: Readonly<Record<string, QueryValue>> | undefined): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) parameters.append(name, String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}
