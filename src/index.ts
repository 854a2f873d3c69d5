#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { ConfigError, type Flags, LOG_LEVELS, loadConfig } from './config.ts';
import type { HttpFlags } from './http-config.ts';
import { TOOLSET_CHOICES } from './tools/catalog.ts';
import { VERSION } from './version.ts';

/** Wrong usage or configuration, as opposed to 1 for a failure at work. */
const EXIT_USAGE = 2;

/** Errors of starting whose message says it all; by name, since their classes are loaded with the HTTP mode only. */
const STARTING = new Set(['StartError', 'StoreUnavailable']);

const EXAMPLES = `
Examples:
  FERGUS_API_TOKEN=fergPAT_… fergus-mcp         serve your Fergus account on stdio
  fergus-mcp --demo                             serve an invented business, no account needed
  fergus-mcp --read-only --toolsets jobs,quotes offer only what looks at jobs and quotes
  fergus-mcp doctor                             check token, connection and rights
  fergus-mcp http                               serve users who sign in, over HTTP
  fergus-mcp http --demo                        the same with an invented business and a stand-in sign-in

Every option can also be set in the environment or in a .env file: FERGUS_API_TOKEN, FERGUS_BASE_URL,
FERGUS_TOOLSETS, FERGUS_READ_ONLY, LOG_LEVEL. A token on the command line can be read by other users of the
machine in its process list: prefer the environment.`;

function withOptions(command: Command): Command {
  return withCommonOptions(command).option(
    '--api-token <token>',
    'Fergus Personal Access Token (prefer FERGUS_API_TOKEN)',
  );
}

function withCommonOptions(command: Command): Command {
  return command
    .option('--base-url <url>', 'address of the Fergus API')
    .option('--toolsets <names>', `tools to offer, comma-separated: ${TOOLSET_CHOICES.join(', ')}`)
    .option('--read-only', 'offer only tools that change nothing')
    .option('--log-level <level>', `how much to log to stderr: ${LOG_LEVELS.join(', ')}`);
}

function buildProgram(): Command {
  const program = new Command('fergus-mcp')
    .description('MCP server for Fergus: jobs, quotes, customers, sites, people and time for AI assistants.')
    .version(VERSION, '--version')
    .exitOverride()
    .allowExcessArguments(false)
    .addHelpText('after', EXAMPLES)
    .option('--demo', 'use an invented business instead of a Fergus account');
  withOptions(program).action(async (flags: Flags) => {
    const config = loadConfig(flags);
    const { createLogger } = await import('./observability/logger.ts');
    const { runLocalServer } = await import('./local-server.ts');
    await runLocalServer(config, createLogger(config.logLevel));
  });
  withOptions(
    program.command('doctor').description('check the set-up and say what to do about problems'),
  ).action(async (_flags: Flags, command: Command) => {
    const config = loadConfig(command.optsWithGlobals<Flags>());
    const { runDoctor } = await import('./doctor.ts');
    process.exitCode = await runDoctor(config);
  });
  withCommonOptions(program.command('http').description('serve users who sign in to Fergus, over HTTP'))
    .option('--port <port>', 'port to listen on (HTTP_PORT; 3100)')
    .option('--host <host>', 'address to listen on (HTTP_HOST; 127.0.0.1)')
    .option('--no-auth', 'serve FERGUS_API_TOKEN to everybody on this machine, without sign-in')
    .option('--demo', 'use an invented business and a stand-in sign-in')
    .action(async (_flags: HttpFlags, command: Command) => {
      const { runHttpServer } = await import('./run-http-server.ts');
      await runHttpServer(command.optsWithGlobals<HttpFlags>());
    });
  return program;
}

try {
  await buildProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
  } else if (error instanceof ConfigError) {
    process.stderr.write(
      `fergus-mcp cannot start:\n${error.problems.map((problem) => `- ${problem}`).join('\n')}\n`,
    );
    process.exitCode = EXIT_USAGE;
  } else if (error instanceof Error && STARTING.has(error.name)) {
    process.stderr.write(`fergus-mcp cannot start: ${error.message}\n`);
    process.exitCode = 1;
  } else {
    process.stderr.write(
      `fergus-mcp failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 1;
  }
}
