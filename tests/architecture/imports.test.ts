import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

/** What each part of src/ may import of the others. The order is that of the layers. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  fergus: [],
  sandbox: [],
  storage: [],
  pages: [],
  observability: ['config'],
  auth: ['pages', 'storage'],
  tools: ['fergus'],
  prompts: ['fergus'],
  resources: ['fergus', 'tools'],
  instructions: [],
  version: [],
  config: ['fergus', 'tools'],
  'http-settings': ['config', 'storage'],
  'http-config': ['config', 'http-settings', 'storage'],
  server: ['fergus', 'tools', 'prompts', 'resources', 'instructions', 'version'],
  transports: ['auth', 'observability', 'server', 'storage', 'tools'],
  http: [
    'auth',
    'config',
    'fergus',
    'http-config',
    'http-settings',
    'observability',
    'pages',
    'sandbox',
    'server',
    'storage',
    'tools',
    'transports',
    'version',
  ],
  doctor: ['config', 'fergus', 'tools', 'version'],
  'local-server': [
    'config',
    'fergus',
    'observability',
    'sandbox',
    'server',
    'tools',
    'transports',
    'version',
  ],
  'http-server': ['auth', 'http', 'http-config', 'http-settings', 'observability', 'storage'],
  'run-http-server': ['http-config', 'http-server', 'observability'],
  index: [
    'config',
    'doctor',
    'http-config',
    'local-server',
    'observability',
    'run-http-server',
    'tools',
    'version',
  ],
};

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

function partOf(file: string): string {
  return (file.split('/')[0] ?? '').replace(/\.ts$/, '');
}

function importsOf(file: string): string[] {
  const source = readFileSync(join('src', file), 'utf8');
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
}

describe('imports', () => {
  test('are found at all', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(importsOf('server.ts')).toContain('@modelcontextprotocol/server');
  });

  test.each(files)('%s imports only what its layer may', (file) => {
    const from = partOf(file);
    expect(Object.keys(ALLOWED)).toContain(from);
    for (const specifier of importsOf(file).filter((name) => name.startsWith('.'))) {
      const target = relative('src', normalize(join('src', dirname(file), specifier)));
      if (target.startsWith('..')) continue;
      const to = partOf(target);
      if (to !== from) expect(ALLOWED[from], `${file} imports ${specifier}`).toContain(to);
    }
  });

  test('the sandbox is known to the demo and to nobody else in production code', () => {
    const users = files.filter(
      (file) => partOf(file) !== 'sandbox' && importsOf(file).some((name) => name.includes('/sandbox/')),
    );
    expect(users.sort()).toEqual(['http/demo.ts', 'local-server.ts']);
  });

  test('the SDK is known to the server and the transports only', () => {
    const users = files.filter((file) =>
      importsOf(file).some((name) => name.startsWith('@modelcontextprotocol/')),
    );
    expect(users.filter((file) => file !== 'server.ts' && !/^(?:server|transports)\//.test(file))).toEqual(
      [],
    );
  });
});
