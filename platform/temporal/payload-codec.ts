/**
 * Encrypts every payload before it leaves this process for Temporal: AES-256-GCM over the whole payload, the key's
 * id in the metadata and authenticated with it. The form is stored in histories: it may get a successor, never change.
 * Data: 12 bytes nonce, ciphertext, 16 bytes tag.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Payload, PayloadCodec } from '@temporalio/common';
import proto from '@temporalio/proto';
import { DecryptionError, type KeyRing } from '../crypto/key-ring.ts';

export function createPayloadCodec(keyRing: KeyRing): PayloadCodec {
  return {
    async encode(payloads) {
      return payloads.map((payload) => encrypt(keyRing, payload));
    },
    async decode(payloads) {
      return payloads.map((payload) => (isEncrypted(payload) ? decrypt(keyRing, payload) : payload));
    },
  };
}

const ENCODING = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const { Payload: PayloadMessage } = proto.temporal.api.common.v1;
const utf8 = new TextEncoder();

function encrypt(keyRing: KeyRing, payload: Payload): Payload {
  const { id, key } = keyRing.current;
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(additionalData(id));
  const ciphertext = [cipher.update(PayloadMessage.encode(payload).finish()), cipher.final()];
  return {
    metadata: { encoding: utf8.encode(ENCODING), [KEY_ID]: utf8.encode(id) },
    data: Buffer.concat([nonce, ...ciphertext, cipher.getAuthTag()]),
  };
}

/** @throws UnknownKeyError, DecryptionError */
function decrypt(keyRing: KeyRing, payload: Payload): Payload {
  const keyId = textOf(payload, KEY_ID);
  const key = keyRing.byId(keyId);
  const data = payload.data ?? new Uint8Array();
  try {
    const decipher = createDecipheriv(ALGORITHM, key, data.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(additionalData(keyId));
    decipher.setAuthTag(data.subarray(-TAG_BYTES));
    const plain = [decipher.update(data.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
    return PayloadMessage.decode(Buffer.concat(plain));
  } catch (cause) {
    throw new DecryptionError('A Temporal payload', { cause });
  }
}

function isEncrypted(payload: Payload): boolean {
  return textOf(payload, 'encoding') === ENCODING;
}

function textOf(payload: Payload, key: string): string {
  const value = payload.metadata?.[key];
  return value ? new TextDecoder().decode(value) : '';
}

function additionalData(keyId: string): Uint8Array {
  return utf8.encode(`${ENCODING} ${keyId}`);
}
