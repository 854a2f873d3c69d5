import { html } from './html.ts';
import { type Page, renderPage } from './layout.ts';

export interface ErrorView {
  /** HTTP status; 400 unless given. */
  readonly status?: number;
  /** What failed, in a few words. */
  readonly title: string;
  /** Why, in whole sentences. */
  readonly message: string;
  /** What the reader can do about it. */
  readonly nextStep: string;
}

/** For what cannot be told to the client by a redirect. */
export function errorPage({ status = 400, title, message, nextStep }: ErrorView): Page {
  const main = html`<main class="sheet">
<p class="name">fergus-mcp</p>
<h1>${title}</h1>
<p class="lead">${message}</p>
<h2>What to do</h2>
<p>${nextStep}</p>
</main>`;
  return renderPage({ status, title, main });
}
