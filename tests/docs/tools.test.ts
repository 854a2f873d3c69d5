import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toolsPage } from '../../scripts/tools-page.ts';

test('docs/tools.md shows the tools as they are (else: npm run docs)', async () => {
  expect(await toolsPage()).toBe(readFileSync('docs/tools.md', 'utf8'));
});
