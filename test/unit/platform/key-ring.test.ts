// Keys and encrypted columns: rotation works, altered ciphertext does not.
import { decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { decryptColumn, encryptColumn, keyIdOf, recrypt } from '../../../platform/crypto/jwe.ts';
import {
  DecryptionError,
  KeyRingError,
  parseKeyRing,
  UnknownKeyError,
} from '../../../platform/crypto/key-ring.ts';
import { IMPOSTOR_KEY, NEW_KEY, OLD_KEY, ringOf } from './keys.ts';

const CUSTOMER = { name: '홍길동', email: 'hong@example.com' };

describe('a key ring', () => {
  it.each([
    ['', /no "id:base64" at position 1/],
    [`${NEW_KEY},`, /at position 2/],
    ['k1:c2hvcnQ=', /key "k1" has 5 bytes, it needs 32/],
    [`${NEW_KEY},${IMPOSTOR_KEY}`, /twice/],
    ['bad id:AAAA', /at position 1/],
  ])('is refused as %j', (text, message) => {
    expect(() => parseKeyRing(text)).toThrow(KeyRingError);
    expect(() => parseKeyRing(text)).toThrow(message);
  });

  it('never repeats a key in its error', () => {
    const key = Buffer.alloc(31, 7).toString('base64');
    expect(() => parseKeyRing(`k1:${key}`)).toThrow(expect.not.stringContaining(key));
  });
});

describe('an encrypted column', () => {
  it('comes back as it was, and shows nothing', async () => {
    const jwe = await encryptColumn(ringOf(NEW_KEY), CUSTOMER);
    expect(jwe.split('.')).toHaveLength(5);
    expect(Buffer.from(jwe).toString()).not.toContain('hong');
    expect(await decryptColumn(ringOf(NEW_KEY), jwe)).toEqual(CUSTOMER);
  });

  it('is readable after a rotation, while everything new takes the new key', async () => {
    const before = await encryptColumn(ringOf(OLD_KEY), CUSTOMER);
    const rotated = ringOf(NEW_KEY, OLD_KEY);
    expect(await decryptColumn(rotated, before)).toEqual(CUSTOMER);
    expect(decodeProtectedHeader(await encryptColumn(rotated, CUSTOMER)).kid).toBe('2026');
  });

  it('names the missing key when it was retired too early', async () => {
    const before = await encryptColumn(ringOf(OLD_KEY), CUSTOMER);
    await expect(decryptColumn(ringOf(NEW_KEY), before)).rejects.toThrow(UnknownKeyError);
    await expect(decryptColumn(ringOf(NEW_KEY), before)).rejects.toThrow(
      'No encryption key "2025" in ENCRYPTION_KEYS',
    );
  });

  it('is refused when a part of it was altered, or another key has its id', async () => {
    const jwe = await encryptColumn(ringOf(NEW_KEY), CUSTOMER);
    const [header, key, iv, ciphertext, tag] = jwe.split('.');
    const other = (await encryptColumn(ringOf(NEW_KEY), { name: 'x' })).split('.');
    for (const altered of [
      [header, key, iv, other[3], tag].join('.'),
      [header, key, other[2], ciphertext, tag].join('.'),
      [header, key, iv, ciphertext, other[4]].join('.'),
      'not a jwe',
    ]) {
      await expect(decryptColumn(ringOf(NEW_KEY), altered)).rejects.toThrow(DecryptionError);
    }
    await expect(decryptColumn(ringOf(IMPOSTOR_KEY), jwe)).rejects.toThrow(DecryptionError);
  });

  it('never accepts a token that asks for weaker encryption', async () => {
    const header = Buffer.from(JSON.stringify({ alg: 'none', kid: '2026' })).toString('base64url');
    await expect(decryptColumn(ringOf(NEW_KEY), `${header}....`)).rejects.toThrow(DecryptionError);
  });
});

describe('encrypting anew', () => {
  it('keeps the content and changes the key', async () => {
    const before = await encryptColumn(ringOf(OLD_KEY), CUSTOMER);
    const after = await recrypt(ringOf(NEW_KEY, OLD_KEY), before);
    expect([keyIdOf(before), keyIdOf(after)]).toEqual(['2025', '2026']);
    expect(await decryptColumn(ringOf(NEW_KEY), after)).toEqual(CUSTOMER);
  });

  it('is refused without the old key', async () => {
    const before = await encryptColumn(ringOf(OLD_KEY), CUSTOMER);
    await expect(recrypt(ringOf(NEW_KEY), before)).rejects.toThrow(UnknownKeyError);
  });
});
