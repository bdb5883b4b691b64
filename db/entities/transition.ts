/** Every change of every payment, for ever: the history a person reads, and what makes a repeat change nothing. */
import { defineEntity, p } from '@mikro-orm/core';
import { timestamp } from './columns.ts';
import { PaymentEntity } from './payment.ts';

export const TransitionEntity = defineEntity({
  name: 'TransitionEntity',
  tableName: 'payment_transition',
  properties: {
    payment: () => p.manyToOne(PaymentEntity).mapToPk().fieldName('payment_id').primary(),
    transitionId: p.text().primary(),
    fromStatus: p.text().nullable(),
    toStatus: p.text(),
    version: p.integer(),
    occurredAt: timestamp(),
  },
  uniques: [{ name: 'payment_transition_version_unique', properties: ['payment', 'version'] }],
});
