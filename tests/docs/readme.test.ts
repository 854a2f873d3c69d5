import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withToolTable } from '../../scripts/docs.ts';
import { TOOLSET_CHOICES } from '../../src/tools/catalog.ts';

const readme = readFileSync('README.md', 'utf8');
const example = readFileSync('.env.example', 'utf8');

test('the tool table is that of the catalog (else: npm run docs)', () => {
  expect(withToolTable(readme)).toBe(readme);
});

test('every variable that the code reads is in the README and in .env.example, and no other', () => {
  const inCode = ['src/config.ts', 'src/http-config.ts']
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\benv\.([A-Z_]+)/g)])
    .map(([, name]) => name)
    // Set by the platform that runs a server, not by its owner.
    .filter((name) => name !== 'NODE_ENV');
  const inReadme = [...readme.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name]) => name);
  const inExample = [...example.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name);
  expect(inCode.length).toBeGreaterThan(4);
  expect(new Set(inReadme)).toEqual(new Set(inCode));
  expect(new Set(inExample)).toEqual(new Set(inCode));
});

test('every toolset is named in the README and in .env.example', () => {
  for (const name of TOOLSET_CHOICES) {
    expect(readme).toContain(`\`${name}\``);
    expect(example).toContain(name);
  }
});
