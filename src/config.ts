import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { z } from 'zod';
import { FERGUS_BASE_URL } from './fergus/client.ts';
import { TOOLSET_CHOICES, type ToolsetChoice } from './tools/catalog.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What both modes need to know. */
export interface CommonConfig {
  readonly baseUrl: string;
  readonly toolsets: readonly ToolsetChoice[];
  readonly readOnly: boolean;
  readonly logLevel: LogLevel;
  /** Serves an invented business in the place of Fergus. */
  readonly demo: boolean;
}

/** What the local server needs to know, validated and frozen. */
export interface Config extends CommonConfig {
  /** Personal Access Token; `undefined` in the demo, which makes its own. */
  readonly apiToken?: string | undefined;
}

/** What the command line gave; it wins over the environment, which wins over `.env`. */
export interface CommonFlags {
  readonly baseUrl?: string;
  readonly toolsets?: string;
  readonly readOnly?: boolean;
  readonly logLevel?: string;
  readonly demo?: boolean;
}

export interface Flags extends CommonFlags {
  readonly apiToken?: string;
}

/** Everything that is wrong with the configuration, one sentence each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** What to do where no token is set; the modes that need one say it. */
export const MISSING_TOKEN = `No Fergus access token is set.
  1. In Fergus, open Settings > Integrations > Fergus API and create a Personal Access Token.
  2. Put it into the environment variable FERGUS_API_TOKEN of this program (or into a .env file beside it).
To look around without an account, start with --demo.`;

/**
 * The configuration of the local server from flags, environment and `.env`, in this order of precedence. An
 * empty value counts as not set.
 *
 * @throws {ConfigError} with every problem at once.
 */
export function loadConfig(flags: Flags, environment: NodeJS.ProcessEnv = process.env): Config {
  const env = settingsOf(environment);
  const demo = flags.demo ?? false;
  const apiToken = demo ? undefined : (flags.apiToken ?? env.FERGUS_API_TOKEN);
  const read = { ...readCommon(flags, env), apiToken };
  const missing = !demo && !apiToken?.trim() ? [MISSING_TOKEN] : [];
  return validated(z.object({ ...commonShape, apiToken: tokenSetting.optional() }), read, missing);
}

/** The environment over a `.env` file in the working directory; empty values are left out. */
export function settingsOf(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...readDotenv(), ...withoutEmpty(environment) };
}

/** The settings of both modes, not yet validated. */
export function readCommon(flags: CommonFlags, env: NodeJS.ProcessEnv) {
  return {
    baseUrl: flags.baseUrl ?? env.FERGUS_BASE_URL,
    toolsets: flags.toolsets ?? env.FERGUS_TOOLSETS,
    readOnly: flags.readOnly ?? env.FERGUS_READ_ONLY,
    logLevel: flags.logLevel ?? env.LOG_LEVEL,
    demo: flags.demo ?? false,
  };
}

/**
 * Validates and freezes settings.
 *
 * @param problems what was found wrong already.
 * @throws {ConfigError} with every problem at once.
 */
export function validated<S extends z.ZodType>(
  schema: S,
  settings: unknown,
  problems: readonly string[],
): Readonly<z.output<S>> {
  const parsed = schema.safeParse(settings);
  if (parsed.success && problems.length === 0) return Object.freeze(parsed.data);
  const more = parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
  throw new ConfigError([...problems, ...more]);
}

/** FERGUS_API_TOKEN. */
export const tokenSetting = z
  .string()
  .trim()
  .regex(
    /^[\x21-\x7e]*$/,
    'FERGUS_API_TOKEN holds blanks or other characters that no token has; copy it again.',
  );

/** A setting that is true or false. */
export function booleanSetting(name: string) {
  return z.union([z.boolean(), z.stringbool()], { error: `${name} must be true or false.` });
}

/** How the settings of both modes are validated. */
export const commonShape = {
  baseUrl: z
    .string()
    .default(FERGUS_BASE_URL)
    .refine(
      isSafeUrl,
      'FERGUS_BASE_URL must be an https address (http only for this machine, such as http://127.0.0.1:3000).',
    ),
  toolsets: z
    .string()
    .default('everyday')
    .transform((value, context): readonly ToolsetChoice[] => {
      const { names, problem } = parseToolsets(value);
      if (problem !== undefined) {
        context.addIssue({ code: 'custom', message: `FERGUS_TOOLSETS ${problem}` });
      }
      return names;
    }),
  readOnly: booleanSetting('FERGUS_READ_ONLY').default(false),
  logLevel: z
    .string()
    .default('info')
    .transform((value) => value.trim().toLowerCase())
    .pipe(z.enum(LOG_LEVELS, { error: `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.` })),
  demo: z.boolean(),
};

/**
 * A comma list of toolsets.
 *
 * @returns the known names, and what is wrong with the list if anything is.
 */
export function parseToolsets(value: string): {
  readonly names: readonly ToolsetChoice[];
  readonly problem: string | undefined;
} {
  const names = value
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const unknown = names.filter((name) => !isToolset(name));
  const known = names.filter(isToolset);
  if (unknown.length === 0 && names.length > 0) return { names: known, problem: undefined };
  const what = names.length === 0 ? 'names no toolset' : `names an unknown toolset: ${unknown.join(', ')}`;
  return { names: known, problem: `${what}. There are: ${TOOLSET_CHOICES.join(', ')}.` };
}

function isToolset(name: string): name is ToolsetChoice {
  return (TOOLSET_CHOICES as readonly string[]).includes(name);
}

/** Whether an address is https, or http on this machine: a token must not cross a network in clear. */
export function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, search, hash, username } = new URL(value);
  const plain = search === '' && hash === '' && username === '';
  return plain && (protocol === 'https:' || (protocol === 'http:' && isLoopbackHost(hostname)));
}

/** Whether a host name, as `URL.hostname` spells it, is this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function readDotenv(): NodeJS.ProcessEnv {
  try {
    return withoutEmpty(parse(readFileSync('.env')));
  } catch {
    return {};
  }
}

function withoutEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
}
