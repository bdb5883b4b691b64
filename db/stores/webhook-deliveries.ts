/** Which webhooks have been taken up. Recorded only once their look at the gateway is durable, so never too early. */
import type { Provider } from '../../domain/providers.ts';
import { WebhookDeliveryEntity } from '../entities/webhook-delivery.ts';
import type { Database } from '../orm.ts';

export type DeliveryKey = {
  readonly provider: Provider;
  readonly deliveryId: string;
  readonly bodyHash: string;
};

export type DeliveryRecord = DeliveryKey & {
  readonly paymentId: string;
  readonly type: string;
  readonly receivedAt: Date;
};

export type WebhookDeliveries = {
  /** This very body under this id. */
  has(key: DeliveryKey): Promise<boolean>;
  /** The first one stays: recording it again changes nothing. */
  record(delivery: DeliveryRecord): Promise<void>;
};

export function createWebhookDeliveries(database: Database): WebhookDeliveries {
  return {
    has: async ({ provider, deliveryId, bodyHash }) =>
      (await database.em.fork().count(WebhookDeliveryEntity, { provider, deliveryId, bodyHash })) > 0,
    record: async ({ paymentId, ...delivery }) => {
      await database.em
        .fork()
        .upsert(WebhookDeliveryEntity, { ...delivery, payment: paymentId }, { onConflictAction: 'ignore' });
    },
  };
}
