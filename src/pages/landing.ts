import { type ClientSetup, clientSetups, copyable } from './clients.ts';
import { COPY_SCRIPT } from './copy-script.ts';
import { type Html, html } from './html.ts';
import { type Page, renderPage } from './layout.ts';

export interface LandingView {
  /** Address of the MCP endpoint. */
  readonly mcpUrl: string;
  readonly version: string;
  readonly state: 'ready' | 'starting' | 'degraded';
  /** Where users sign in; undefined with a fixed token in local development. */
  readonly signInHost: string | undefined;
  /** The server works with the invented business. */
  readonly demo: boolean;
}

const STATES: Readonly<Record<LandingView['state'], Html>> = {
  ready: html`<p class="state">The server is ready.</p>`,
  starting: html`<p class="state troubled">The server is starting. Try again in a moment.</p>`,
  degraded: html`<p class="state troubled">The server has difficulties. Signing in and calls may fail for now; try again later.</p>`,
};

/** What a browser shows at the server's root: what this is, and how to connect. */
export function landingPage({ mcpUrl, version, state, signInHost, demo }: LandingView): Page {
  const main = html`<main>
<p class="name">fergus-mcp</p>
<h1>Fergus in your AI assistant</h1>
<p class="lead">This server lets an assistant such as Claude or ChatGPT look into your Fergus account and work in it: jobs, quotes, customers, schedule, time and invoices. Ask it “Which quotes went out this month and have no answer yet?”</p>
${demo && DEMO_NOTICE}
<h2>Server address</h2>
${copyable('url', 'the server address', mcpUrl)}
${STATES[state]}
<h2>Connect your assistant</h2>
<div class="clients">${clientSetups(mcpUrl, signInHost !== undefined).map(section)}</div>
<p class="soft">Apps move their menus now and then: look for names like these.</p>
<h2>${signInHost === undefined ? 'Whose account this is' : 'Signing in and out'}</h2>
${signInHost === undefined ? FIXED_TOKEN : signingIn(signInHost)}
<footer>Version ${version}</footer>
<p id="copied" class="unseen" role="status" aria-live="polite"></p>
</main>`;
  return renderPage({ status: 200, title: 'Fergus in your AI assistant', main, script: COPY_SCRIPT });
}

function section({ name, steps }: ClientSetup): Html {
  return html`<details>
<summary>${name}</summary>
<div class="body">${steps}</div>
</details>
`;
}

const DEMO_NOTICE = html`<p class="notice"><strong>This is a demo.</strong> It works with an invented business. Nothing reaches Fergus, and you need no account.</p>`;

const FIXED_TOKEN = html`<p>This server was started with one access token, for development. Whoever can reach its address works with the account of that token; nobody is asked to sign in, and nothing is stored.</p>`;

function signingIn(signInHost: string): Html {
  return html`<p>When you connect, a page of this server shows which app is asking and what for. If you approve, you sign in to Fergus at <strong>${signInHost}</strong>; your password is entered there only.</p>
<p>To sign out, remove the connector in your assistant. A sign-in that is no longer used ends by itself.</p>
<h2>What is stored</h2>
<p>Your sign-in, encrypted, with the name of the app that uses it. Jobs, customers and everything else from Fergus pass through and are not stored.</p>`;
}
