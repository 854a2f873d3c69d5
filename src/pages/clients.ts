import { type Html, html } from './html.ts';

export interface ClientSetup {
  readonly name: string;
  readonly steps: Html;
}

/** Text with a button that copies it; see `copy-script.ts`. `what` ends "Copy …" for screen readers. */
export function copyable(id: string, what: string, text: string): Html {
  // An option such as --transport is not broken after its dashes.
  const parts = text
    .split(/((?<= )--[a-z-]+)/)
    .map((part, i) => (i % 2 ? html`<span class="whole">${part}</span>` : part));
  return html`<div class="copyable"><pre id="${id}">${parts}</pre><button type="button" data-copy="${id}" hidden>Copy<span class="unseen"> ${what}</span></button></div>`;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/**
 * How to add the server to each client.
 *
 * @param mcpUrl address of the MCP endpoint.
 * @param signsIn whether users sign in (OAuth), or the server has one fixed token.
 */
export function clientSetups(mcpUrl: string, signsIn: boolean): readonly ClientSetup[] {
  const http = { type: 'http', url: mcpUrl };
  const vscodeLink = `vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name: 'fergus', ...http }))}`;
  const cursorConfig = Buffer.from(JSON.stringify({ url: mcpUrl })).toString('base64');
  const cursorLink = `cursor://anysphere.cursor-deeplink/mcp/install?name=fergus&config=${encodeURIComponent(cursorConfig)}`;
  // These two connect from their makers' machines, not from the user's.
  const unreachable = isLoopback(mcpUrl) && UNREACHABLE;
  return [
    {
      name: 'Claude on the web and desktop',
      steps: html`${unreachable}<ol>
<li>Open <b>Settings &gt; Connectors</b>, in newer versions <b>Customize &gt; Connectors</b>.</li>
<li>Choose <b>Add custom connector</b>, name it Fergus, and paste the address above.</li>
<li>Choose <b>Add</b>, then <b>Connect</b>.</li>
</ol>
<p class="soft">On Team and Enterprise plans an owner adds the connector first, in the organisation’s settings.</p>`,
    },
    {
      name: 'Claude Code',
      steps: html`<p>In a terminal:</p>
${copyable('claude-code', 'the command for Claude Code', `claude mcp add --transport http fergus ${mcpUrl}`)}
<p>This adds it for the current folder; with <code>--scope user</code> it is there in all.${signsIn && html` Then type <code>/mcp</code> in Claude Code and choose fergus to sign in.`}</p>`,
    },
    {
      name: 'ChatGPT',
      steps: html`${unreachable}<ol>
<li>On the web, open <b>Settings &gt; Apps</b> (it was called Connectors) <b>&gt; Advanced settings</b> and turn on <b>Developer mode</b>.</li>
<li>Choose <b>Create</b>, name it Fergus, and paste the address above as the MCP server URL.</li>
<li>As authentication choose <b>${signsIn ? 'OAuth' : 'No authentication'}</b>.</li>
</ol>
<p class="soft">Developer mode needs a paid plan. In a company’s workspace an admin allows it first.</p>`,
    },
    {
      name: 'VS Code',
      steps: html`<p><a href="${vscodeLink}">Add to VS Code</a>, or put this into <code>.vscode/mcp.json</code> of a workspace:</p>
${copyable('vscode', 'the settings for VS Code', json({ servers: { fergus: http } }))}`,
    },
    {
      name: 'Cursor',
      steps: html`<p><a href="${cursorLink}">Add to Cursor</a>, or put this into <code>~/.cursor/mcp.json</code>:</p>
${copyable('cursor', 'the settings for Cursor', json({ mcpServers: { fergus: { url: mcpUrl } } }))}`,
    },
    {
      name: 'MCP Inspector',
      steps: html`<p>With Node.js 22.19 or newer, in a terminal:</p>
${copyable('inspector', 'the command for MCP Inspector', `npx @modelcontextprotocol/inspector --transport http --server-url ${mcpUrl}`)}`,
    },
    {
      name: 'Another app',
      steps: html`<p>Add a remote MCP server (“Streamable HTTP”) with the address above. If the app only starts programs on your computer, let it start this one:</p>
${copyable('remote', 'the command for other apps', `npx -y mcp-remote ${mcpUrl}`)}`,
    },
  ];
}

const UNREACHABLE = html`<p class="notice">This app connects from the internet. It cannot reach a server that runs on your own computer.</p>
`;

function isLoopback(url: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}
