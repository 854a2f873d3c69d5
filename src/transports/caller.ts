import type { AuthInfo, ServerContext } from '@modelcontextprotocol/server';
import type { Scope } from '../auth/scopes.ts';
import type { Connection } from '../server/tool-calls.ts';

/** Whom an HTTP request speaks for. Goes with the request through the SDK as its `authInfo`. */
export class Caller implements AuthInfo {
  /** The SDK asks for it; nothing behind it needs the bearer, so it does not get it. */
  readonly token = '';
  readonly clientId: string;
  readonly scopes: Scope[];
  readonly userId: string;
  readonly connection: Connection;

  constructor(about: {
    readonly clientId: string;
    readonly scopes: readonly Scope[];
    readonly userId: string;
    readonly connection: Connection;
  }) {
    this.clientId = about.clientId;
    this.scopes = [...about.scopes];
    this.userId = about.userId;
    this.connection = about.connection;
  }
}

/** The connection of the request that is being answered. */
export function connectionOf(ctx: ServerContext): Connection {
  const caller = ctx.http?.authInfo;
  if (caller instanceof Caller) return caller.connection;
  throw new Error('A request was dispatched without its caller.');
}
