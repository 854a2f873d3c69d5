import { createHash } from 'node:crypto';
import type { SandboxUser } from './users.ts';

const STYLE = `
:root { color-scheme: light dark; --page: #f3f5f6; --card: #fff; --text: #1b2429; --soft: #55636b; --line: #85939b; --mark: #8a5300; }
@media (prefers-color-scheme: dark) { :root { --page: #14191c; --card: #1f272b; --text: #edf1f3; --soft: #a9b6bd; --line: #74838b; --mark: #f2b866; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 28rem; margin: 5vh auto 0; padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
h1 { margin: 0 0 .5rem; font-size: 1.375rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
.mark { margin: 0 0 .25rem; color: var(--mark); font-weight: 600; }
button { display: block; width: 100%; min-height: 2.75rem; margin-top: .75rem; padding: .625rem .875rem; border: 1px solid var(--line); border-radius: .5rem; background: transparent; color: inherit; font: inherit; text-align: left; overflow-wrap: anywhere; cursor: pointer; }
button:hover { border-color: currentColor; }
button:focus-visible { outline: 3px solid #2f7fd6; outline-offset: 2px; }
button span { display: block; color: var(--soft); font-size: .875rem; }
.cancel { margin-top: 1.5rem; text-align: center; }
`;

/**
 * Headers of both pages. There is no `form-action`: browsers apply it to every redirect that a form leads to,
 * and this one leads by way of the callback to an address of the assistant's choice.
 */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * One button per user.
 *
 * @param cancel the answer of the button that refuses.
 * @param action where the form goes: path and query of the page itself.
 */
export function signInPage(users: readonly SandboxUser[], cancel: string, action: string): string {
  const buttons = users.map(
    ({ key, name, email, isOwner, companyName }) =>
      `<button name="answer" value="${key}"><strong>${escapeHtml(name)}</strong>` +
      `<span>${isOwner ? 'Owner' : 'Team member'}, ${escapeHtml(companyName)}</span>` +
      `<span>${escapeHtml(email)}</span></button>`,
  );
  return page(
    'Who is signing in?',
    `<p>This page stands in for Fergus's sign-in. The businesses and people are invented, and there is no password.</p>
<form method="post" action="${escapeHtml(action)}">
${buttons.join('\n')}
<button class="cancel" name="answer" value="${cancel}">Cancel</button>
</form>`,
  );
}

/** Where the request itself is wrong, and nobody can be sent back. */
export function refusalPage(reason: string): string {
  return page('This sign-in cannot go on', `<p>${escapeHtml(reason)}</p>`);
}

function page(title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – demo stand-in for Fergus</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<p class="mark">Demo, not Fergus</p>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
