const FORM =
  'REDIS_URL must be redis://[user:password@]host[:port][/database], or rediss:// for TLS, with special characters of the password percent-encoded.';

/** As ioredis takes it. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly username?: string;
  readonly password?: string;
  /** There for TLS. */
  readonly tls?: Record<string, never>;
}

/**
 * Where Redis is and how to sign in there. It is parsed here because ioredis lets the address's query override
 * any of its options, and because Node's own error for an address that cannot be parsed carries the address.
 *
 * @throws {Error} for anything but an address of the form above; the address is not in the message.
 */
export function parseRedisUrl(text: string): RedisAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const database = /^\/?(\d{0,5})$/.exec(url?.pathname ?? '')?.[1];
  // A password with a bare "/", "?" or "#" ends the host early, and the rest of it turns up behind it.
  if (
    !url?.hostname ||
    !/^rediss?:$/.test(url.protocol) ||
    database === undefined ||
    url.search ||
    url.hash
  ) {
    throw new Error(FORM);
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port || 6379),
    db: Number(database),
    ...(url.password && { password: decoded(url.password) }),
    // Without a password there is nothing to sign in with; some hosts put a name into the address all the same.
    ...(url.password && url.username && { username: decoded(url.username) }),
    ...(url.protocol === 'rediss:' && { tls: {} }),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Error(FORM);
  }
}
