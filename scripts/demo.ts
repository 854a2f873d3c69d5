/**
 * The tour behind `npm run demo`: the built server over an invented business, driven by a real MCP client, with
 * what an assistant would see printed on the way.
 */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const bold = (text: string) => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);
const say = (text = '') => process.stdout.write(`${text}\n`);
const indent = (text: string) => text.replace(/^/gm, '    ');

const client = new Client(
  { name: 'fergus-mcp-demo', version: '1.0.0' },
  { versionNegotiation: { mode: { pin: '2026-07-28' } } },
);
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: ['dist/index.js', '--demo', '--log-level', 'warn'],
  }),
);

/** Calls a tool and shows question, call and answer. */
async function show(question: string, name: string, args: Record<string, unknown>) {
  say(bold(`\n“${question}”`));
  say(`  ${name} ${JSON.stringify(args)}`);
  const result = await client.callTool({ name, arguments: args });
  const text = result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
  say(indent(text));
  return result;
}

say(bold('fergus-mcp with an invented business, as an assistant sees it'));
const { tools } = await client.listTools();
say(`\n${tools.length} tools: ${tools.map(({ name }) => name).join(', ')}`);

const jobs = await show('Which jobs do we have for Johnson?', 'list-jobs', { search: 'Johnson', limit: 5 });
const [job] = (jobs.structuredContent as { items: { jobNo: string }[] }).items;
if (job) await show(`Tell me about ${job.jobNo}.`, 'get-job', { job: job.jobNo });

const quotes = await show('Which quotes are waiting on customers?', 'list-quotes', {
  status: 'emailSent',
  limit: 5,
});
const [quote] = (quotes.structuredContent as { items: { quoteId: number }[] }).items;
if (quote) await show('What is in the first one?', 'get-quote', { quoteId: quote.quoteId });

await show('Who worked on what lately?', 'list-time-entries', { limit: 6 });
await show('Open job 9999.', 'get-job', { job: '9999' });
await show('Open job ../users.', 'get-job', { job: '../users' });

await client.close();
say(bold('\nTo use it with an assistant, with this business or your own account, see the README.'));
