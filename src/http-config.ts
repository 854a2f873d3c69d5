import { z } from 'zod';
import {
  booleanSetting,
  type CommonConfig,
  type CommonFlags,
  commonShape,
  isLoopbackHost,
  isSafeUrl,
  MISSING_TOKEN,
  readCommon,
  settingsOf,
  tokenSetting,
  validated,
} from './config.ts';
import { type EncryptionKey, parseEncryptionKeys } from './storage/encryption.ts';

/** Our registration with Fergus's sign-in (AWS Cognito), as Fergus hands it out. */
export interface CognitoSettings {
  /** Where users sign in: an https origin, or an http one on this machine. */
  readonly origin: string;
  /** `iss` of its id tokens. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Registered with Fergus; `undefined` for `/oauth/callback` of the public address. */
  readonly redirectUri: string | undefined;
  /** Space-separated. */
  readonly scopes: string;
}

/**
 * Who may use the server: users who sign in; everybody on this machine, with one fixed token; or users of the
 * demo, who sign in to a stand-in.
 */
export type Access =
  | { readonly kind: 'sign-in'; readonly cognito: CognitoSettings }
  | { readonly kind: 'fixed-token'; readonly apiToken: string }
  | { readonly kind: 'demo' };

/** What the remote server needs to know, validated and frozen. */
export interface HttpConfig extends CommonConfig {
  readonly access: Access;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Origin under which clients reach the server; `undefined` for http://localhost and the port. */
  readonly publicUrl: string | undefined;
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
  /** Newest first; empty for a key of this process alone. */
  readonly encryptionKeys: readonly EncryptionKey[];
}

export interface RateLimitSettings {
  readonly enabled: boolean;
  /** Requests in a window that one address may make without a sign-in; the other limits are multiples of it. */
  readonly max: number;
  readonly windowMs: number;
}

export type StorageSettings =
  | { readonly kind: 'memory' }
  | { readonly kind: 'redis'; readonly url: string; readonly fallback: 'fail' | 'memory' };

export interface HttpFlags extends CommonFlags {
  readonly port?: string;
  readonly host?: string;
  /** `false` for the fixed token of FERGUS_API_TOKEN in the place of sign-ins. */
  readonly auth?: boolean;
}

const WEEK_MS = 7 * 24 * 60 * 60_000;

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
    storage: { kind: env.SESSION_STORAGE, url: env.REDIS_URL, fallback: env.REDIS_FALLBACK },
    encryptionKeys: env.TOKEN_ENCRYPTION_KEY,
    access: readAccess(flags, common.demo, env),
  };
  return validated(schema, read, problemsBetween(read, env.NODE_ENV === 'production'));
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
  readonly publicUrl: string | undefined;
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

/** A whole number from an environment variable. */
function count(name: string, range: { readonly min: number; readonly max: number }, fallback: number) {
  const error = `${name} must be a whole number from ${range.min} to ${range.max}.`;
  return z.coerce.number({ error }).int(error).min(range.min, error).max(range.max, error).default(fallback);
}

/** A comma list of host names; an origin counts for its host. */
const hostList = z
  .string()
  .default('')
  .transform((text): readonly string[] =>
    text
      .split(',')
      .map((entry) => entry.trim().toLowerCase())
      .filter(Boolean)
      .map((entry) => (URL.canParse(entry) ? new URL(entry).hostname || entry : entry)),
  );

const publicUrl = z
  .string()
  .refine(
    (value) => isSafeUrl(value) && new URL(value).pathname === '/',
    'PUBLIC_URL must be an https address without a path, such as https://fergus-mcp.example.com (http only for this machine).',
  )
  .transform((value) => new URL(value).origin);

function fromFergus(name: string) {
  return z
    .string({ error: `${name} is not set. Fergus gives it to you when it registers your server.` })
    .trim()
    .min(1);
}

