/** What the PortOne adapter must be told. */
import type { Secret } from '../../domain/secret.ts';
import { readGateway } from './optional-gateway.ts';
import type { Environment, Reading } from './read-variables.ts';
import type { ValuesOf } from './variables.ts';

export type PortOneConfig = {
  /** Without a slash at the end: `https://api.portone.io`. */
  readonly apiUrl: string;
  readonly apiSecret: Secret;
  readonly storeId: string;
  readonly channelKey: string;
  /** Money of the other kind is not ours: a TEST approval must never pay a LIVE order. */
  readonly channelType: 'LIVE' | 'TEST';
  /** Base of a hosted payment window; without it the client opens the browser SDK's. */
  readonly checkoutUrl?: string | undefined;
  /** How long a virtual account takes a deposit. */
  readonly virtualAccountValidHours: number;
  /**
   * Whether the key is sent in literal double quotes, as the rule (RFC 8941) has it; PortOne's own example shows
   * it bare.
   */
  readonly quoteIdempotencyKey: boolean;
  /** Of one reading; a caller in more of a hurry ends it by its own signal. */
  readonly readTimeoutMs: number;
  /** PortOne advises at least 60 s: giving up does not stop the work. */
  readonly cancelTimeoutMs: number;
};

/** Null where nothing asks for it. */
export function readPortOneConfig(environment: Environment): Reading<PortOneConfig | null> {
  return readGateway(environment, {
    provider: 'PORTONE',
    secret: 'PORTONE_API_SECRET',
    toConfig: (values) => ({ values: toConfig(values) }),
  });
}

function toConfig(values: ValuesOf<'worker-PORTONE'>): PortOneConfig {
  return {
    apiUrl: values.PORTONE_API_URL,
    apiSecret: values.PORTONE_API_SECRET,
    storeId: values.PORTONE_STORE_ID,
    channelKey: values.PORTONE_CHANNEL_KEY,
    channelType: values.PORTONE_CHANNEL_TYPE,
    checkoutUrl: values.PORTONE_CHECKOUT_URL,
    virtualAccountValidHours: values.VIRTUAL_ACCOUNT_VALID_HOURS,
    quoteIdempotencyKey: values.PORTONE_QUOTE_IDEMPOTENCY_KEY,
    readTimeoutMs: values.PORTONE_READ_TIMEOUT_MS,
    cancelTimeoutMs: values.PORTONE_CANCEL_TIMEOUT_MS,
  };
}
