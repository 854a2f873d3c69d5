import { answerConsent, authorizeUrl, pkce, sealedRequestIn, TestBrowser } from '../support/oauth-flow.ts';
import { signInAt } from '../support/sign-in.ts';
import { askForTokens, type TokenAnswer } from './token-requests.ts';

/** How a client asks for a sign-in. */
export interface ClientFlow {
  readonly clientId: string;
  readonly redirectUri: string;
  /** What else it sends, or does not (`undefined`), to the authorization endpoint. */
  readonly parameters?: Readonly<Record<string, string | undefined>>;
}

/** What a client is called back with, and what redeems it. */
export interface CalledBack {
  readonly address: string;
  readonly parameters: URLSearchParams;
  readonly verifier: string;
}

/**
 * From the authorization request to the call of the client's redirect address, whether that is by a redirect or,
 * for an app with a scheme of its own, by the link of a page. The user agrees to everything.
 *
 * @param meanwhile what happens while the user is at Fergus's sign-in.
 */
export async function callBack(
  server: string,
  flow: ClientFlow,
  meanwhile: () => Promise<void> = async () => {},
): Promise<CalledBack> {
  const browser = new TestBrowser();
  const { verifier, challenge } = pkce();
  const url = authorizeUrl(server, {
    client_id: flow.clientId,
    redirect_uri: flow.redirectUri,
    code_challenge: challenge,
    ...flow.parameters,
  });
  const page = await (await browser.fetch(url)).text();
  const consent = await answerConsent(browser, server, sealedRequestIn(page));
  const upstream = consent.headers.get('location');
  if (upstream === null) throw new Error(`consent: ${consent.status} ${await consent.text()}`);
  const back = await signInAt(upstream, 'owner', browser.fetch);
  await meanwhile();
  const response = await browser.fetch(back);
  const html = await response.text();
  const link = /<a class="button primary" href="([^"]+)">/.exec(html)?.[1]?.replaceAll('&amp;', '&');
  const address = response.headers.get('location') ?? link;
  if (address === undefined) throw new Error(`callback: ${response.status} ${html}`);
  return { address, parameters: new URL(address).searchParams, verifier };
}

/** The whole sign-in of a public client. @returns the answer of the token endpoint. */
export async function signInBy(server: string, flow: ClientFlow): Promise<TokenAnswer> {
  const { parameters, verifier } = await callBack(server, flow);
  return askForTokens(server, {
    grant_type: 'authorization_code',
    client_id: flow.clientId,
    code: parameters.get('code') ?? '',
    code_verifier: verifier,
    redirect_uri: flow.redirectUri,
    resource: `${server}/mcp`,
  });
}
