/**
 * Encrypts what identifies a person before it reaches a database column: a compact JWE (RFC 7516), so that any
 * language's library reads it with the key. `dir` + A256GCM, the key's id in the protected header.
 */
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';
import type { JsonValue } from '../../domain/json-value.ts';
import { DecryptionError, type KeyRing } from './key-ring.ts';

/** JSON value → compact JWE under the ring's current key. Two calls never give the same text. */
export function encryptColumn(keyRing: KeyRing, value: JsonValue): Promise<string> {
  return encrypt(keyRing, new TextEncoder().encode(JSON.stringify(value)));
}

function encrypt(keyRing: KeyRing, plaintext: Uint8Array): Promise<string> {
  return new CompactEncrypt(plaintext)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: keyRing.current.id })
    .encrypt(keyRing.current.key);
}

/**
 * Compact JWE → the JSON value; parse it before use.
 * @throws UnknownKeyError, DecryptionError
 */
export async function decryptColumn(keyRing: KeyRing, jwe: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await decrypt(keyRing, jwe)));
}

/**
 * The same content under the ring's current key.
 * @throws UnknownKeyError, DecryptionError
 */
export async function recrypt(keyRing: KeyRing, jwe: string): Promise<string> {
  return await encrypt(keyRing, await decrypt(keyRing, jwe));
}

async function decrypt(keyRing: KeyRing, jwe: string): Promise<Uint8Array> {
  const key = keyRing.byId(keyIdOf(jwe));
  try {
    const { plaintext } = await compactDecrypt(jwe, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    });
    return plaintext;
  } catch (cause) {
    throw new DecryptionError('A column', { cause });
  }
}

/** @throws DecryptionError when it is no JWE of ours. */
export function keyIdOf(jwe: string): string {
  try {
    const { kid } = decodeProtectedHeader(jwe);
    if (typeof kid === 'string') return kid;
  } catch (cause) {
    throw new DecryptionError('A column', { cause });
  }
  throw new DecryptionError('A column');
}
