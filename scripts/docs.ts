/** Writes the parts of the documents that are made from the code: run by `npm run docs`, checked by a test. */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { CATALOG } from '../src/tools/catalog.ts';
import type { Tool } from '../src/tools/define-tool.ts';
import { toolsPage } from './tools-page.ts';

const BEGIN = '<!-- tools:begin (written by `npm run docs`) -->';
const END = '<!-- tools:end -->';
const WORDS = { read: 'reads', write: 'changes', destructive: 'removes' } as const;

/** The README with its table of tools as the catalog has them. */
export function withToolTable(readme: string): string {
  const from = readme.indexOf(BEGIN);
  const to = readme.indexOf(END);
  if (from < 0 || to < from) throw new Error(`README.md lacks the marks ${BEGIN} and ${END}`);
  const table = [
    '| Toolset | Tool | | | What it does |',
    '| --- | --- | --- | --- | --- |',
    ...CATALOG.map(row),
  ].join('\n');
  return `${readme.slice(0, from + BEGIN.length)}\n${table}\n${readme.slice(to)}`;
}

function row({ name, toolset, everyday, access, description }: Tool): string {
  return `| ${toolset} | \`${name}\` | ${everyday ? '•' : ''} | ${WORDS[access]} | ${description.replaceAll('|', '\\|')} |`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync('README.md', withToolTable(readFileSync('README.md', 'utf8')));
  writeFileSync('docs/tools.md', await toolsPage());
}
