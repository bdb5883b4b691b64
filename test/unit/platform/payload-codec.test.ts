// What reaches Temporal: through the SDK's own converter, so that a change of it is noticed here.
import {
  ApplicationFailure,
  type DataConverter,
  defaultPayloadConverter,
  type Payload,
} from '@temporalio/common';
import {
  decodeFromPayloadsAtIndex,
  decodeOptionalFailureToOptionalError,
  encodeErrorToFailure,
  encodeToPayloads,
  loadDataConverter,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import { describe, expect, it } from 'vitest';
import { DecryptionError, type KeyRing, UnknownKeyError } from '../../../platform/crypto/key-ring.ts';
import { createDataConverter } from '../../../platform/temporal/data-converter.ts';
import { createPayloadCodec } from '../../../platform/temporal/payload-codec.ts';
import { IMPOSTOR_KEY, NEW_KEY, OLD_KEY, ringOf } from './keys.ts';

const SECRET_TEXT = 'hong@example.com';

describe('the payload codec', () => {
  it('hides data and metadata, names the key, and gives everything back', async () => {
    const payload = toPayload({ email: SECRET_TEXT });
    const encoded = await encodeOne(ringOf(NEW_KEY), payload);
    expect(textOf(encoded, 'encoding')).toBe('binary/encrypted');
    expect(textOf(encoded, 'encryption-key-id')).toBe('2026');
    expect(Object.keys(encoded.metadata ?? {})).toHaveLength(2);
    expect(Buffer.from(encoded.data ?? []).includes(SECRET_TEXT)).toBe(false);
    const decoded = await decodeOne(ringOf(NEW_KEY), encoded);
    expect(textOf(decoded, 'encoding')).toBe('json/plain');
    expect(Buffer.from(decoded.data ?? []).toString()).toBe(JSON.stringify({ email: SECRET_TEXT }));
  });

  it('never encrypts the same payload to the same bytes', async () => {
    const [one, other] = await createPayloadCodec(ringOf(NEW_KEY)).encode([toPayload(1), toPayload(1)]);
    expect(one?.data).not.toEqual(other?.data);
  });

  it('reads what an older key encrypted, and encrypts with the newest', async () => {
    const before = await encodeOne(ringOf(OLD_KEY), toPayload('x'));
    const rotated = ringOf(NEW_KEY, OLD_KEY);
    expect(Buffer.from((await decodeOne(rotated, before)).data ?? []).toString()).toBe('"x"');
    expect(textOf(await encodeOne(rotated, toPayload('x')), 'encryption-key-id')).toBe('2026');
  });

  it('names a key that it was not given', async () => {
    const before = await encodeOne(ringOf(OLD_KEY), toPayload('x'));
    await expect(decodeOne(ringOf(NEW_KEY), before)).rejects.toThrow(UnknownKeyError);
    await expect(decodeOne(ringOf(NEW_KEY), before)).rejects.toThrow('"2025"');
  });

  it('refuses a payload with any byte altered, cut short, or of another key with its id', async () => {
    const encoded = await encodeOne(ringOf(NEW_KEY), toPayload('x'));
    const data = Buffer.from(encoded.data ?? []);
    for (let index = 0; index < data.length; index += 1) {
      const altered = Buffer.from(data);
      altered[index] = (altered[index] ?? 0) ^ 1;
      await expect(decodeOne(ringOf(NEW_KEY), { ...encoded, data: altered })).rejects.toThrow(
        DecryptionError,
      );
    }
    for (const length of [0, 11, 12, 20, 27, data.length - 1]) {
      const cut = { ...encoded, data: data.subarray(0, length) };
      await expect(decodeOne(ringOf(NEW_KEY), cut)).rejects.toThrow(DecryptionError);
    }
    await expect(decodeOne(ringOf(IMPOSTOR_KEY), encoded)).rejects.toThrow(DecryptionError);
  });

  it('binds a payload to its key id: two ids of one key are not exchangeable', async () => {
    const encoded = await encodeOne(ringOf(NEW_KEY), toPayload('x'));
    const renamed = {
      ...encoded,
      metadata: { ...encoded.metadata, 'encryption-key-id': Buffer.from('2027') },
    };
    const sameKeyTwice = ringOf(NEW_KEY, NEW_KEY.replace('2026', '2027'));
    await expect(decodeOne(sameKeyTwice, renamed)).rejects.toThrow(DecryptionError);
  });

  it('passes on what is not encrypted, such as what the Web UI sent without a codec', async () => {
    const plain = toPayload({ a: 1 });
    expect(await decodeOne(ringOf(NEW_KEY), plain)).toEqual(plain);
    expect(await createPayloadCodec(ringOf(NEW_KEY)).decode([{}])).toEqual([{}]);
  });
});

describe('the data converter', () => {
  const converter = loadDataConverter(dataConverter());

  it('carries values through the real converter of the SDK', async () => {
    const values = [{ amount: 1000 }, undefined, null, '한글', new Uint8Array([1, 2])];
    const payloads = await encodeToPayloads(converter, ...values);
    expect(payloads).toHaveLength(values.length);
    const decoded = await Promise.all(
      values.map((_, index) => decodeFromPayloadsAtIndex(converter, index, payloads)),
    );
    expect(decoded).toEqual(values);
  });

  it('hides the message and stack of a failure and of its causes, and leaves its type readable', async () => {
    const error = ApplicationFailure.create({
      type: 'CANCEL_REFUSED',
      message: `no refund for ${SECRET_TEXT}`,
      details: [SECRET_TEXT],
      cause: new Error(`because of ${SECRET_TEXT}`),
      nonRetryable: true,
    });
    const failure = await encodeErrorToFailure(converter, error, undefined);
    expect(failure.message).toBe('Encoded failure');
    expect(failure.stackTrace).toBe('');
    expect(failure.cause?.message).toBe('Encoded failure');
    expect(failure.applicationFailureInfo?.type).toBe('CANCEL_REFUSED');
    expect(textOf(failure.encodedAttributes ?? {}, 'encoding')).toBe('binary/encrypted');
    expect(JSON.stringify(failure)).not.toContain(SECRET_TEXT);
    expect(everyByteOf(failure)).not.toContain(SECRET_TEXT);

    const decoded = await decodeOptionalFailureToOptionalError(converter, failure, undefined);
    expect(decoded).toBeInstanceOf(ApplicationFailure);
    expect(decoded).toMatchObject({
      type: 'CANCEL_REFUSED',
      message: `no refund for ${SECRET_TEXT}`,
      details: [SECRET_TEXT],
      nonRetryable: true,
      cause: { message: `because of ${SECRET_TEXT}` },
    });
  });
});

function toPayload(value: unknown): Payload {
  return defaultPayloadConverter.toPayload(value);
}

function dataConverter(): DataConverter {
  return createDataConverter(ringOf(NEW_KEY));
}

async function encodeOne(keyRing: KeyRing, payload: Payload): Promise<Payload> {
  const [encoded] = await createPayloadCodec(keyRing).encode([payload]);
  return encoded ?? {};
}

async function decodeOne(keyRing: KeyRing, payload: Payload): Promise<Payload> {
  const [decoded] = await createPayloadCodec(keyRing).decode([payload]);
  return decoded ?? {};
}

function textOf(payload: Payload, key: string): string {
  return Buffer.from(payload.metadata?.[key] ?? []).toString();
}

/** Every string and every run of bytes in it, as text. */
function everyByteOf(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (typeof value === 'object' && value !== null) return Object.values(value).map(everyByteOf).join('\n');
  return String(value);
}
