/**
 * The gateways of this server. A further one is a folder beside `portone/` and a line here; what else it takes:
 * docs/internals/adding-a-gateway.md.
 */
import type { GatewayPort } from '../../domain/gateway-port.ts';
import type { APPROVAL_OF, Provider } from '../../domain/providers.ts';
import type { GatewayConfigs } from '../../platform/config/gateway-configs.ts';
import { notConfigured } from './not-configured.ts';
import { createPortOneGateway } from './portone/adapter.ts';
import { createTossGateway } from './toss/adapter.ts';

/** Each under its name, with the approval that domain/providers.ts says it has. */
export type Gateways = {
  readonly [Name in Provider]: Extract<GatewayPort, { approval: (typeof APPROVAL_OF)[Name] }>;
};

export function createGateways({ PORTONE, TOSS }: GatewayConfigs): Gateways {
  return {
    PORTONE: PORTONE === null ? notConfigured('PORTONE', 'in_window') : createPortOneGateway(PORTONE),
    TOSS: TOSS === null ? notConfigured('TOSS', 'on_confirm') : createTossGateway(TOSS),
  };
}
