import { type Html, html } from './html.ts';
import { type Page, renderPage } from './layout.ts';
import { strangerText } from './stranger-text.ts';

export interface ConsentView {
  /** As the client calls itself: text of a stranger. */
  readonly clientName: string | undefined;
  readonly clientId: string;
  /** Host of the address at which the client's metadata document was found: a checked fact. */
  readonly clientUriHost?: string;
  /** The host, or scheme of an app, that will receive the sign-in. */
  readonly redirectTarget: string;
  /** The sign-in goes to a port of the user's own computer. */
  readonly loopback: boolean;
  /** The sign-in goes to whichever app the device opens for a scheme. */
  readonly privateUse: boolean;
  /** What was asked for. */
  readonly scopes: { readonly read: true; readonly write: boolean };
  /** Where the user signs in afterwards. */
  readonly signInHost: string;
  /** Path that takes the answer. */
  readonly action: string;
  /** Sealed; comes back with the answer. */
  readonly request: string;
  /** Host of this server. */
  readonly publicHost: string;
}

/**
 * Asks whether a client may act for the user, before anything goes to the upstream sign-in (MCP security best
 * practices, "Confused Deputy Problem"). The form posts `request`, `decision` (`approve` or `deny`), and `scope`
 * (`fergus:write`) where making changes was asked for and stays ticked.
 */
export function consentPage(view: ConsentView): Page {
  // Deny stands first, so that Enter in the check box, which presses the first button, allows nothing.
  const main = html`<main class="sheet">
<p class="name">fergus-mcp at ${view.publicHost}</p>
<h1>Let this app use your Fergus account?</h1>
<p class="lead">Go on only if you have just connected an app yourself, and it is the one below.</p>
<h2>Who is asking</h2>
${asker(view)}
<form method="post" action="${view.action}" autocomplete="off">
<input type="hidden" name="request" value="${view.request}">
<fieldset>
<legend>What it may do</legend>
<div class="box">${grants(view.scopes.write)}</div>
</fieldset>
<p>If you approve, you sign in to Fergus at <strong>${view.signInHost}</strong>. Your password is entered there only. To end the access later, remove the connection in the app.</p>
<div class="actions">
<button name="decision" value="deny">Deny</button>
<button name="decision" value="approve" class="primary">Approve</button>
</div>
</form>
<details>
<summary>Technical details</summary>
<div class="body soft"><p>Client id: <code>${strangerText(view.clientId, 2048)}</code></p></div>
</details>
</main>`;
  return renderPage({ status: 200, title: 'Let this app use your Fergus account?', main, hasForm: true });
}

function asker({ clientName, clientUriHost, redirectTarget, loopback, privateUse }: ConsentView): Html {
  const name = strangerText(clientName, 80);
  return html`<div class="box">
<dl>
<div>
<dt>The app calls itself</dt>
<dd class="said">${name === undefined ? 'nothing: it gives no name' : html`<bdi>“${name}”</bdi>`}</dd>
${name !== undefined && html`<dd class="soft">It chose this name itself. Nobody has checked it.</dd>`}
</div>
${
  clientUriHost !== undefined &&
  html`<div>
<dt>It is described at (checked)</dt>
<dd class="address">${clientUriHost}</dd>
</div>`
}
<div>
<dt>${privateUse ? 'The sign-in is handed to the app that opens links with' : 'The sign-in is handed to'}</dt>
<dd class="address">${redirectTarget}</dd>
</div>
</dl>
</div>
${loopback && LOOPBACK_WARNING}${privateUse && PRIVATE_USE_WARNING}`;
}

const LOOPBACK_WARNING = html`<p class="notice"><strong>This address is on your own computer.</strong> Any program that runs there could receive the sign-in, and nothing shows which one it is. Approve only if you started this from a program that you trust.</p>`;

const PRIVATE_USE_WARNING = html`<p class="notice"><strong>This is an app on your device.</strong> Another app could have taken the same kind of link, and nothing shows which one it is. Approve only if you started this from an app that you trust.</p>`;

function grants(write: boolean): Html {
  const reading = html`<div class="grant fixed"><span><strong>Look into your account</strong></span>
<small>Jobs, quotes, customers, sites, schedule, time and invoices.</small></div>`;
  if (!write) {
    return html`${reading}
<p class="grant soft"><small>It did not ask to make changes, and cannot make any.</small></p>`;
  }
  return html`${reading}
<label class="grant"><input type="checkbox" name="scope" value="fergus:write" checked>
<span><strong>Make changes</strong></span>
<small>Create, change and delete records. Untick this to let it look only.</small></label>`;
}
