/**
 * Stands in for a gateway that no route leads to and no variable configures: nothing can be paid through it, and
 * payments of an earlier configuration wait, visibly, until it is configured again.
 */
import type { GatewayPort, InWindowGateway, OnConfirmGateway } from '../../domain/gateway-port.ts';
import type { Provider } from '../../domain/providers.ts';

class GatewayNotConfiguredError extends Error {
  constructor(provider: Provider) {
    super(`${provider} is not configured`);
    this.name = 'GatewayNotConfiguredError';
  }
}

export function notConfigured(provider: Provider, approval: 'in_window'): InWindowGateway;
export function notConfigured(provider: Provider, approval: 'on_confirm'): OnConfirmGateway;
export function notConfigured(provider: Provider, approval: GatewayPort['approval']): GatewayPort {
  const refuse = (): never => {
    throw new GatewayNotConfiguredError(provider);
  };
  const gateway = {
    provider,
    supportedMethods: [],
    idempotencyKeyLifetimeMs: 0,
    checkout: refuse,
    retrieve: async () => refuse(),
    cancel: async () => refuse(),
    closeVirtualAccount: async () => refuse(),
  };
  return approval === 'in_window'
    ? { ...gateway, approval }
    : { ...gateway, approval, confirm: async () => refuse() };
}
