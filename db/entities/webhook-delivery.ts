/** A gateway's webhook whose look at the gateway was accepted: sent again, it is answered at once. Nothing of its body. */
import { defineEntity, p } from '@mikro-orm/core';
import type { Provider } from '../../domain/providers.ts';
import { timestamp } from './columns.ts';
import { PaymentEntity } from './payment.ts';

export const WebhookDeliveryEntity = defineEntity({
  name: 'WebhookDeliveryEntity',
  tableName: 'webhook_delivery',
  properties: {
    provider: p.text().$type<Provider>().primary(),
    /** The gateway's own. */
    deliveryId: p.text().primary(),
    payment: () => p.manyToOne(PaymentEntity).mapToPk().fieldName('payment_id'),
    type: p.text(),
    /** SHA-256: who does not sign could send another body under a known id. */
    bodyHash: p.text(),
    receivedAt: timestamp(),
  },
  indexes: [
    { name: 'webhook_delivery_payment_index', properties: ['payment'] },
    { name: 'webhook_delivery_received_index', properties: ['receivedAt'] },
  ],
});
