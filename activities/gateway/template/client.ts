/** The gateway's way of being called: its authorization, and the form in which it takes an idempotency key. */
import { createGatewayClient, type GatewayClient } from '../http-client.ts';
import type { TemplateConfig } from './config.ts';
import { fillIn } from './fill-in.ts';

export type Gateway = { readonly config: TemplateConfig; readonly client: GatewayClient };

export function createTemplateClient(config: TemplateConfig): GatewayClient {
  return createGatewayClient({
    apiUrl: config.apiUrl,
    authorization: () => fillIn('the scheme', `Bearer ${config.secretKey.reveal()}`),
    idempotencyKey: (key) => fillIn('quoted, or bare', key),
  });
}
