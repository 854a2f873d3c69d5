import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
/** 96 bits are what GCM is made for; a random one is good for 2^32 texts with one key. [NIST SP 800-38D §8.3] */
const IV_BYTES = 12;
/** Node would take a tag of 4 bytes for a good one unless told the length. */
const TAG_BYTES = 16;

export interface EncryptionKey {
  /** First 8 hex digits of the key's SHA-256. */
  readonly id: string;
  readonly key: Buffer;
}

/**
 * Keys from `TOKEN_ENCRYPTION_KEY`: comma-separated, the newest first, each 32 bytes as base64, base64url or 64
 * hex digits.
 *
 * @throws {Error} that says which key is wrong, by its place and without the key.
 */
export function parseEncryptionKeys(text: string): readonly EncryptionKey[] {
  const keys = text.split(',').map((part, index) => parseKey(part.trim(), index + 1));
  const ids = keys.map(({ id }) => id);
  const twice = ids.findIndex((id, index) => ids.indexOf(id) < index);
  if (twice > 0) throw new Error(`Key ${twice + 1} of TOKEN_ENCRYPTION_KEY is there twice; remove one.`);
  return keys;
}

function parseKey(text: string, place: number): EncryptionKey {
  const hex = /^[0-9a-f]{64}$/i.test(text);
  if (!hex && !/^[\w+/-]{43}=?$/.test(text)) {
    throw new Error(
      `Key ${place} of TOKEN_ENCRYPTION_KEY is not 32 bytes as base64 or 64 hex digits; make one with: openssl rand -base64 32`,
    );
  }
  // Node's base64 takes both alphabets.
  const key = Buffer.from(text, hex ? 'hex' : 'base64');
  return { id: createHash('sha256').update(key).digest('hex').slice(0, 8), key };
}

/** A new random key, as {@link parseEncryptionKeys} takes it. */
export function generateEncryptionKey(): string {
  return randomBytes(KEY_BYTES).toString('base64url');
}

/**
 * AES-256-GCM with keys that can be rotated: put the new key first and keep the old ones for as long as what they
 * sealed is needed.
 *
 * A sealed value is `key id.initialisation vector.text.tag`, the last three in base64url, and so fits into a
 * cookie or a form.
 */
export class Encryption {
  readonly #newest: EncryptionKey;
  readonly #keys: ReadonlyMap<string, Buffer>;

  /** @param keys the newest first; at least one. */
  constructor(keys: readonly EncryptionKey[]) {
    const [newest] = keys;
    if (newest === undefined) throw new Error('Encryption needs a key.');
    this.#newest = newest;
    this.#keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  /** @param context what the value is and whose, such as the key of its record: it opens for this context only. */
  encrypt(plain: string, context: string): string {
    const { id, key } = this.#newest;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES }).setAAD(aad(context));
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return [id, ...[iv, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
  }

  /**
   * @returns `undefined` for what was not sealed here for this context, was changed or cut, or has a key that is
   * not there any more.
   */
  decrypt(sealed: string, context: string): string | undefined {
    const [id = '', ...encoded] = sealed.split('.');
    const [iv, text, tag, ...more] = encoded.map(decoded);
    const key = this.#keys.get(id);
    if (!key || !iv || !text || !tag || more.length > 0) return undefined;
    if (iv.length !== IV_BYTES || tag.length !== TAG_BYTES) return undefined;
    const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(aad(context)).setAuthTag(tag);
    try {
      return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }
}

function aad(context: string): Buffer {
  return Buffer.from(context, 'utf8');
}

/** Only the one spelling that `toString` gives: Node's decoder skips what it does not know. */
function decoded(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
