/** Money given back, or being given back: a row committed as REQUESTED before the gateway is called. */
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import {
  CANCELLATION_ORIGINS,
  CANCELLATION_STATUSES,
  type CancellationOrigin,
  type CancellationStatus,
} from '../../domain/payment.ts';
import { isOneOf, timestamp } from './columns.ts';
import { PaymentEntity } from './payment.ts';
import { REFUSE_OVERCANCELLING } from './triggers.ts';

export const CancellationEntity = defineEntity({
  name: 'CancellationEntity',
  tableName: 'cancellation',
  properties: {
    cancellationId: p.text().primary(),
    payment: () => p.manyToOne(PaymentEntity).mapToPk().fieldName('payment_id'),
    idempotencyKeyHash: p.text().nullable(),
    requestHash: p.text().nullable(),
    amount: p.bigint('number'),
    reason: p.text(),
    origin: p.text().$type<CancellationOrigin>(),
    status: p.text().$type<CancellationStatus>(),
    pgCancellationId: p.text().nullable(),
    refusal: p.json<{ readonly pgCode: string; readonly pgMessage: string }>().nullable(),
    /** JWE of the account that a virtual account's money goes back to. */
    refundAccountJwe: p.text().nullable(),
    /** When the request was first sent, and so the age of its idempotency key; set → ask before sending again. */
    firstSentAt: timestamp().nullable(),
    requestedAt: timestamp(),
    settledAt: timestamp().nullable(),
  },
  uniques: [
    { name: 'cancellation_idempotency_key_unique', properties: ['payment', 'idempotencyKeyHash'] },
    { name: 'cancellation_pg_unique', properties: ['payment', 'pgCancellationId'] },
    { name: 'cancellation_in_flight_unique', properties: ['payment'], where: `status = 'REQUESTED'` },
    {
      name: 'cancellation_awaiting_unique',
      properties: ['payment'],
      where: `status = 'AWAITING_REFUND_ACCOUNT'`,
    },
  ],
  indexes: [
    { name: 'cancellation_payment_index', properties: ['payment'] },
    {
      name: 'cancellation_settled_index',
      expression: `create index "cancellation_settled_index" on "cancellation" ("settled_at") where status = 'SUCCEEDED'`,
    },
  ],
  checks: [
    { name: 'cancellation_amount_check', expression: 'amount >= 0' },
    { name: 'cancellation_status_check', expression: isOneOf('status', CANCELLATION_STATUSES) },
    { name: 'cancellation_origin_check', expression: isOneOf('origin', CANCELLATION_ORIGINS) },
    {
      name: 'cancellation_settled_check',
      expression: `(settled_at is not null) = (status in ('SUCCEEDED', 'FAILED'))`,
    },
  ],
  triggers: [REFUSE_OVERCANCELLING],
});

export type CancellationRow = InferEntity<typeof CancellationEntity>;
