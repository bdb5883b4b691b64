/** What the Toss Payments adapter must be told. Read from the environment by platform/config, handed in at the start. */
import type { Secret } from '../../../domain/secret.ts';

export type TossConfig = {
  /** Without a slash at the end: `https://api.tosspayments.com`. */
  readonly apiUrl: string;
  /** `live_…` or `test_…`: it alone decides which kind of money the API speaks of. */
  readonly secretKey: Secret;
  /** Of the same pair; the browser SDK takes it, so it is public. */
  readonly clientKey: string;
  /** `mId`: money of another one is not ours. */
  readonly merchantId: string;
  /** What the keys are believed to be: were they the other kind, no payment is ours. */
  readonly keyType: 'LIVE' | 'TEST';
  /** Base of a hosted payment window; without it the client opens the browser SDK's. */
  readonly checkoutUrl?: string | undefined;
  /** Have Toss refuse a cancellation when another amount is left than we believe. Deprecated there, so off. */
  readonly sendRefundableAmount: boolean;
  /** Of one reading; a caller in more of a hurry ends it by its own signal. */
  readonly readTimeoutMs: number;
  /** Of a confirmation or a cancellation: giving up does not stop the work. */
  readonly moneyTimeoutMs: number;
};

/** Toss keys tell their kind by how they begin (docs.tosspayments.com/reference/using-api/api-keys). */
export function isKeyOf(keyType: TossConfig['keyType'], key: string): boolean {
  return key.startsWith(keyType === 'LIVE' ? 'live_' : 'test_');
}
