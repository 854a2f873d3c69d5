import { describe, expect, test } from 'vitest';
import { ConfigError } from '../src/config.ts';
import { type HttpFlags, loadHttpConfig } from '../src/http-config.ts';
import { generateEncryptionKey } from '../src/storage/encryption.ts';

const COGNITO = {
  COGNITO_REGION: 'ap-southeast-2',
  COGNITO_USER_POOL_ID: 'ap-southeast-2_abc',
  COGNITO_CLIENT_ID: 'our-client',
  COGNITO_CLIENT_SECRET: 'our-secret',
};

function load(env: Record<string, string> = {}, flags: HttpFlags = {}) {
  return loadHttpConfig(flags, { ...COGNITO, ...env });
}

function problemsOf(env: Record<string, string>, flags: HttpFlags = {}): readonly string[] {
  try {
    loadHttpConfig(flags, env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('defaults', () => {
  test('listen on this machine, keep everything in memory, and sign in at auth.fergus.com', () => {
    expect(load()).toMatchObject({
      host: '127.0.0.1',
      port: 3100,
      publicUrl: undefined,
      trustProxy: 0,
      storage: { kind: 'memory' },
      sessionTimeoutMs: 604_800_000,
      rateLimits: { enabled: true, max: 100, windowMs: 900_000 },
      requireOwner: false,
      toolsets: ['everyday'],
      access: {
        kind: 'sign-in',
        cognito: {
          origin: 'https://auth.fergus.com',
          issuer: 'https://cognito-idp.ap-southeast-2.amazonaws.com/ap-southeast-2_abc',
          scopes: 'openid email profile',
          redirectUri: undefined,
        },
      },
    });
  });

  test('are frozen', () => {
    expect(Object.isFrozen(load())).toBe(true);
  });
});

describe('sources', () => {
  test('PORT of the host wins over HTTP_PORT, a flag over both', () => {
    expect(load({ HTTP_PORT: '4000' }).port).toBe(4000);
    expect(load({ HTTP_PORT: '4000', PORT: '5000' }).port).toBe(5000);
    expect(load({ HTTP_PORT: '4000', PORT: '5000' }, { port: '6000' }).port).toBe(6000);
  });

  test('the FERGUS_OAUTH_ names stand in for those of Cognito', () => {
    const { access } = loadHttpConfig(
      {},
      {
        COGNITO_REGION: 'r',
        COGNITO_USER_POOL_ID: 'p',
        FERGUS_OAUTH_CLIENT_ID: 'id',
        FERGUS_OAUTH_CLIENT_SECRET: 'secret',
        FERGUS_OAUTH_REDIRECT_URI: 'https://mcp.example.com/back',
      },
    );
    expect(access).toMatchObject({
      cognito: { clientId: 'id', clientSecret: 'secret', redirectUri: 'https://mcp.example.com/back' },
    });
  });

  test('PUBLIC_URL loses its slash, and lists of hosts take origins too', () => {
    const config = load({
      PUBLIC_URL: 'https://MCP.example.com/',
      ALLOWED_HOSTS: 'internal.example.com, other:8080',
      ALLOWED_ORIGINS: 'https://app.example.com,inspector.example.com',
    });
    expect(config.publicUrl).toBe('https://mcp.example.com');
    expect(config.allowedHosts).toContain('internal.example.com');
    expect(config.allowedOrigins).toEqual(['app.example.com', 'inspector.example.com']);
  });

  test('the demo needs no settings', () => {
    expect(loadHttpConfig({ demo: true }, {}).access).toEqual({ kind: 'demo' });
  });

  test('--no-auth takes the fixed token', () => {
    expect(loadHttpConfig({ auth: false }, { FERGUS_API_TOKEN: 'fergPAT_x' }).access).toEqual({
      kind: 'fixed-token',
      apiToken: 'fergPAT_x',
    });
  });

  test('encryption keys come newest first, also with redis', () => {
    const [newest, oldest] = [generateEncryptionKey(), generateEncryptionKey()];
    const config = load({
      TOKEN_ENCRYPTION_KEY: `${newest},${oldest}`,
      SESSION_STORAGE: 'redis',
      REDIS_URL: 'rediss://cache.example.com:6380',
    });
    expect(config.encryptionKeys).toHaveLength(2);
    expect(config.storage).toEqual({
      kind: 'redis',
      url: 'rediss://cache.example.com:6380',
      fallback: 'fail',
    });
  });
});

describe('refused, with what to do', () => {
  test('every problem at once', () => {
    const problems = problemsOf({
      HTTP_PORT: 'many',
      PUBLIC_URL: 'http://mcp.example.com',
      TRUST_PROXY: 'true',
      SESSION_STORAGE: 'file',
      RATE_LIMIT_MAX: '-1',
      ENABLE_RATE_LIMITING: 'perhaps',
      TOKEN_ENCRYPTION_KEY: 'short',
      FERGUS_TOOLSETS: 'plumbing',
    }).join('\n');
    for (const name of [
      'HTTP_PORT',
      'PUBLIC_URL',
      'TRUST_PROXY',
      'SESSION_STORAGE',
      'RATE_LIMIT_MAX',
      'ENABLE_RATE_LIMITING',
      'TOKEN_ENCRYPTION_KEY',
      'FERGUS_TOOLSETS',
      'COGNITO_REGION',
      'COGNITO_USER_POOL_ID',
      'COGNITO_CLIENT_ID',
      'COGNITO_CLIENT_SECRET',
    ]) {
      expect(problems, name).toContain(name);
    }
  });

  test.each([
    ['http elsewhere', 'http://mcp.example.com'],
    ['a path', 'https://mcp.example.com/fergus'],
    ['no address', 'mcp.example.com'],
    ['userinfo', 'https://me@mcp.example.com'],
  ])('PUBLIC_URL with %s', (_, url) => {
    expect(problemsOf({ ...COGNITO, PUBLIC_URL: url }).join()).toContain('PUBLIC_URL');
  });

  test.each([
    'http://localhost:3100',
    'http://127.0.0.1:3100',
    'http://[::1]:3100',
    'https://mcp.example.com',
  ])('but not PUBLIC_URL %s', (url) => {
    expect(problemsOf({ ...COGNITO, PUBLIC_URL: url })).toEqual([]);
  });

  test('all addresses without PUBLIC_URL', () => {
    expect(problemsOf({ ...COGNITO, HTTP_HOST: '0.0.0.0' }).join()).toContain('PUBLIC_URL is not set');
  });

  test('--no-auth on an address that others reach', () => {
    const env = { FERGUS_API_TOKEN: 'fergPAT_x', HTTP_HOST: '0.0.0.0' };
    expect(problemsOf(env, { auth: false }).join()).toContain('this machine only');
  });

  test('--no-auth without a token', () => {
    expect(problemsOf({}, { auth: false }).join()).toContain('Settings > Integrations > Fergus API');
  });

  test('a call-back address of another server', () => {
    const env = {
      ...COGNITO,
      PUBLIC_URL: 'https://mcp.example.com',
      OAUTH_REDIRECT_URI: 'https://other.example.com/oauth/callback',
    };
    expect(problemsOf(env).join()).toContain('OAUTH_REDIRECT_URI');
  });

  test('no encryption key in production, or with redis', () => {
    expect(problemsOf({ ...COGNITO, NODE_ENV: 'production' }).join()).toContain('TOKEN_ENCRYPTION_KEY');
    const redis = { ...COGNITO, SESSION_STORAGE: 'redis', REDIS_URL: 'redis://127.0.0.1:6379' };
    expect(problemsOf(redis).join()).toContain('TOKEN_ENCRYPTION_KEY');
  });

  test('redis without an address', () => {
    const env = { ...COGNITO, SESSION_STORAGE: 'redis', TOKEN_ENCRYPTION_KEY: generateEncryptionKey() };
    expect(problemsOf(env).join()).toContain('REDIS_URL');
  });

  test('no secret is repeated', () => {
    const problems = problemsOf({
      ...COGNITO,
      TOKEN_ENCRYPTION_KEY: 'a-secret-of-wrong-length',
      HTTP_PORT: 'x',
    });
    expect(problems.join()).not.toMatch(/a-secret-of-wrong-length|our-secret/);
  });
});
