/** Encryption keys for tests: fixed, so that a failure can be repeated. */
import { type KeyRing, parseKeyRing } from '../../../platform/crypto/key-ring.ts';

export const OLD_KEY = `2025:${Buffer.alloc(32, 1).toString('base64')}`;
export const NEW_KEY = `2026:${Buffer.alloc(32, 2).toString('base64')}`;
/** Another key under the id of the new one. */
export const IMPOSTOR_KEY = `2026:${Buffer.alloc(32, 3).toString('base64')}`;

export function ringOf(...keys: readonly string[]): KeyRing {
  return parseKeyRing(keys.join(','));
}
