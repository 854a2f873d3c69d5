import { createHash, createHmac, randomBytes } from 'node:crypto';

/** What a token of ours is for; its prefix says so, and makes leaked ones easy to find and to redact. */
export const TOKEN_KINDS = { code: 'fmcp_code', access: 'fmcp_at', refresh: 'fmcp_rt' } as const;
export type TokenKind = keyof typeof TOKEN_KINDS;

/** A token as a client holds it, and what is stored of it. */
export interface MintedToken {
  readonly token: string;
  readonly hash: string;
}

export interface ParsedToken {
  /** The grant that the token says it belongs to; the hash alone proves it. */
  readonly grantId: string;
  readonly hash: string;
}

const FORMAT = /^(fmcp_code|fmcp_at|fmcp_rt)\.([\w-]{22})\.[\w-]{43}$/;

/** 128 random bits, base64url. */
export function newGrantId(): string {
  return randomBytes(16).toString('base64url');
}

/** A token with 256 random bits (RFC 6749 §10.10 asks for 128 at least). */
export function mintToken(kind: TokenKind, grantId: string): MintedToken {
  return tokenOf(kind, grantId, randomBytes(32));
}

/**
 * The refresh token that follows another one. It can be made again as long as the seed is kept, by whoever
 * presents the earlier token: an answer that was lost can be given once more although only hashes are stored.
 *
 * @param seed random, stored on the server, worthless without the presented token.
 */
export function successorOf(presented: string, grantId: string, seed: string): MintedToken {
  return tokenOf('refresh', grantId, createHmac('sha256', presented).update(seed).digest());
}

/** @returns `undefined` for what is no token of the kind. */
export function parseToken(kind: TokenKind, token: string): ParsedToken | undefined {
  const [, prefix, grantId] = FORMAT.exec(token) ?? [];
  if (prefix !== TOKEN_KINDS[kind] || grantId === undefined) return undefined;
  return { grantId, hash: hashOf(token) };
}

/** What is stored in the place of a secret: SHA-256, base64url. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function tokenOf(kind: TokenKind, grantId: string, secret: Buffer): MintedToken {
  const token = `${TOKEN_KINDS[kind]}.${grantId}.${secret.toString('base64url')}`;
  return { token, hash: hashOf(token) };
}
