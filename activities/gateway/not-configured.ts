/**
 * Stands in for a gateway that no route leads to and no variable configures: nothing can be paid through it, and
 * payments of an earlier configuration wait, visibly, until it is configured again.
 */
import type { OnConfirmGateway } from '../../domain/gateway-port.ts';
import type { Provider } from '../../domain/providers.ts';

class GatewayNotConfiguredError extends Error {
  constructor(provider: Provider) {
    super(`${provider} is not configured`);
    this.name = 'GatewayNotConfiguredError';
  }
}

export function notConfigured(provider: Provider): OnConfirmGateway {
  const refuse = (): never => {
    throw new GatewayNotConfiguredError(provider);
  };
  return {
    provider,
    approval: 'on_confirm',
    supportedMethods: [],
    idempotencyKeyLifetimeMs: 0,
    checkout: refuse,
    retrieve: async () => refuse(),
    confirm: async () => refuse(),
    cancel: async () => refuse(),
    closeVirtualAccount: async () => refuse(),
  };
}
