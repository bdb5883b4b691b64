/** Events waiting for Kafka, written in the transaction of the change they tell of. Debezium's columns, plus order. */
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { EVENT_TYPES, type EventData, type EventType } from '../../domain/events.ts';
import { isOneOf, timestamp } from './columns.ts';
import { PaymentEntity } from './payment.ts';

export const OutboxEventEntity = defineEntity({
  name: 'OutboxEventEntity',
  tableName: 'outbox_event',
  properties: {
    /** `<paymentId>-<sequence>`: the same on every copy. */
    id: p.text().primary(),
    aggregatetype: p.text(),
    aggregateid: () => p.manyToOne(PaymentEntity).mapToPk().fieldName('aggregateid'),
    type: p.text().$type<EventType>(),
    payload: p.json<EventData>(),
    sequence: p.integer(),
    occurredAt: timestamp(),
    publishedAt: timestamp().nullable(),
  },
  uniques: [{ name: 'outbox_event_sequence_unique', properties: ['aggregateid', 'sequence'] }],
  checks: [
    { name: 'outbox_event_type_check', expression: isOneOf('type', EVENT_TYPES) },
    { name: 'outbox_event_sequence_check', expression: 'sequence >= 1' },
  ],
});

export type OutboxEventRow = InferEntity<typeof OutboxEventEntity>;
