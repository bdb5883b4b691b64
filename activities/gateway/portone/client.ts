/** PortOne's way of being called: its own authorization scheme, and the key in quotes where that is configured. */
import { createGatewayClient, type GatewayClient } from '../http-client.ts';
import type { PortOneConfig } from './config.ts';

export function createPortOneClient(config: PortOneConfig): GatewayClient {
  return createGatewayClient({
    apiUrl: config.apiUrl,
    authorization: () => `PortOne ${config.apiSecret.reveal()}`,
    idempotencyKey: (key) => (config.quoteIdempotencyKey ? `"${key}"` : key),
  });
}
