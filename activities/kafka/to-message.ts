/**
 * An outbox row as a Kafka message: CloudEvents 1.0, binary content mode (CloudEvents Kafka protocol binding 1.0.2,
 * section 3.2). Pure: two copies of one event are equal to the byte.
 */
import type { Message } from 'kafkajs';
import type { OutboxEvent } from '../../db/stores/outbox.ts';
import { eventDataSchema } from './event-schemas.ts';

const EVENT_SOURCE = '/temporal-payments';

export function toMessage({ id, type, payload, occurredAt }: OutboxEvent): Message {
  const data = eventDataSchema(type).parse(payload);
  return {
    key: data.paymentId,
    value: JSON.stringify(data),
    headers: {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_id: id,
      ce_type: type,
      ce_source: EVENT_SOURCE,
      ce_subject: data.paymentId,
      ce_time: occurredAt.toISOString(),
    },
  };
}
