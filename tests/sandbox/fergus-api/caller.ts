import { expect } from 'vitest';
import type { SandboxFergus } from '../../../src/sandbox/fergus-api/index.ts';

export type Fields = Record<string, unknown>;

/** An answer of the sandbox, and what tests look at most. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** `undefined` without a body. */
  readonly body: Fields | undefined;
  /** The object that was answered; empty where there was none. */
  readonly data: Fields;
  /** The list that was answered; empty where there was none. */
  readonly items: Fields[];
}

/** Sends one request with the owner's token; redirects are not followed. */
export type Call = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Reply>;

export function callerOf(sandbox: SandboxFergus): Call {
  return async (method, path, content, headers = {}) => {
    const response = await fetch(sandbox.url + path, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${sandbox.tokens.owner}`,
        ...(content === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(content === undefined ? {} : { body: JSON.stringify(content) }),
    });
    const text = await response.text();
    const body: Fields | undefined = text === '' ? undefined : JSON.parse(text);
    const data = body?.data;
    return {
      status: response.status,
      headers: response.headers,
      body,
      data: Array.isArray(data) ? {} : ((data ?? {}) as Fields),
      items: Array.isArray(data) ? data : [],
    };
  };
}

/** The pattern of a refusal whose message names the field. */
export function refusal(status: number, field: string) {
  return { status, body: { statusCode: status, message: expect.stringContaining(field) } };
}
