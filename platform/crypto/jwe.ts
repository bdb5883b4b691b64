/**
 * Encrypts what identifies a person before it reaches a database column: a compact JWE (RFC 7516), so that any
 * language's library reads it with the key. `dir` + A256GCM, the key's id in the protected header.
 */
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';
import type { JsonValue } from './canonical-json.ts';
import { DecryptionError, type KeyRing } from './key-ring.ts';

/** JSON value → compact JWE under the ring's current key. Two calls never give the same text. */
export function encryptColumn(keyRing: KeyRing, value: JsonValue): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: keyRing.current.id })
    .encrypt(keyRing.current.key);
}

/**
 * Compact JWE → the JSON value; parse it before use.
 * @throws UnknownKeyError, DecryptionError
 */
export async function decryptColumn(keyRing: KeyRing, jwe: string): Promise<unknown> {
  const key = keyRing.byId(keyIdOf(jwe));
  try {
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return JSON.parse(new TextDecoder().decode(plaintext));
  } catch (cause) {
    throw new DecryptionError('A column', { cause });
  }
}

function keyIdOf(jwe: string): string {
  try {
    const { kid } = decodeProtectedHeader(jwe);
    if (typeof kid === 'string') return kid;
  } catch (cause) {
    throw new DecryptionError('A column', { cause });
  }
  throw new DecryptionError('A column');
}
