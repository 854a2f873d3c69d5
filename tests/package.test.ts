import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };

test('the package holds what runs and nothing else', () => {
  const report = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
  });
  const [{ files }] = JSON.parse(report) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']));
  expect(paths).toContain(manifest.bin['fergus-mcp']);
  expect(paths).toContain('dist/THIRD-PARTY-LICENSES.txt');
  const others = paths.filter(
    (path) => !/^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/.+\.(js|txt))$/.test(path),
  );
  expect(others).toEqual([]);
});
