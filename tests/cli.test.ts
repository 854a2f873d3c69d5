import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { type SandboxFergus, startSandboxFergus } from '../src/sandbox/fergus-api/index.ts';
import { CATALOG } from '../src/tools/catalog.ts';
import { emptyDir, RawStdio, runToEnd } from './support/raw-stdio.ts';

let sandbox: SandboxFergus;
let env: Record<string, string>;
/** An address of this machine where no one listens. */
let nobody: string;

beforeAll(async () => {
  sandbox = await startSandboxFergus();
  const gone = await startSandboxFergus();
  nobody = gone.url;
  await gone.close();
  env = { FERGUS_BASE_URL: sandbox.url, FERGUS_API_TOKEN: sandbox.tokens.owner };
});

afterAll(() => sandbox.close());

async function toolNames(args: readonly string[], extra: Record<string, string> = {}): Promise<string[]> {
  const program = new RawStdio(args, { ...env, LOG_LEVEL: 'silent', ...extra });
  await program.initialize();
  const { result } = (await program.request('tools/list')) as { result: { tools: { name: string }[] } };
  await program.close();
  return result.tools.map(({ name }) => name);
}

const namesWhere = (fits: (tool: (typeof CATALOG)[number]) => boolean) =>
  CATALOG.filter(fits).map(({ name }) => name);

describe('command line', () => {
  test('--version prints the version, --help the options with examples', async () => {
    expect(await runToEnd(['--version'])).toMatchObject({ code: 0, stdout: `${manifest.version}\n` });
    const help = await runToEnd(['--help']);
    expect(help.code).toBe(0);
    for (const part of [
      '--api-token',
      '--base-url',
      '--toolsets',
      '--read-only',
      '--demo',
      '--log-level',
      'doctor',
      'Examples:',
    ]) {
      expect(help.stdout).toContain(part);
    }
  });

  test('without a token it exits with 2, says how to get one, and mentions the demo', async () => {
    const { code, stdout, stderr } = await runToEnd([]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('Settings > Integrations > Fergus API');
    expect(stderr).toContain('--demo');
  });

  test('names every problem of the configuration at once', async () => {
    const { code, stderr } = await runToEnd([], {
      FERGUS_API_TOKEN: 'two words',
      FERGUS_BASE_URL: 'http://api.fergus.com',
      FERGUS_TOOLSETS: 'jobs,plumbing',
      FERGUS_READ_ONLY: 'perhaps',
      LOG_LEVEL: 'loud',
    });
    expect(code).toBe(2);
    for (const name of ['FERGUS_API_TOKEN', 'FERGUS_BASE_URL', 'plumbing', 'FERGUS_READ_ONLY', 'LOG_LEVEL']) {
      expect(stderr).toContain(name);
    }
    expect(stderr).toContain('everyday, all, insight, jobs');
    expect(stderr).not.toContain('two words');
  });

  test('refuses unknown options and surplus arguments with 2', async () => {
    expect((await runToEnd(['--colour', 'red'])).code).toBe(2);
    expect((await runToEnd(['serve'])).code).toBe(2);
  });

  test('starting calls Fergus not at all, even with an address where nobody is', async () => {
    const program = new RawStdio([], {
      FERGUS_API_TOKEN: 'fergPAT_x',
      FERGUS_BASE_URL: nobody,
      LOG_LEVEL: 'silent',
    });
    expect(await program.initialize()).toHaveProperty('result');
    const answer = await program.request('tools/call', { name: 'list-users', arguments: {} });
    expect(answer).toMatchObject({ result: { isError: true } });
    expect(JSON.stringify(answer)).toContain('cannot be reached');
    expect(await program.close()).toBe(0);
  });

  test('SIGTERM and SIGINT end it with 0', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const program = new RawStdio(['--demo'], { LOG_LEVEL: 'silent' });
      await program.initialize();
      expect(await program.kill(signal)).toEqual([0, null]);
    }
  });
});

describe('selection of tools', () => {
  test('everyday is the default; all, single toolsets and read-only as named', async () => {
    expect(await toolNames([])).toEqual(namesWhere(({ everyday }) => everyday));
    expect(await toolNames(['--toolsets', 'all'])).toEqual(namesWhere(() => true));
    expect(await toolNames(['--toolsets', 'time, jobs'])).toEqual(
      namesWhere(({ toolset }) => toolset === 'jobs' || toolset === 'time'),
    );
    expect(await toolNames(['--read-only'])).toEqual(
      namesWhere(({ everyday, access }) => everyday && access === 'read'),
    );
  });

  test('a flag wins over the environment, the environment over .env', async () => {
    const cwd = emptyDir();
    writeFileSync(join(cwd, '.env'), 'FERGUS_TOOLSETS=users\nFERGUS_READ_ONLY=true\nLOG_LEVEL=silent\n');
    const program = new RawStdio(['--toolsets', 'time'], { ...env, FERGUS_TOOLSETS: 'sites' }, cwd);
    await program.initialize();
    const answer = JSON.stringify(await program.request('tools/list'));
    await program.close();
    expect(answer).toContain('list-time-entries');
    expect(answer).not.toContain('list-users');
    expect(answer).not.toContain('list-sites');
  });

  test('a tool outside the selection is refused with the reason', async () => {
    const program = new RawStdio(['--read-only'], { ...env, LOG_LEVEL: 'silent' });
    await program.initialize();
    const answer = await program.request('tools/call', { name: 'create-job', arguments: {} });
    await program.close();
    expect(answer).toMatchObject({
      error: { code: -32602, message: expect.stringContaining('not offered here') },
    });
  });
});

describe('doctor', () => {
  test('finds everything in order', async () => {
    const { code, stdout } = await runToEnd(['doctor'], env);
    expect(stdout).toContain('Everything is in order');
    expect(stdout).toContain(sandbox.businesses.main.company.name ?? '');
    expect(stdout).toContain('Pacific/Auckland');
    expect(stdout).toMatch(/\d+ of 100 requests are left/);
    expect(stdout).not.toContain(sandbox.tokens.owner);
    expect(code).toBe(0);
  });

  test('says what is wrong with a token, a right and an address', async () => {
    const bad = await runToEnd(['doctor', '--api-token', 'fergPAT_wrong'], env);
    expect(bad).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('did not accept the access token'),
    });
    const forbidden = await runToEnd(['doctor'], { ...env, FERGUS_API_TOKEN: sandbox.tokens.forbidden });
    expect(forbidden).toMatchObject({ code: 1, stdout: expect.stringContaining('(403)') });
    const unreachable = await runToEnd(['doctor'], { ...env, FERGUS_BASE_URL: nobody });
    expect(unreachable).toMatchObject({ code: 1, stdout: expect.stringContaining('cannot be reached') });
  });
});
