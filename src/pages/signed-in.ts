import { html } from './html.ts';
import { type Page, renderPage } from './layout.ts';
import { strangerText } from './stranger-text.ts';

export interface SignedInView {
  /** As the client calls itself. */
  readonly clientName: string | undefined;
  /** Address of a private-use scheme (RFC 8252 §7.1), with the code: `cursor://…`. */
  readonly returnTo: string;
}

/**
 * Leads back to an app that is opened by a private-use scheme. A redirect would open the app just as well, but
 * leave the window blank, or nowhere to go where the app does not open.
 */
export function signedInPage({ clientName, returnTo }: SignedInView): Page {
  const app = strangerText(clientName, 40) ?? 'the app';
  // One second, so that the page can be seen before the browser asks whether to open the app.
  const refresh = `1;url=${returnTo}`;
  const main = html`<main class="sheet">
<p class="name">fergus-mcp</p>
<h1>You are signed in</h1>
<p class="lead">The app opens by itself in a moment. Your browser may ask whether it may.</p>
<p><a class="button primary" href="${returnTo}">Return to <bdi>${app}</bdi></a></p>
<p class="soft">If nothing happens, use the button within a minute. After that, start again in the app. Once you are back in it, you can close this window.</p>
</main>`;
  return renderPage({
    status: 200,
    title: 'You are signed in',
    head: html`<meta http-equiv="refresh" content="${refresh}">
`,
    main,
  });
}
