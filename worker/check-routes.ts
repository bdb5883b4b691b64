/** A routing table that sends a method where it is not supported is a wrong configuration: say so at the start. */
import type { GatewayPort } from '../domain/gateway-port.ts';
import type { GatewayRoutes, Provider } from '../domain/providers.ts';

/** One sentence per fault; empty when every route can be served. */
export function faultsOfRoutes(
  routes: GatewayRoutes,
  gateways: Readonly<Record<Provider, GatewayPort>>,
): readonly string[] {
  return Object.entries(routes)
    .filter(
      ([method, provider]) => !gateways[provider].supportedMethods.some((supported) => supported === method),
    )
    .map(([method, provider]) => {
      const supported = gateways[provider].supportedMethods.join(', ');
      return `GATEWAY_ROUTES sends ${method} to ${provider}, which does not support it (it supports ${supported})`;
    });
}
