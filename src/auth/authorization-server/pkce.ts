import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a text can be a `code_challenge` of S256: SHA-256 in base64url without padding (RFC 7636 §4.2). */
export function isChallenge(text: string): boolean {
  return /^[\w-]{43}$/.test(text);
}

/** Whether a text can be a `code_verifier` (RFC 7636 §4.1). */
export function isVerifier(text: string): boolean {
  return /^[\w.~-]{43,128}$/.test(text);
}

/** Whether the challenge was made of the verifier with S256 (RFC 7636 §4.6), in constant time. */
export function verifies(verifier: string, challenge: string): boolean {
  if (!isVerifier(verifier) || !isChallenge(challenge)) return false;
  const made = createHash('sha256').update(verifier).digest('base64url');
  return timingSafeEqual(Buffer.from(made), Buffer.from(challenge));
}