const cognito = z
  .object({
    domain: z
      .string()
      .default('auth.fergus.com')
      .transform((value) => (value.includes('://') ? value : `https://${value}`))
      .refine(
        (value) => isSafeUrl(value) && new URL(value).pathname === '/',
        'COGNITO_DOMAIN must be a host name such as auth.fergus.com.',
      ),
    region: fromFergus('COGNITO_REGION'),
    userPoolId: fromFergus('COGNITO_USER_POOL_ID'),
    clientId: fromFergus('COGNITO_CLIENT_ID'),
    clientSecret: fromFergus('COGNITO_CLIENT_SECRET'),
    redirectUri: z
      .string()
      .refine(isSafeUrl, 'OAUTH_REDIRECT_URI must be an https address (http only for this machine).')
      .optional(),
    scopes: z.string().default('openid email profile'),
  })
  .transform(
    ({ domain, region, userPoolId, ...rest }): CognitoSettings => ({
      ...rest,
      redirectUri: rest.redirectUri,
      origin: new URL(domain).origin,
      issuer: `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`,
    }),
  );

const schema = z.object({
  ...commonShape,
  access: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('sign-in'), cognito }),
    z.object({
      kind: z.literal('fixed-token'),
      apiToken: z.string({ error: MISSING_TOKEN }).pipe(tokenSetting),
    }),
    z.object({ kind: z.literal('demo') }),
  ]),
  host: z.string().default('127.0.0.1'),
  port: count('HTTP_PORT', { min: 0, max: 65_535 }, 3100),
  publicUrl: publicUrl.optional().transform((value) => value),
  trustProxy: count('TRUST_PROXY (the number of proxies in front)', { min: 0, max: 10 }, 0),
  allowedHosts: hostList,
  allowedOrigins: hostList,
  requireOwner: booleanSetting('OAUTH_REQUIRE_OWNER').default(false),
  sessionTimeoutMs: count('SESSION_TIMEOUT_MS', { min: 1000, max: 52 * WEEK_MS }, WEEK_MS),
  maxSessions: count('MAX_SESSIONS', { min: 1, max: 1_000_000 }, 10_000),
  maxSessionsPerUser: count('MAX_SESSIONS_PER_USER', { min: 1, max: 1000 }, 50),
  rateLimits: z.object({
    enabled: booleanSetting('ENABLE_RATE_LIMITING').default(true),
    max: count('RATE_LIMIT_MAX', { min: 1, max: 1_000_000 }, 100),
    windowMs: count('RATE_LIMIT_WINDOW_MS', { min: 1000, max: 24 * 60 * 60_000 }, 15 * 60_000),
  }),
  storage: z
    .object({
      kind: z
        .string()
        .default('memory')
        .transform((value) => value.trim().toLowerCase())
        .pipe(z.enum(['memory', 'redis'], { error: 'SESSION_STORAGE must be memory or redis.' })),
      url: z
        .string()
        .regex(/^rediss?:\/\//, 'REDIS_URL must begin with redis:// or rediss://.')
        .optional(),
      fallback: z
        .enum(['fail', 'memory'], { error: 'REDIS_FALLBACK must be fail or memory.' })
        .default('fail'),
    })
    .transform(({ kind, url, fallback }, context): StorageSettings => {
      if (kind === 'memory') return { kind };
      if (url !== undefined) return { kind, url, fallback };
      context.addIssue({
        code: 'custom',
        message: 'SESSION_STORAGE is redis, but REDIS_URL is not set, such as redis://127.0.0.1:6379.',
      });
      return z.NEVER;
    }),
  encryptionKeys: z
    .string()
    .default('')
    .transform((text, context): readonly EncryptionKey[] => {
      if (text === '') return [];
      try {
        return parseEncryptionKeys(text);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        context.addIssue({ code: 'custom', message: `TOKEN_ENCRYPTION_KEY: ${reason}` });
        return z.NEVER;
      }
    }),
});
