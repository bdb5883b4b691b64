/** What the activities are handed; wired once, in `worker/`. */

import type { Database } from '../db/orm.ts';
import type { GatewayPort } from '../domain/gateway-port.ts';
import type { Payment } from '../domain/payment.ts';
import type { Provider } from '../domain/providers.ts';
import type { KeyRing } from '../platform/crypto/key-ring.ts';
import type { EventPublisher } from './kafka/event-publisher.ts';

export type ActivityDeps = {
  readonly database: Database;
  readonly gateways: Readonly<Record<Provider, GatewayPort>>;
  readonly publisher: EventPublisher;
  readonly keyRing: KeyRing;
  /** How long after its creation a payment that nobody paid expires. */
  readonly paymentExpiresAfterMs: number;
  /** How long a gateway leaves a step waiting before a person is told. */
  readonly attentionAfterMs: number;
  /** Opens a workflow that finishes what is outstanding; false when one is open already. */
  readonly resumePayment: (payment: Payment) => Promise<boolean>;
  /** Makes the payment's own workflow ask the gateway now; resolves once that is durable. */
  readonly makeLook: (payment: Payment) => Promise<void>;
  /** Pages of the ids of payments whose workflow is open. */
  readonly listOpenPayments: (provider: Provider) => AsyncIterable<readonly string[]>;
  readonly reconciliation: { readonly overlapMs: number; readonly settlingMs: number };
  readonly now: () => Date;
};
