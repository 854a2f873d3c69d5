import { describe, expect, test } from 'vitest';
import { isChallenge, isVerifier, verifies } from '../../../src/auth/authorization-server/pkce.ts';

/** The example of RFC 7636, appendix B. */
const VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('a challenge', () => {
  test.each([CHALLENGE, 'A'.repeat(43), '-'.repeat(43)])('can be %j', (text) => {
    expect(isChallenge(text)).toBe(true);
  });

  test.each([
    '',
    'A'.repeat(42),
    'A'.repeat(44),
    `${CHALLENGE}=`,
    `${CHALLENGE}\n`,
    CHALLENGE.replace('-', '+'),
    CHALLENGE.replace('-', '/'),
    CHALLENGE.replace('-', '~'),
    CHALLENGE.replace('-', 'é'),
  ])('cannot be %j', (text) => {
    expect(isChallenge(text)).toBe(false);
    expect(verifies(VERIFIER, text)).toBe(false);
  });
});

describe('a verifier', () => {
  test.each([VERIFIER, 'a'.repeat(43), 'a'.repeat(128), '-._~'.repeat(11)])('can be %j', (text) => {
    expect(isVerifier(text)).toBe(true);
  });

  test.each([
    '',
    'a'.repeat(42),
    'a'.repeat(129),
    `${VERIFIER}\n`,
    `${VERIFIER}=`,
    `${VERIFIER} `,
    `${VERIFIER}é`,
  ])('cannot be %j', (text) => {
    expect(isVerifier(text)).toBe(false);
  });
});

describe('a verifier proves its challenge', () => {
  test('made by S256', () => {
    expect(verifies(VERIFIER, CHALLENGE)).toBe(true);
  });

  test('and no other', () => {
    expect(verifies(VERIFIER.replace('d', 'e'), CHALLENGE)).toBe(false);
    expect(verifies(VERIFIER, CHALLENGE.replace('E', 'F'))).toBe(false);
  });

  test('and not itself: "plain" is no method here', () => {
    expect(verifies(VERIFIER, VERIFIER)).toBe(false);
  });

  test('and not one that was made of a verifier that is too short', () => {
    // SHA-256 of "short", base64url.
    expect(verifies('short', '-bAHi131ltLqGQEMABu9AJ5lHeLFfo-341XzHrnT9zk')).toBe(false);
  });
});
