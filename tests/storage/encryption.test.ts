import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Encryption, generateEncryptionKey, parseEncryptionKeys } from '../../src/storage/encryption.ts';

const [OLD, NEW] = [generateEncryptionKey(), generateEncryptionKey()];
const encryption = withKeys(NEW);

function withKeys(...keys: readonly string[]): Encryption {
  return new Encryption(parseEncryptionKeys(keys.join(',')));
}

/** The alphabet of base64url. */
const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('keys', () => {
  const bytes = randomBytes(32);
  const id = createHash('sha256').update(bytes).digest('hex').slice(0, 8);

  test.each([
    bytes.toString('base64'),
    bytes.toString('base64').replace('=', ''),
    bytes.toString('base64url'),
    `${bytes.toString('base64url')}=`,
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ` ${bytes.toString('hex')}\n`,
  ])('are read in every spelling: %#', (text) => {
    expect(parseEncryptionKeys(text)).toEqual([{ id, key: bytes }]);
  });

  test('are read in their order, with blanks around the commas', () => {
    const texts = [generateEncryptionKey(), generateEncryptionKey(), generateEncryptionKey()];
    expect(parseEncryptionKeys(texts.join(' , ')).map(({ key }) => key.toString('base64url'))).toEqual(texts);
  });

  test('that are generated differ and hold 32 bytes', () => {
    const made = Array.from({ length: 100 }, generateEncryptionKey);
    expect(new Set(made).size).toBe(100);
    for (const text of made) expect(parseEncryptionKeys(text)[0]?.key).toHaveLength(32);
  });

  const secret = 'c0ffee'.repeat(11);
  test.each([
    ['', 1],
    ['changeme', 1],
    [secret.slice(0, 63), 1],
    [secret.slice(0, 65), 1],
    [`${secret.slice(0, 63)}g`, 1],
    [randomBytes(31).toString('base64'), 1],
    [randomBytes(33).toString('base64'), 1],
    [`${bytes.toString('hex')},${secret}`, 2],
    [`${bytes.toString('hex')},`, 2],
    [`${bytes.toString('hex')} ${OLD}`, 1],
  ])('%j is refused with the place of the wrong key and without the key', (text, place) => {
    const error = errorOf(() => parseEncryptionKeys(text));
    expect(error.message).toBe(
      `Key ${place} of TOKEN_ENCRYPTION_KEY is not 32 bytes as base64 or 64 hex digits; make one with: openssl rand -base64 32`,
    );
    expect(error.cause).toBeUndefined();
  });

  test('that are there twice are refused, in whatever spelling', () => {
    const text = [bytes.toString('hex'), OLD, bytes.toString('base64')].join(',');
    expect(errorOf(() => parseEncryptionKeys(text)).message).toBe(
      'Key 3 of TOKEN_ENCRYPTION_KEY is there twice; remove one.',
    );
  });

  test('are needed', () => {
    expect(errorOf(() => new Encryption([])).message).toBe('Encryption needs a key.');
  });
});

