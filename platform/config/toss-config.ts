/** What the Toss Payments adapter must be told, and the faults that no single variable shows: keys of the wrong kind. */
import type { Secret } from '../../domain/secret.ts';
import { readGateway } from './optional-gateway.ts';
import type { Environment, Reading } from './read-variables.ts';
import type { ValuesOf } from './variables.ts';

export type TossConfig = {
  /** Without a slash at the end: `https://api.tosspayments.com`. */
  readonly apiUrl: string;
  /** `live_…` or `test_…`: it alone decides which kind of money the API speaks of. */
  readonly secretKey: Secret;
  /** Of the same pair; the browser SDK takes it, so it is public. */
  readonly clientKey: string;
  /** `mId`: money of another one is not ours. */
  readonly merchantId: string;
  /** What the keys are believed to be: were they the other kind, no payment is ours. */
  readonly keyType: 'LIVE' | 'TEST';
  /** Base of a hosted payment window; without it the client opens the browser SDK's. */
  readonly checkoutUrl: string | undefined;
  /** How long a virtual account takes a deposit. */
  readonly virtualAccountValidHours: number;
  /** Have Toss refuse a cancellation when another amount is left than we believe. Deprecated there, so off. */
  readonly sendRefundableAmount: boolean;
  /** Of one reading; a caller in more of a hurry ends it by its own signal. */
  readonly readTimeoutMs: number;
  /** Of a confirmation or a cancellation: giving up does not stop the work. */
  readonly moneyTimeoutMs: number;
};

/** Toss keys tell their kind by how they begin (docs.tosspayments.com/reference/using-api/api-keys). */
export function isKeyOf(keyType: TossConfig['keyType'], key: string): boolean {
  return key.startsWith(prefixOf(keyType));
}

function prefixOf(keyType: TossConfig['keyType']): string {
  return keyType === 'LIVE' ? 'live_' : 'test_';
}

/** Null where nothing asks for it. */
export function readTossConfig(environment: Environment): Reading<TossConfig | null> {
  return readGateway(environment, {
    provider: 'TOSS',
    secret: 'TOSS_SECRET_KEY',
    toConfig(values) {
      const faults = faultsOfKeys(values);
      return faults.length > 0 ? { faults } : { values: toConfig(values) };
    },
  });
}

/** The one key would take money where the other one is not looked for. */
function faultsOfKeys({
  TOSS_KEY_TYPE,
  TOSS_SECRET_KEY,
  TOSS_CLIENT_KEY,
}: ValuesOf<'worker-TOSS'>): string[] {
  const keys = [
    ['TOSS_SECRET_KEY', TOSS_SECRET_KEY.reveal()],
    ['TOSS_CLIENT_KEY', TOSS_CLIENT_KEY],
  ] as const;
  return keys
    .filter(([, key]) => !isKeyOf(TOSS_KEY_TYPE, key))
    .map(
      ([name]) =>
        `${name} does not begin with ${prefixOf(TOSS_KEY_TYPE)}, although TOSS_KEY_TYPE=${TOSS_KEY_TYPE}`,
    );
}

function toConfig(values: ValuesOf<'worker-TOSS'>): TossConfig {
  return {
    apiUrl: values.TOSS_API_URL,
    secretKey: values.TOSS_SECRET_KEY,
    clientKey: values.TOSS_CLIENT_KEY,
    merchantId: values.TOSS_MERCHANT_ID,
    keyType: values.TOSS_KEY_TYPE,
    checkoutUrl: values.TOSS_CHECKOUT_URL,
    virtualAccountValidHours: values.VIRTUAL_ACCOUNT_VALID_HOURS,
    sendRefundableAmount: values.TOSS_SEND_REFUNDABLE_AMOUNT,
    readTimeoutMs: values.TOSS_READ_TIMEOUT_MS,
    moneyTimeoutMs: values.TOSS_MONEY_TIMEOUT_MS,
  };
}
