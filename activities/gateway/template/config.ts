/** What the adapter must be told. In a copy it is read from the environment, in platform/config. */
import type { Secret } from '../../../domain/secret.ts';

export type TemplateConfig = {
  /** Without a slash at the end. */
  readonly apiUrl: string;
  readonly secretKey: Secret;
  /** Base of a hosted payment window; without it the client opens the browser SDK's. */
  readonly checkoutUrl?: string | undefined;
  /** Of one reading; a caller in more of a hurry ends it by its own signal. */
  readonly readTimeoutMs: number;
  /** Of a confirmation or a cancellation: giving up does not stop the work. */
  readonly moneyTimeoutMs: number;
};
