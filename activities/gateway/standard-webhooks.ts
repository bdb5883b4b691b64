/**
 * The signature of Standard Webhooks (github.com/standard-webhooks/standard-webhooks, spec), as PortOne uses it:
 * HMAC-SHA256 over `id.timestamp.body`. Any of several secrets may have made it, so that they can be changed without
 * losing a delivery.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../domain/secret.ts';
import type { WebhookDelivery } from '../../domain/webhooks.ts';

export type SignatureCheck =
  | { readonly kind: 'genuine'; readonly deliveryId: string }
  | { readonly kind: 'unproved'; readonly why: SignatureFault };

export type SignatureFault =
  | 'missing header'
  | 'duplicated header'
  | 'malformed header'
  | 'timestamp too old'
  | 'timestamp too new'
  | 'no matching signature';

const TOLERANCE_SECONDS = 5 * 60;
/** While secrets are changed there are two. */
const SIGNATURES_AT_MOST = 16;
const DELIVERY_ID = /^[\x21-\x7e]{1,200}$/;
const TIMESTAMP = /^[1-9]\d{0,11}$/;

export function checkSignature(
  { headers, rawBody, nowMs }: WebhookDelivery,
  secrets: readonly Secret[],
): SignatureCheck {
  const deliveryId = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  const signatures = headers.get('webhook-signature') ?? '';
  if (deliveryId === '' || timestamp === '' || signatures === '') return unproved('missing header');
  // Which of two would count? Nobody genuine leaves that open. Within one signature the comma has no space behind it.
  if (deliveryId.includes(',') || timestamp.includes(',') || signatures.includes(', '))
    return unproved('duplicated header');
  if (!DELIVERY_ID.test(deliveryId) || !TIMESTAMP.test(timestamp)) return unproved('malformed header');
  const ageSeconds = Math.floor(nowMs / 1_000) - Number(timestamp);
  if (ageSeconds > TOLERANCE_SECONDS) return unproved('timestamp too old');
  if (ageSeconds < -TOLERANCE_SECONDS) return unproved('timestamp too new');

  const expected = secrets.map((secret) => sign(secret, { deliveryId, timestamp, rawBody }));
  const given = signatures.split(' ').slice(0, SIGNATURES_AT_MOST).map(decode);
  // Every pair is compared, whatever the others said.
  const matches = given.flatMap((one) => expected.filter((other) => isEqual(one, other)));
  return matches.length > 0 ? { kind: 'genuine', deliveryId } : unproved('no matching signature');
}

function unproved(why: SignatureFault): SignatureCheck {
  return { kind: 'unproved', why };
}

type Signed = {
  readonly deliveryId: string;
  readonly timestamp: string;
  readonly rawBody: Uint8Array;
};

function sign(secret: Secret, { deliveryId, timestamp, rawBody }: Signed): Buffer {
  const key = Buffer.from(secret.reveal().replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${deliveryId}.${timestamp}.`).update(rawBody).digest();
}

/** `v1,<base64>`; another version is not ours to check, and matches nothing. */
function decode(signature: string): Buffer {
  const [version, value = ''] = signature.split(',');
  return version === 'v1' ? Buffer.from(value, 'base64') : Buffer.alloc(0);
}

/** The length is no secret; where two of the same length differ is. */
function isEqual(given: Buffer, expected: Buffer): boolean {
  return given.length === expected.length && timingSafeEqual(given, expected);
}
