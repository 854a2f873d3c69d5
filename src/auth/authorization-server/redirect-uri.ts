/** Longer than any callback of a real client. */
const MAX_LENGTH = 2048;

/** Private-use schemes without the dot that RFC 8252 §7.1 asks for, of clients that people have. */
const KNOWN_SCHEMES: readonly string[] = ['cursor', 'vscode', 'vscode-insiders'];

/**
 * The characters of a URI (RFC 3986 §2). A browser drops, folds or converts others (tabs, backslashes, letters
 * beyond ASCII), so a URI with them leads elsewhere than it reads.
 */
export const URI_CHARACTERS = /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\da-f]{2})+$/i;

/** Scheme, and the authority where there is one (RFC 3986 §3). */
const ANATOMY = /^([a-z][a-z\d+.-]*):(?:\/\/([^/?]*))?/;
const HTTPS_AUTHORITY = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;
const LOOPBACK_AUTHORITY = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;
const LOOPBACK_URI = /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?([/?].*)?$/;

/**
 * What is wrong with a redirect URI, as a sentence that fits into an `error_description`; nothing where it is
 * fit for registration (OAuth 2.1 §2.3, RFC 8252 §7 and §8).
 */
export function checkRedirectUri(text: string): string | undefined {
  if (text.length > MAX_LENGTH) return 'A redirect URI has at most 2,048 characters.';
  if (text.includes('#')) return 'A redirect URI has no fragment.';
  if (text.includes('*')) return 'A redirect URI has no wildcard. List each one in full.';
  if (!URI_CHARACTERS.test(text)) {
    return 'A redirect URI has the characters of RFC 3986 only: no spaces, backslashes or control characters, and a host in ASCII.';
  }
  const [, scheme, authority] = ANATOMY.exec(text) ?? [];
  if (scheme === undefined) return 'A redirect URI is absolute, with its scheme in lower case.';
  if (authority?.includes('@')) return 'A redirect URI has no user name or password.';
  if (scheme === 'http' && !LOOPBACK_AUTHORITY.test(authority ?? '')) {
    return 'A redirect URI with http is on localhost, 127.0.0.1 or [::1]. Use https for other hosts.';
  }
  if (scheme === 'https' && !HTTPS_AUTHORITY.test(authority ?? '')) return INVALID_HOST;
  const web = scheme === 'http' || scheme === 'https';
  if (!web && !scheme.includes('.') && !KNOWN_SCHEMES.includes(scheme)) {
    return 'A redirect URI has the scheme https, http for loopback, or a private-use scheme with a dot (RFC 8252 section 7.1).';
  }
  return URL.canParse(text) ? undefined : INVALID_HOST;
}

const INVALID_HOST = 'A redirect URI has a valid host and port.';

/**
 * The URI that an authorization request may be answered at. Strings are compared as they are; on loopback over
 * http the port may be any (RFC 8252 §7.3), and an empty path is that of `/` (RFC 3986 §6.2.3).
 *
 * @returns `asked`, to the letter, where it is one of those registered. Put it into `Location` unchanged but
 *   for the added parameters.
 */
export function matchRedirectUri(registered: readonly string[], asked: string): string | undefined {
  if (checkRedirectUri(asked) !== undefined) return undefined;
  if (registered.includes(asked)) return asked;
  const loopback = withoutPort(asked);
  if (loopback === undefined) return undefined;
  return registered.some((uri) => withoutPort(uri) === loopback) ? asked : undefined;
}

/** Host, path and query of a loopback URI; `undefined` for every other. */
function withoutPort(uri: string): string | undefined {
  const [, host, rest = ''] = LOOPBACK_URI.exec(uri) ?? [];
  if (host === undefined) return undefined;
  return host + (rest.startsWith('/') ? rest : `/${rest}`);
}

/** Whether a checked redirect URI leads to the user's own computer, where any program may be listening. */
export function isLoopback(uri: string): boolean {
  return !isPrivateUse(uri) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(uri).hostname);
}

/** Whether a checked redirect URI leads to whichever installed program has claimed its scheme. */
export function isPrivateUse(uri: string): boolean {
  return !/^https?:/.test(uri);
}

/**
 * Where a checked redirect URI leads, for people: `claude.ai`, `localhost:3000`, `cursor://anysphere.cursor-mcp`,
 * `com.example.app:`. Hosts are given as a browser understands them.
 */
export function displayHost(uri: string): string {
  const { protocol, host } = new URL(uri);
  if (!isPrivateUse(uri)) return host;
  return host === '' ? protocol : `${protocol}//${host}`;
}
