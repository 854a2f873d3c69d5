import { describe, expect, test } from 'vitest';
import { type LandingView, landingPage } from '../../src/pages/landing.ts';
import { LANDING } from './views.ts';

function landing(view: Partial<LandingView> = {}): string {
  return landingPage({ ...LANDING, ...view }).html;
}

function unescaped(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** What the copy button for this id copies. */
function copied(html: string, id: string): string {
  const [, markup] = new RegExp(`<pre id="${id}">(.*?)</pre>`, 's').exec(html) ?? [];
  if (markup === undefined) throw new Error(`Nothing to copy has the id ${id}.`);
  return unescaped(markup.replace(/<[^>]*>/g, ''));
}

describe('the set-up of clients', () => {
  const html = landing();

  test('names each of them', () => {
    const names = [...html.matchAll(/<summary>([^<]*)<\/summary>/g)].map(([, name]) => name);
    expect(names).toEqual([
      'Claude on the web and desktop',
      'Claude Code',
      'ChatGPT',
      'VS Code',
      'Cursor',
      'MCP Inspector',
      'Another app',
    ]);
  });

  test('gives what to copy, with the address of this server', () => {
    const url = 'https://mcp.example.com/mcp';
    expect(copied(html, 'url')).toBe(url);
    expect(copied(html, 'claude-code')).toBe(`claude mcp add --transport http fergus ${url}`);
    expect(JSON.parse(copied(html, 'vscode'))).toEqual({ servers: { fergus: { type: 'http', url } } });
    expect(JSON.parse(copied(html, 'cursor'))).toEqual({ mcpServers: { fergus: { url } } });
    expect(copied(html, 'inspector')).toMatch(
      / --transport http --server-url https:\/\/mcp\.example\.com\/mcp$/,
    );
    expect(copied(html, 'remote')).toBe(`npx -y mcp-remote ${url}`);
  });

  test('every copy button names what it copies, and is hidden until the script is there', () => {
    const buttons = [...html.matchAll(/<button ([^>]*)>(.*?)<\/button>/g)];
    expect(buttons.length).toBe(6);
    for (const [, attributes = '', label = ''] of buttons) {
      const [, id = ''] = /data-copy="([^"]*)"/.exec(attributes) ?? [];
      expect(copied(html, id)).not.toBe('');
      expect(attributes).toMatch(/type="button".* hidden$/);
      expect(label).toMatch(/^Copy<span class="unseen"> the .+<\/span>$/);
    }
  });

  test('links open VS Code and Cursor with the same settings', () => {
    const [, vscode = ''] = /href="vscode:mcp\/install\?([^"]*)"/.exec(html) ?? [];
    const url = LANDING.mcpUrl;
    expect(JSON.parse(decodeURIComponent(vscode))).toEqual({ name: 'fergus', type: 'http', url });
    const [, cursor = ''] = /href="cursor:([^"]*)"/.exec(html) ?? [];
    const { searchParams } = new URL(`cursor:${unescaped(cursor)}`);
    expect(searchParams.get('name')).toBe('fergus');
    expect(JSON.parse(Buffer.from(searchParams.get('config') ?? '', 'base64').toString())).toEqual({ url });
  });

  test.each(['http://localhost:3100/mcp', 'http://127.0.0.1:3100/mcp', 'https://[::1]:3100/mcp'])(
    'at %s says which apps cannot reach it',
    (mcpUrl) => {
      expect(landing({ mcpUrl }).match(/cannot reach a server that runs on your own computer/g)?.length).toBe(
        2,
      );
    },
  );

  test('at a public address all apps can reach it', () => {
    expect(html).not.toContain('cannot reach');
  });
});

describe('the server', () => {
  test.each([
    ['ready', 'The server is ready.'],
    ['starting', 'The server is starting. Try again in a moment.'],
    ['degraded', 'The server has difficulties.'],
  ] as const)('that is %s says so in words', (state, words) => {
    expect(landing({ state })).toContain(words);
  });

  test('tells its version', () => {
    expect(landing({ version: '9.8.7-<b>' })).toContain('Version 9.8.7-&lt;b&gt;');
  });

  test('says where to sign in, what is stored and how to sign out', () => {
    const html = landing({ signInHost: 'login.example.com' });
    expect(html).toContain('sign in to Fergus at <strong>login.example.com</strong>');
    expect(html).toContain('To sign out, remove the connector in your assistant.');
    expect(html).toContain('What is stored');
    expect(html).toContain('<b>OAuth</b>');
  });

  test('with a fixed token says whose account it is and speaks of no sign-in', () => {
    const html = landing({ signInHost: undefined });
    expect(html).toContain('works with the account of that token');
    expect(html).toContain('<b>No authentication</b>');
    expect(html).not.toMatch(/sign out|What is stored|to sign in\./);
  });

  test('says that a demo is one, and only then', () => {
    expect(landing({ demo: true })).toContain('This is a demo.');
    expect(landing({ demo: false })).not.toContain('This is a demo.');
  });
});
