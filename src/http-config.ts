import {
  type CommonConfig,
  type CommonFlags,
  isLoopbackHost,
  readCommon,
  settingsOf,
  validated,
} from './config.ts';
import {
  type Access,
  httpSettings,
  type RateLimitSettings,
  type StorageSettings,
  type TlsSettings,
} from './http-settings.ts';
import type { EncryptionKey } from './storage/encryption.ts';

/** What the remote server needs to know, validated and frozen. */
export interface HttpConfig extends CommonConfig {
  readonly access: Access;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Origin under which clients reach the server; `undefined` for http://localhost and the port. */
  readonly publicUrl?: string | undefined;
  /** `undefined` for plain http. */
  readonly tls?: TlsSettings | undefined;
  /** How many proxies stand in front and may be believed about the client's address. */
  readonly trustProxy: number;
  /** Host names, besides that of the public address. */
  readonly allowedHosts: readonly string[];
  /** Host names of web pages that may call `/mcp`, besides that of the public address. */
  readonly allowedOrigins: readonly string[];
  /** Only owners of the Fergus account may sign in. */
  readonly requireOwner: boolean;
  /** How long a sign-in or a session lives without being used, in milliseconds. */
  readonly sessionTimeoutMs: number;
  /** Sessions of 2025-era clients that this process holds open at once. */
  readonly maxSessions: number;
  readonly maxSessionsPerUser: number;
  readonly rateLimits: RateLimitSettings;
  readonly storage: StorageSettings;
  /** How long calls under way may take to finish when the server ends, in milliseconds. */
  readonly shutdownTimeoutMs: number;
  /** Newest first; empty for a key of this process alone. */
  readonly encryptionKeys: readonly EncryptionKey[];
}

export interface HttpFlags extends CommonFlags {
  readonly port?: string;
  readonly host?: string;
  /** `false` for the fixed token of FERGUS_API_TOKEN in the place of sign-ins. */
  readonly auth?: boolean;
}

/**
 * The configuration of the remote server from flags, environment and `.env`, in this order of precedence.
 *
 * @throws {ConfigError} with every problem at once.
 */
export function loadHttpConfig(flags: HttpFlags, environment: NodeJS.ProcessEnv = process.env): HttpConfig {
  const env = settingsOf(environment);
  const common = readCommon(flags, env);
  const read = {
    ...common,
    host: flags.host ?? env.HTTP_HOST,
    port: flags.port ?? env.PORT ?? env.HTTP_PORT,
    publicUrl: env.PUBLIC_URL,
    trustProxy: env.TRUST_PROXY,
    allowedHosts: env.ALLOWED_HOSTS,
    allowedOrigins: env.ALLOWED_ORIGINS,
    requireOwner: env.OAUTH_REQUIRE_OWNER,
    sessionTimeoutMs: env.SESSION_TIMEOUT_MS,
    maxSessions: env.MAX_SESSIONS,
    maxSessionsPerUser: env.MAX_SESSIONS_PER_USER,
    rateLimits: {
      enabled: env.ENABLE_RATE_LIMITING,
      max: env.RATE_LIMIT_MAX,
      windowMs: env.RATE_LIMIT_WINDOW_MS,
    },
    tls: { certFile: env.TLS_CERT_FILE, keyFile: env.TLS_KEY_FILE },
    shutdownTimeoutMs: env.SHUTDOWN_TIMEOUT_MS,
    storage: { kind: env.SESSION_STORAGE, url: env.REDIS_URL, fallback: env.REDIS_FALLBACK },
    encryptionKeys: env.TOKEN_ENCRYPTION_KEY,
    access: readAccess(flags, common.demo, env),
  };
  return validated(httpSettings, read, problemsBetween(read, env.NODE_ENV === 'production'));
}

function readAccess(flags: HttpFlags, demo: boolean, env: NodeJS.ProcessEnv) {
  if (demo) return { kind: 'demo' };
  if (flags.auth === false) return { kind: 'fixed-token', apiToken: env.FERGUS_API_TOKEN };
  const cognito = {
    domain: env.COGNITO_DOMAIN,
    region: env.COGNITO_REGION,
    userPoolId: env.COGNITO_USER_POOL_ID,
    clientId: env.COGNITO_CLIENT_ID ?? env.FERGUS_OAUTH_CLIENT_ID,
    clientSecret: env.COGNITO_CLIENT_SECRET ?? env.FERGUS_OAUTH_CLIENT_SECRET,
    redirectUri: env.OAUTH_REDIRECT_URI ?? env.FERGUS_OAUTH_REDIRECT_URI,
    scopes: env.OAUTH_SCOPES,
  };
  return { kind: 'sign-in', cognito };
}

interface Read {
  readonly host: string | undefined;
  readonly trustProxy: string | undefined;
  readonly tls: { readonly certFile: string | undefined };
  readonly publicUrl?: string | undefined;
  readonly storage: { readonly kind: string | undefined };
  readonly encryptionKeys: string | undefined;
  readonly access: ReturnType<typeof readAccess>;
}

/** What is wrong with settings that depend on each other. */
function problemsBetween(read: Read, production: boolean): string[] {
  const problems: string[] = [];
  const { host, publicUrl, access, encryptionKeys } = read;
  const everywhere = host !== undefined && !isLoopbackHost(host);
  if (access.kind === 'fixed-token' && everywhere) {
    problems.push(
      `HTTP_HOST is ${host}, but without sign-in the server may be reached from this machine only: leave HTTP_HOST out, or start without --no-auth.`,
    );
  }
  if (access.kind === 'sign-in' && everywhere && publicUrl === undefined) {
    problems.push(
      'PUBLIC_URL is not set. It must be the https address under which clients reach this server, such as https://fergus-mcp.example.com.',
    );
  }
  const plain = read.tls.certFile === undefined && Number(read.trustProxy ?? 0) === 0;
  if (production && access.kind === 'sign-in' && everywhere && plain) {
    problems.push(
      `HTTP_HOST is ${host}, where plain http would carry tokens in clear. Set TRUST_PROXY to the number of proxies that do https in front, or TLS_CERT_FILE and TLS_KEY_FILE.`,
    );
  }
  const kept = read.storage.kind?.trim().toLowerCase() === 'redis';
  if (access.kind === 'sign-in' && encryptionKeys === undefined && (production || kept)) {
    problems.push(
      'TOKEN_ENCRYPTION_KEY is not set. It protects the stored sign-ins: make one with `openssl rand -base64 32`, and give all instances the same.',
    );
  }
  const redirectUri = 'cognito' in access ? access.cognito?.redirectUri : undefined;
  if (publicUrl !== undefined && redirectUri !== undefined && originOf(publicUrl) !== originOf(redirectUri)) {
    problems.push('OAUTH_REDIRECT_URI must be an address of this server, so it must begin with PUBLIC_URL.');
  }
  return problems;
}

function originOf(text: string): string | undefined {
  return URL.canParse(text) ? new URL(text).origin : undefined;
}
