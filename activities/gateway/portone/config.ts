/** What the PortOne adapter must be told. Read from the environment by platform/config, handed in at the start. */
import type { Secret } from '../../../domain/secret.ts';

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
