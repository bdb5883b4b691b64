/**
 * The body of the codec protocol: `{payloads: [{metadata: {name: base64}, data: base64}]}`, which is how protobuf's
 * JSON form writes bytes.
 */
import type { Payload } from '@temporalio/common';
import { z } from 'zod';

// Protobuf takes both alphabets, with or without padding (protobuf.dev, ProtoJSON); Buffer reads all of them.
const bytes = z
  .string()
  .regex(/^[A-Za-z0-9+/_-]*={0,2}$/, 'must be base64')
  .transform((text): Uint8Array => Buffer.from(text, 'base64'));

/** Text of the body → payloads, or what is wrong with it. */
export const payloadsJson = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), bytes).nullish(), data: bytes.nullish() }))
    .nullish()
    .transform((payloads): Payload[] => (payloads ?? []).map(asPayload)),
});

export function toPayloadsJson(payloads: readonly Payload[]) {
  return {
    payloads: payloads.map(({ metadata, data }) => ({
      metadata: Object.fromEntries(
        Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)]),
      ),
      ...(data ? { data: base64(data) } : {}),
    })),
  };
}

type Parsed = {
  readonly metadata?: Record<string, Uint8Array> | null | undefined;
  readonly data?: Uint8Array | null | undefined;
};

function asPayload({ metadata, data }: Parsed): Payload {
  return { metadata: metadata ?? {}, data: data ?? null };
}

function base64(value: Uint8Array): string {
  return Buffer.from(value).toString('base64');
}
