import { z } from 'zod';
import { defineTool } from '../define-tool.ts';
import * as p from '../shared/params.ts';
import { known } from '../shared/values.ts';
import { readQuery } from './find-query.ts';
import { rank } from './find-ranking.ts';
import { type Searches, search } from './find-reading.ts';
import { FIND_KINDS } from './find-records.ts';
import { failuresOf } from './parts.ts';

const output = z.object({
  query: z.string(),
  hits: z.array(
    z.object({
      kind: z.enum(FIND_KINDS),
      id: z.int(),
      what: z.string(),
      open: z
        .object({ tool: z.string(), arguments: z.record(z.string(), z.union([z.string(), z.number()])) })
        .describe('The call that shows it; for a contact, its customer or site.'),
    }),
  ),
  found: z.int().describe('Hits in all; hits holds the best.'),
  coverage: z.string(),
  unread: z.array(z.string()).optional().describe('What could not be searched, and why.'),
});
type Output = z.output<typeof output>;

export const findAnything = defineTool({
  name: 'find-anything',
  title: 'Find anything',
  description:
    'Jobs, customers, sites, contacts and quotes by number, name, address, phone or email in any spelling, best first. Start here when no id is known.',
  toolset: 'insight',
  everyday: true,
  access: 'read',
  input: z.object({
    query: p.text('Job number, words, phone or email.', 200),
    kinds: z.array(z.enum(FIND_KINDS)).min(1).optional(),
    limit: z.int().min(1).max(50).default(10),
  }),
  output,
  async handler({ query: typed, kinds, limit }, { fergus }) {
    const query = readQuery(typed);
    const wanted = new Set(kinds ?? FIND_KINDS);
    const searches = await search(fergus, query, wanted);
    // A customer's own record says more of it than a job does.
    const { customers, sites, contacts, ...ofJobs } = searches;
    const parts = [customers, sites, contacts, ...Object.values(ofJobs)].filter((part) => part !== undefined);
    const [failure] = parts.flatMap((part) => part.failure ?? []);
    if (failure && parts.every((part) => part.failure)) throw failure;
    const candidates = parts.flatMap((part) => part.value?.candidates ?? []);
    const ranked = rank(
      candidates.filter(({ kind }) => wanted.has(kind)),
      query,
    );
    const unread = failuresOf({ ...searches });
    return {
      structured: known({
        query: typed,
        hits: ranked.slice(0, limit).map(({ candidate: { kind, id, what, open } }) => ({
          kind,
          id,
          what,
          open: { tool: open.tool, arguments: { ...open.arguments } },
        })),
        found: ranked.length,
        coverage: coverageOf(searches),
        unread: unread.length > 0 ? unread : undefined,
      }),
    };
  },
  text: findNote,
});

/** Which records were compared, and where Fergus has more for the query than was looked at. */
function coverageOf({ 'recent jobs': recent, ...searches }: Searches): string {
  const read = Object.entries(searches).flatMap(([name, part]) =>
    part?.value ? `${name} ${part.value.records}${part.value.hasMore ? ' of more' : ''}` : [],
  );
  const compared = read.length > 0 ? `Found by Fergus and compared: ${read.join(', ')}` : undefined;
  const also = recent?.value
    ? `also the ${recent.value.records} jobs changed last with their customers, sites, main contacts and active quotes`
    : undefined;
  const more = Object.values(searches).some((part) => part?.value?.hasMore)
    ? 'For what is marked “of more”, add words to see the rest.'
    : undefined;
  const sentence = [compared, also].filter(Boolean).join('; ');
  return [sentence && `${sentence}.`, more].filter(Boolean).join(' ');
}

function findNote({ query, hits, found, coverage, unread = [] }: Output): string {
  const shown = hits.length < found ? `${found} hits for “${query}”, the best ${hits.length}:` : undefined;
  const none = `Nothing fits “${query}”. Try a part of the name, another spelling, or the accents that Fergus has.`;
  return [
    hits.length === 0 ? none : (shown ?? `${found} ${found === 1 ? 'hit' : 'hits'} for “${query}”:`),
    ...hits.map(({ kind, id, what, open }) => {
      const args = Object.entries(open.arguments).map(([name, value]) => `${name} ${value}`);
      return `${kind} ${id}: ${what} → ${open.tool} ${args.join(', ')}`;
    }),
    ...unread,
    coverage,
  ].join('\n');
}
