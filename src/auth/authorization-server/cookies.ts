import type { CookieOptions, Request, Response } from 'express';
import type { Encryption } from '../../storage/encryption.ts';

/** As long as a consent page and a sign-in at Fergus may take. */
export const COOKIE_TTL_MS = 10 * 60_000;

/**
 * Cookies of the sign-in: sealed, for this host alone, out of reach of scripts, and sent along when the user
 * comes back from Fergus's sign-in (`Lax`).
 *
 * Browsers take `__Host-` cookies over https only; on plain http, which is for this machine alone, the names go
 * without the prefix.
 */
export class SignInCookies {
  readonly #encryption: Encryption;
  readonly #secure: boolean;

  constructor(encryption: Encryption, secure: boolean) {
    this.#encryption = encryption;
    this.#secure = secure;
  }

  /** @returns what {@link set} sealed under this name; `undefined` without it, or if it was tampered with. */
  read(req: Request, name: string): string | undefined {
    const fullName = this.#nameOf(name);
    for (const part of (req.get('cookie') ?? '').split(';')) {
      const [key, value] = part.trim().split('=', 2);
      if (key === fullName && value) return this.#encryption.decrypt(value, fullName);
    }
    return undefined;
  }

  set(res: Response, name: string, value: string): void {
    const fullName = this.#nameOf(name);
    const sealed = this.#encryption.encrypt(value, fullName);
    res.cookie(fullName, sealed, { ...this.#attributes(), maxAge: COOKIE_TTL_MS });
  }

  clear(res: Response, name: string): void {
    res.clearCookie(this.#nameOf(name), this.#attributes());
  }

  #nameOf(name: string): string {
    return this.#secure ? `__Host-fergus-${name}` : `fergus-${name}`;
  }

  #attributes(): CookieOptions {
    return { secure: this.#secure, httpOnly: true, sameSite: 'lax', path: '/' };
  }
}
