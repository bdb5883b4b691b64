/**
 * The gateways of this server. A further one is a folder beside `portone/`, a name in domain/providers.ts and a
 * line in each of the two lists here.
 */
import type { GatewayPort } from '../../domain/gateway-port.ts';
import type { APPROVAL_OF, Provider } from '../../domain/providers.ts';
import type { TossConfig } from '../../platform/config/toss-config.ts';
import { notConfigured } from './not-configured.ts';
import { createPortOneGateway } from './portone/adapter.ts';
import type { PortOneConfig } from './portone/config.ts';
import { createTossGateway } from './toss/adapter.ts';

export type GatewayConfigs = {
  readonly PORTONE: PortOneConfig;
  /** Null where nothing configures it. */
  readonly TOSS: TossConfig | null;
};

/** Each under its name, with the approval that domain/providers.ts says it has. */
export type Gateways = {
  readonly [Name in Provider]: Extract<GatewayPort, { approval: (typeof APPROVAL_OF)[Name] }>;
};

type Factories = { readonly [Name in Provider]: (config: GatewayConfigs[Name]) => Gateways[Name] };

const FACTORIES: Factories = {
  PORTONE: createPortOneGateway,
  TOSS: (config) => (config === null ? notConfigured('TOSS') : createTossGateway(config)),
};

export function createGateways(configs: GatewayConfigs): Gateways {
  return {
    PORTONE: FACTORIES.PORTONE(configs.PORTONE),
    TOSS: FACTORIES.TOSS(configs.TOSS),
  };
}
