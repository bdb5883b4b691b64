/** What the three calls share: whom to ask, and how it is known that an answer is about us. */

import { isKeyOf, type TossConfig } from '../../../platform/config/toss-config.ts';
import type { GatewayClient } from '../http-client.ts';
import type { Expected } from './mapping.ts';

export type Toss = { readonly config: TossConfig; readonly client: GatewayClient };

export function expectedOf({ config }: Toss, paymentId: string): Expected {
  return {
    paymentId,
    merchantId: config.merchantId,
    isRightKeyType: isKeyOf(config.keyType, config.secretKey.reveal()),
  };
}

export function pathOfPayment(pgTransactionId: string): string {
  return `/v1/payments/${encodeURIComponent(pgTransactionId)}`;
}
