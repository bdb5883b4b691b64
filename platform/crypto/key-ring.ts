/**
 * The encryption keys of this installation, by id: the first one encrypts, every one decrypts, so that a key is
 * rotated by putting a new one in front and is retired once nothing stored needs it. Keys are held as
 * `KeyObject`s, which do not print their bytes.
 */
import { createSecretKey, type KeyObject } from 'node:crypto';

export type EncryptionKey = { readonly id: string; readonly key: KeyObject };

export type KeyRing = {
  /** Encrypts everything new. */
  readonly current: EncryptionKey;
  /** @throws UnknownKeyError when the id is not on the ring. */
  byId(keyId: string): KeyObject;
  readonly ids: readonly string[];
};

/** Something was encrypted under a key that this process was not given. */
export class UnknownKeyError extends Error {
  readonly keyId: string;

  constructor(keyId: string, known: readonly string[]) {
    super(`No encryption key "${keyId}" in ENCRYPTION_KEYS (known: ${known.join(', ')})`);
    this.name = 'UnknownKeyError';
    this.keyId = keyId;
  }
}

/** A ciphertext that was altered, cut short, or made by another key of the same id. */
export class DecryptionError extends Error {
  constructor(what: string, options?: ErrorOptions) {
    super(
      `${what} cannot be decrypted: altered, cut short, or encrypted by another key of the same id`,
      options,
    );
    this.name = 'DecryptionError';
  }
}

/** What is wrong with the text of `ENCRYPTION_KEYS`; never quotes a key. */
export class KeyRingError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'KeyRingError';
  }
}

/**
 * Reads `kid:base64-of-32-bytes,kid2:…`.
 * @throws KeyRingError
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = text.split(',').map((part, index) => parseKey(part.trim(), index + 1));
  const [current] = keys;
  if (current === undefined) throw new KeyRingError('must name at least one key');
  const byId = new Map(keys.map(({ id, key }) => [id, key]));
  if (byId.size < keys.length) throw new KeyRingError('names one key id twice');
  const ids = keys.map(({ id }) => id);
  return {
    current,
    ids,
    byId(keyId) {
      const key = byId.get(keyId);
      if (key === undefined) throw new UnknownKeyError(keyId, ids);
      return key;
    },
  };
}

const KEY_BYTES = 32;

function parseKey(part: string, position: number): EncryptionKey {
  const [, id, encoded] = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/_-]+={0,2})$/.exec(part) ?? [];
  if (id === undefined || encoded === undefined) {
    throw new KeyRingError(`has no "id:base64" at position ${position}`);
  }
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length !== KEY_BYTES) {
    throw new KeyRingError(`key "${id}" has ${bytes.length} bytes, it needs ${KEY_BYTES}`);
  }
  return { id, key: createSecretKey(bytes) };
}
