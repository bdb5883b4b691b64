/** Toss Payments' configuration, and its faults that no single variable shows: keys of the wrong kind. */
import type { GatewayRoutes } from '../../domain/providers.ts';
import type { Secret } from '../../domain/secret.ts';
import { type Environment, type Reading, readVariables } from './read-variables.ts';
import type { ValuesOf } from './variables.ts';

export type TossConfig = {
  readonly apiUrl: string;
  readonly secretKey: Secret;
  readonly clientKey: string;
  readonly merchantId: string;
  readonly keyType: 'LIVE' | 'TEST';
  /** Base URL of a hosted window, where there is one. */
  readonly checkoutUrl: string | null;
  readonly sendRefundableAmount: boolean;
  readonly readTimeoutMs: number;
  readonly moneyTimeoutMs: number;
};

/** Null where nothing asks for it. `routes` is undefined while it has faults of its own. */
export function readTossConfig(
  environment: Environment,
  routes: GatewayRoutes | undefined,
): Reading<TossConfig | null> {
  const isRouted = Object.values(routes ?? {}).includes('TOSS');
  const isSet = (environment['TOSS_SECRET_KEY']?.trim() ?? '') !== '';
  if (!isRouted && !isSet) return { values: null };
  const reading = readVariables(environment, 'worker-toss');
  if ('faults' in reading) {
    const why = isRouted ? ' GATEWAY_ROUTES leads to TOSS, so it is needed.' : '';
    return { faults: reading.faults.map((fault) => `${fault}${why}`) };
  }
  const faults = faultsOfKeys(reading.values);
  return faults.length > 0 ? { faults } : { values: toConfig(reading.values) };
}

/** The one key would take money where the other one is not looked for. */
function faultsOfKeys({
  TOSS_KEY_TYPE,
  TOSS_SECRET_KEY,
  TOSS_CLIENT_KEY,
}: ValuesOf<'worker-toss'>): string[] {
  const prefix = `${TOSS_KEY_TYPE.toLowerCase()}_`;
  const keys = [
    ['TOSS_SECRET_KEY', TOSS_SECRET_KEY.reveal()],
    ['TOSS_CLIENT_KEY', TOSS_CLIENT_KEY],
  ] as const;
  return keys
    .filter(([, key]) => !key.startsWith(prefix))
    .map(([name]) => `${name} does not begin with ${prefix}, although TOSS_KEY_TYPE=${TOSS_KEY_TYPE}`);
}

function toConfig(values: ValuesOf<'worker-toss'>): TossConfig {
  return {
    apiUrl: values.TOSS_API_URL,
    secretKey: values.TOSS_SECRET_KEY,
    clientKey: values.TOSS_CLIENT_KEY,
    merchantId: values.TOSS_MERCHANT_ID,
    keyType: values.TOSS_KEY_TYPE,
    checkoutUrl: values.TOSS_CHECKOUT_URL ?? null,
    sendRefundableAmount: values.TOSS_SEND_REFUNDABLE_AMOUNT,
    readTimeoutMs: values.TOSS_READ_TIMEOUT_MS,
    moneyTimeoutMs: values.TOSS_MONEY_TIMEOUT_MS,
  };
}
