import { createHash } from 'node:crypto';
import { type Html, html, trusted } from './html.ts';
import { STYLESHEET } from './stylesheet.ts';

/** A page, ready to be sent. */
export interface Page {
  readonly status: number;
  readonly html: string;
  /** The Content-Security-Policy header for exactly this page: it allows nothing that the page does not hold. */
  readonly csp: string;
}

export interface Content {
  readonly status: number;
  /** Of the window; the product's name is added. */
  readonly title: string;
  readonly main: Html;
  /** Goes into the head. */
  readonly head?: Html;
  /** Source of a script of ours. */
  readonly script?: string;
  /** Whether the page holds a form whose submission goes on to other places. */
  readonly hasForm?: boolean;
}

/** A CSP source that allows one inline style or script, by the SHA-256 of its text (CSP 3 §2.3.1). */
function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

const STYLE_SOURCE = hashSource(STYLESHEET);

function policy({ script, hasForm }: Content): string {
  return [
    "default-src 'none'",
    `style-src ${STYLE_SOURCE}`,
    script !== undefined && `script-src ${hashSource(script)}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    // Chromium holds every redirect that follows the submission of a form against `form-action`. Ours leads to
    // the sign-in, back here, and on to the client at an address that is known for each client only, and that
    // may redirect further. No list could name them all, and any list would break sign-ins. So a page with a
    // form leaves the directive out (`default-src` does not stand in for it); what it could prevent, a form
    // smuggled into the page, is prevented by escaping.
    !hasForm && "form-action 'none'",
  ]
    .filter((directive) => directive !== false)
    .join('; ');
}

/** Puts content into the document that all pages share. */
export function renderPage(content: Content): Page {
  const { status, title, main, head, script } = content;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} · fergus-mcp</title>
${head}<style>${trusted(STYLESHEET)}</style>
</head>
<body>
${main}
${script !== undefined && html`<script>${trusted(script)}</script>`}
</body>
</html>
`;
  return { status, html: document.toString(), csp: policy(content) };
}
