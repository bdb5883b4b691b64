/** Toss Payments' way of being called: Basic authorization by the secret key and an empty password. */

import type { TossConfig } from '../../../platform/config/toss-config.ts';
import { createGatewayClient, type GatewayClient } from '../http-client.ts';

export function createTossClient(config: TossConfig): GatewayClient {
  return createGatewayClient({
    apiUrl: config.apiUrl,
    authorization: () => `Basic ${Buffer.from(`${config.secretKey.reveal()}:`).toString('base64')}`,
    idempotencyKey: (key) => key,
  });
}
