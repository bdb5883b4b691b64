/**
 * The gateways of this server. A further one is a folder beside `portone/`, a name in domain/providers.ts and a
 * line in each of the two lists here.
 */
import type { GatewayPort } from '../../domain/gateway-port.ts';
import type { Provider } from '../../domain/providers.ts';
import { createPortOneGateway } from './portone/adapter.ts';
import type { PortOneConfig } from './portone/config.ts';

export type GatewayConfigs = {
  readonly PORTONE: PortOneConfig;
};

export type Gateways = Readonly<Record<Provider, GatewayPort>>;

type Factories = { readonly [Name in Provider]: (config: GatewayConfigs[Name]) => GatewayPort };

const FACTORIES: Factories = {
  PORTONE: createPortOneGateway,
};

export function createGateways(configs: GatewayConfigs): Gateways {
  return {
    PORTONE: FACTORIES.PORTONE(configs.PORTONE),
  };
}
