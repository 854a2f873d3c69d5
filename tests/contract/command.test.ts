import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanEnv } from '../support/raw-stdio.ts';
import { CONTRACT_FILE, contractSuite, isContractThere } from './contract-file.ts';

const dir = mkdtempSync(join(tmpdir(), 'fergus-mcp-contract-'));

/** Runs a program of node's to its end. */
async function run(args: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, args, { env: cleanEnv(env), stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr, lines: stdout.trimEnd().split('\n') };
}

function runContract(...args: string[]) {
  return run(['--import', 'tsx', 'scripts/contract.ts', ...args]);
}

function fileWith(name: string, content: unknown): string {
  const file = join(dir, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe.skipIf(!isContractThere)(contractSuite('npm run contract, against the contract'), () => {
  test('finds no drift in the file', async () => {
    const { code, lines, stderr } = await runContract('--spec', CONTRACT_FILE);
    expect(stderr).toBe('');
    expect(lines[0]).toMatch(/^Compared \d{3,} calls with .+, 79 operations\.$/);
    expect(lines.slice(1, -1).every((line) => line.startsWith('info: on purpose: '))).toBe(true);
    expect(lines.at(-1)).toBe('No drift.');
    expect(code).toBe(0);
  });

  describe('that has changed and lies on a server', () => {
    const contract = isContractThere ? JSON.parse(readFileSync(CONTRACT_FILE, 'utf8')) : {};
    const server = createServer((request, response) => {
      const isThere = request.url === '/openapi.json';
      response.writeHead(isThere ? 200 : 404, { 'content-type': 'application/json' });
      response.end(isThere ? JSON.stringify(contract) : '{}');
    });
    let url: string;

    beforeAll(async () => {
      const { paths, components } = contract;
      delete paths['/enquiries'].post;
      paths['/webhooks'] = { get: { responses: { 200: { description: 'All' } } } };
      components.schemas.CreateContactPayload.allOf.push({ type: 'object', required: ['phone'] });
      components.schemas.Site.properties.isArchived = { type: 'boolean', enum: [false] };
      components.schemas.Site.properties.altitude = { type: 'number' };
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });

    afterAll(() => {
      server.close();
    });

    test('names every difference', async () => {
      const { code, lines } = await runContract('--spec', `${url}/openapi.json`);
      expect(lines.slice(1).filter((line) => !line.startsWith('info: on purpose: '))).toEqual([
        'operation gone: POST /enquiries is not in the document',
        'operation not reached: GET /webhooks is in the document, and no call of ours is for it',
        expect.stringMatching(/^request refused: POST \/contacts: \/body\/phone is missing/),
        expect.stringMatching(
          /^sandbox answer refused: GET \/sites: \/body\/data\/\d+\/isArchived is true, which is not one of \[false\]/,
        ),
        expect.stringMatching(
          /^sandbox answer refused: GET \/sites\/\{siteId\}: \/body\/data\/isArchived is true/,
        ),
        'info: new: answers may also carry #/components/schemas/Site/properties/altitude',
        'Drift: 5.',
      ]);
      expect(code).toBe(1);
    });

    test('cannot be used where the server has nothing', async () => {
      const { code, stderr } = await runContract('--spec', `${url}/elsewhere.json`);
      expect(stderr).toBe('The document cannot be used. It cannot be fetched: the server answered 404.\n');
      expect(code).toBe(2);
    });
  });

  test('what a schema refers to has to be there', async () => {
    const text = readFileSync(CONTRACT_FILE, 'utf8');
    const file = fileWith('dangling.json', text.replaceAll('"AddressContact":', '"Address":'));
    const { code, stderr } = await runContract('--spec', file);
    expect(stderr).toBe(
      'The document cannot be used. The reference #/components/schemas/AddressContact leads nowhere.\n',
    );
    expect(code).toBe(2);
  });
});

describe('npm run contract', () => {
  test('shows its help with an example', async () => {
    const { code, stdout } = await runContract('--help');
    expect(stdout).toContain('npm run contract -- --spec fergus-openapi.json');
    expect(code).toBe(0);
  });

  test.each([
    ['no document', [], "required option '--spec <file or URL>' not specified"],
    ['an unknown option', ['--spec', 'x.json', '--spek', 'y.json'], "unknown option '--spek'"],
    ['no such file', ['--spec', join(dir, 'none.json')], 'It cannot be read: ENOENT'],
    ['YAML', ['--spec', fileWith('api.yaml', 'openapi: 3.0.3\n')], 'It is not JSON. A document in YAML'],
    ['another kind of JSON', ['--spec', fileWith('any.json', [])], 'It is not an OpenAPI 3.0 document'],
    [
      'a newer version',
      ['--spec', fileWith('31.json', { openapi: '3.1.0' })],
      'It is not an OpenAPI 3.0 document: it says "openapi": "3.1.0".',
    ],
    [
      'half a document',
      ['--spec', fileWith('half.json', { openapi: '3.0.3' })],
      'not a complete OpenAPI document: info',
    ],
    ['a server that is not there', ['--spec', 'http://127.0.0.1:1/api.json'], 'It cannot be fetched: '],
  ])('ends with 2 for %s', async (_, args, message) => {
    const { code, stdout, stderr } = await runContract(...args);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});

describe('the contract suite without the contract', () => {
  const suite = ['node_modules/vitest/vitest.mjs', 'run', 'tests/contract/contract.test.ts'];

  test('is skipped with a visible line', async () => {
    const { code, stdout } = await run(suite, { FERGUS_CONTRACT: 'hidden' });
    expect(stdout).toMatch(
      /^skipped: our calls and the sandbox keep the API contract \(.*openapi\.json is not there\)/m,
    );
    expect(stdout).toMatch(/^0 passed, 0 failed, \d+ skipped$/m);
    expect(code).toBe(0);
  });

  test('fails under CI', async () => {
    const { code, stdout } = await run(suite, { FERGUS_CONTRACT: 'hidden', CI: 'true' });
    expect(stdout).toMatch(/^0 passed, \d+ failed, 0 skipped$/m);
    expect(code).toBe(1);
  });
});