describe('a sealed value', () => {
  test('opens to any text that went in, and fits into a cookie', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (plain, context) => {
        const sealed = encryption.encrypt(plain, context);
        expect(encryption.decrypt(sealed, context)).toBe(plain);
        expect(sealed).toMatch(/^[\w.-]+$/);
      }),
    );
  });

  test('opens at a size of a megabyte', () => {
    const plain = randomBytes(500_000).toString('hex');
    expect(encryption.decrypt(encryption.encrypt(plain, 'context'), 'context')).toBe(plain);
  });

  test('is never the same for the same text', () => {
    const sealed = Array.from({ length: 1000 }, () => encryption.encrypt('the same', 'context'));
    expect(new Set(sealed).size).toBe(1000);
    expect(new Set(sealed.map((each) => each.split('.')[1])).size).toBe(1000);
  });

  test('does not hold the text', () => {
    const sealed = encryption.encrypt('refresh-token', 'context');
    const bytes = Buffer.concat(sealed.split('.').map((part) => Buffer.from(part, 'base64url')));
    expect(bytes.includes('refresh-token')).toBe(false);
    expect(sealed).not.toContain('refresh-token');
  });

  test.each(['', 'Context', 'context ', 'contex', 'other'])('does not open for the context %j', (context) => {
    expect(encryption.decrypt(encryption.encrypt('plain', 'context'), context)).toBeUndefined();
  });

  test('does not open with any one character changed, whichever and to whatever', () => {
    const sealed = encryption.encrypt('plain text', 'context');
    for (const [place, was] of [...sealed].entries()) {
      for (const digit of `${DIGITS}.=+/ `) {
        if (digit === was) continue;
        const changed = sealed.slice(0, place) + digit + sealed.slice(place + 1);
        expect(encryption.decrypt(changed, 'context'), changed).toBeUndefined();
      }
    }
  });

  test('does not open when it is cut or longer', () => {
    const sealed = encryption.encrypt('plain text', 'context');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(encryption.decrypt(sealed.slice(0, length), 'context')).toBeUndefined();
      expect(encryption.decrypt(sealed.slice(sealed.length - length), 'context')).toBeUndefined();
    }
    for (const more of ['A', '.', '.A', '=', ' ', '\n']) {
      expect(encryption.decrypt(`${sealed}${more}`, 'context')).toBeUndefined();
      expect(encryption.decrypt(`${more}${sealed}`, 'context')).toBeUndefined();
    }
  });

  test('does not open with parts of another one', () => {
    const [a, b] = ['first', 'other'].map((plain) => encryption.encrypt(plain, 'context').split('.'));
    for (const part of [1, 2, 3]) {
      const mixed = (a ?? []).map((own, index) => (index === part ? (b?.[index] ?? '') : own));
      expect(encryption.decrypt(mixed.join('.'), 'context')).toBeUndefined();
    }
  });

  test('does not open with a tag that is right but short', () => {
    const [key] = parseEncryptionKeys(NEW);
    if (key === undefined) throw new Error('no key');
    const iv = randomBytes(12);
    for (const authTagLength of [4, 8, 12, 15, 16]) {
      const cipher = createCipheriv('aes-256-gcm', key.key, iv, { authTagLength });
      cipher.setAAD(Buffer.from('context'));
      const text = Buffer.concat([cipher.update('plain'), cipher.final()]);
      const parts = [iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'));
      const opened = encryption.decrypt([key.id, ...parts].join('.'), 'context');
      expect(opened).toBe(authTagLength === 16 ? 'plain' : undefined);
    }
  });

  test('that is garbage is not opened, and nothing is thrown', () => {
    const id = parseEncryptionKeys(NEW)[0]?.id ?? '';
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.base64String(), { maxLength: 6 }).map((parts) => [id, ...parts].join('.')),
      fc
        .array(fc.uint8Array({ maxLength: 40 }), { minLength: 3, maxLength: 3 })
        .map((parts) => [id, ...parts.map((part) => Buffer.from(part).toString('base64url'))].join('.')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        expect(encryption.decrypt(text, 'context')).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
    expect(encryption.decrypt('__proto__.AAAA.AAAA.AAAA', 'context')).toBeUndefined();
  });
});

describe('rotation', () => {
  const sealedBefore = withKeys(OLD).encrypt('plain', 'context');

  test('opens what the old key sealed, and seals with the new one', () => {
    const rotated = withKeys(NEW, OLD);
    expect(rotated.decrypt(sealedBefore, 'context')).toBe('plain');
    const sealed = rotated.encrypt('plain', 'context');
    expect(withKeys(NEW).decrypt(sealed, 'context')).toBe('plain');
    expect(withKeys(OLD).decrypt(sealed, 'context')).toBeUndefined();
  });

  test('lets an instance that has the new key as its second open what the others seal already', () => {
    expect(withKeys(OLD, NEW).decrypt(withKeys(NEW, OLD).encrypt('plain', 'context'), 'context')).toBe(
      'plain',
    );
  });

  test('does not open what a key sealed that is not there any more', () => {
    expect(withKeys(NEW).decrypt(sealedBefore, 'context')).toBeUndefined();
  });

  test('does not open with another key under the same id', () => {
    const [old] = parseEncryptionKeys(OLD);
    const impostor = { id: old?.id ?? '', key: randomBytes(32) };
    expect(new Encryption([impostor]).decrypt(sealedBefore, 'context')).toBeUndefined();
  });
});

function errorOf(call: () => unknown): Error {
  try {
    return new Error(`Succeeded with ${JSON.stringify(call())}`);
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
