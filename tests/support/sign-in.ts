/**
 * Signs in at the Cognito sandbox as a browser without JavaScript would: opens the page, submits the user's
 * button.
 *
 * @param authorizeUrl Cognito's authorize address, or one that redirects there.
 * @param userKey of the sandbox's `users`; `cancel` for the button that refuses.
 * @returns the address that the browser is sent back to, not opened.
 */
export async function signInAt(
  authorizeUrl: string | URL,
  userKey: string,
  fetchImpl: typeof fetch = fetch,
): Promise<URL> {
  const page = await fetchImpl(authorizeUrl);
  const html = await page.text();
  const action = /<form method="post" action="([^"]*)">/.exec(html)?.[1];
  if (action === undefined || !html.includes(`name="answer" value="${userKey}"`)) {
    throw new Error(`No sign-in page with a button for "${userKey}" at ${page.url} (HTTP ${page.status}).`);
  }
  const answer = await fetchImpl(new URL(action.replaceAll('&amp;', '&'), page.url), {
    method: 'POST',
    body: new URLSearchParams({ answer: userKey }),
    redirect: 'manual',
  });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`The sign-in did not redirect (HTTP ${answer.status}).`);
  return new URL(location);
}
