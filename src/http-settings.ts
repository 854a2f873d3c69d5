import { accessSync, constants } from 'node:fs';
import { z } from 'zod';
import { booleanSetting, commonShape, isSafeUrl, MISSING_TOKEN, tokenSetting } from './config.ts';
import { type EncryptionKey, parseEncryptionKeys } from './storage/encryption.ts';
import { parseRedisUrl } from './storage/redis-url.ts';

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

export interface TlsSettings {
  /** PEM, with the chain. */
  readonly certFile: string;
  readonly keyFile: string;
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

const WEEK_MS = 7 * 24 * 60 * 60_000;

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
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

/** How the settings of the remote server are validated. */
export const httpSettings = z.object({
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
  tls: z
    .object({ certFile: z.string().optional(), keyFile: z.string().optional() })
    .transform(({ certFile, keyFile }, context): TlsSettings | undefined => {
      if (certFile === undefined && keyFile === undefined) return undefined;
      if (certFile !== undefined && keyFile !== undefined) {
        const missing = [certFile, keyFile].filter((file) => !isReadable(file));
        if (missing.length === 0) return { certFile, keyFile };
        context.addIssue({ code: 'custom', message: `TLS: ${missing.join(' and ')} cannot be read.` });
      } else {
        context.addIssue({ code: 'custom', message: 'TLS_CERT_FILE and TLS_KEY_FILE go together.' });
      }
      return z.NEVER;
    }),
  shutdownTimeoutMs: count('SHUTDOWN_TIMEOUT_MS', { min: 0, max: 10 * 60_000 }, 25_000),
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
        .transform((url, context) => {
          try {
            parseRedisUrl(url);
          } catch (error) {
            context.addIssue({
              code: 'custom',
              message: error instanceof Error ? error.message : String(error),
            });
          }
          return url;
        })
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
