import { readFileSync } from 'node:fs';
import { parse } from 'dotenv';
import { z } from 'zod';
import { FERGUS_BASE_URL } from './fergus/client.ts';
import { TOOLSET_CHOICES, type ToolsetChoice } from './tools/catalog.ts';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the local server needs to know, validated and frozen. */
export interface Config {
  /** Personal Access Token; `undefined` in the demo, which makes its own. */
  readonly apiToken?: string | undefined;
  readonly baseUrl: string;
  readonly toolsets: readonly ToolsetChoice[];
  readonly readOnly: boolean;
  readonly logLevel: LogLevel;
  readonly demo: boolean;
}

/** What the command line gave; it wins over the environment, which wins over `.env`. */
export interface Flags {
  readonly apiToken?: string;
  readonly baseUrl?: string;
  readonly toolsets?: string;
  readonly readOnly?: boolean;
  readonly logLevel?: string;
  readonly demo?: boolean;
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

const MISSING_TOKEN = `No Fergus access token is set.
  1. In Fergus, open Settings > Integrations > Fergus API and create a Personal Access Token.
  2. Put it into the environment variable FERGUS_API_TOKEN of this program (or into a .env file beside it).
To look around without an account, start with --demo.`;

/**
 * The configuration from flags, environment and `.env`, in this order of precedence. An empty value counts as
 * not set.
 *
 * @throws {ConfigError} with every problem at once.
 */
export function loadConfig(flags: Flags, environment: NodeJS.ProcessEnv = process.env): Config {
  const env = { ...readDotenv(), ...withoutEmpty(environment) };
  const demo = flags.demo ?? false;
  const read = {
    apiToken: demo ? undefined : (flags.apiToken ?? env.FERGUS_API_TOKEN),
    baseUrl: flags.baseUrl ?? env.FERGUS_BASE_URL,
    toolsets: flags.toolsets ?? env.FERGUS_TOOLSETS,
    readOnly: flags.readOnly ?? env.FERGUS_READ_ONLY,
    logLevel: flags.logLevel ?? env.LOG_LEVEL,
  };
  const parsed = schema.safeParse(read);
  const problems = parsed.success ? [] : parsed.error.issues.map(({ message }) => message);
  if (!demo && !read.apiToken?.trim()) problems.unshift(MISSING_TOKEN);
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return Object.freeze({ ...parsed.data, demo });
}

const schema = z.object({
  apiToken: z
    .string()
    .trim()
    .regex(
      /^[\x21-\x7e]*$/,
      'FERGUS_API_TOKEN holds blanks or other characters that no token has; copy it again.',
    )
    .optional(),
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
      const names = value
        .split(',')
        .map((name) => name.trim().toLowerCase())
        .filter(Boolean);
      const unknown = names.filter((name) => !isToolset(name));
      if (unknown.length > 0 || names.length === 0) {
        const what =
          names.length === 0 ? 'names no toolset' : `names an unknown toolset: ${unknown.join(', ')}`;
        context.addIssue({
          code: 'custom',
          message: `FERGUS_TOOLSETS ${what}. There are: ${TOOLSET_CHOICES.join(', ')}.`,
        });
      }
      return names.filter(isToolset);
    }),
  readOnly: z
    .union([z.boolean(), z.stringbool()], { error: 'FERGUS_READ_ONLY must be true or false.' })
    .default(false),
  logLevel: z
    .string()
    .default('info')
    .transform((value) => value.trim().toLowerCase())
    .pipe(z.enum(LOG_LEVELS, { error: `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.` })),
});

function isToolset(name: string): name is ToolsetChoice {
  return (TOOLSET_CHOICES as readonly string[]).includes(name);
}

/** A token must not cross a network in clear. */
function isSafeUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, search, hash, username } = new URL(value);
  const loopback = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  const plain = search === '' && hash === '' && username === '';
  return plain && (protocol === 'https:' || (protocol === 'http:' && loopback));
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
