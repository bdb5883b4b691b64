/**
 * A payment. The constraints hold the rules by themselves: amounts, unique keys, one live payment per order,
 * legal moves (trigger), and cancelled ≤ held (trigger on `cancellation`).
 */
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import type { PaymentMethod } from '../../domain/methods.ts';
import { MAX_AMOUNT_MINOR } from '../../domain/money.ts';
import type { Checkout, Decline } from '../../domain/payment.ts';
import { PAYMENT_STATUSES } from '../../domain/payment.ts';
import type { Provider } from '../../domain/providers.ts';
import type { OrderItem } from '../../domain/requests.ts';
import { FINAL_STATUSES, LIVE_STATUSES, OPEN_STATUSES } from '../../domain/state-table.ts';
import { isOneOf, timestamp } from './columns.ts';
import { REFUSE_ILLEGAL_MOVE } from './triggers.ts';

export const PaymentEntity = defineEntity({
  name: 'PaymentEntity',
  tableName: 'payment',
  properties: {
    paymentId: p.text().primary(),
    userId: p.text(),
    idempotencyKeyHash: p.text().nullable(),
    requestHash: p.text(),
    orderId: p.text(),
    orderName: p.text(),
    items: p.json<readonly OrderItem[]>(),
    amount: p.bigint('number'),
    currency: p.text(),
    methodType: p.text(),
    method: p.json<PaymentMethod>(),
    provider: p.text().$type<Provider>(),
    status: p.text().$type<(typeof PAYMENT_STATUSES)[number]>(),
    version: p.integer(),
    pgTransactionId: p.text().nullable(),
    /** What our confirmation was made for, and when it was first sent (gateways where our call is the approval). */
    confirmingTransactionId: p.text().nullable(),
    confirmFirstSentAt: timestamp().nullable(),
    heldAmount: p.bigint('number').nullable(),
    heldCurrency: p.text().nullable(),
    decline: p.json<Decline>().nullable(),
    failureCode: p.text().nullable(),
    attention: p.text().nullable(),
    /** JWE of the customer: what identifies a person is never stored in clear. */
    customerJwe: p.text().nullable(),
    /** JWE of where the customer pays in. */
    virtualAccountJwe: p.text().nullable(),
    metadata: p.json<Readonly<Record<string, string>>>(),
    checkout: p.json<Checkout>(),
    /** Sequence of the last event; equal to `publishedSequence` when nothing waits. */
    eventSequence: p.integer(),
    publishedSequence: p.integer(),
    createdAt: timestamp(),
    updatedAt: timestamp(),
    expiresAt: timestamp(),
    approvedAt: timestamp().nullable(),
  },
  uniques: [
    { name: 'payment_idempotency_key_unique', properties: ['userId', 'idempotencyKeyHash'] },
    {
      name: 'payment_pg_transaction_unique',
      properties: ['provider', 'pgTransactionId'],
    },
    {
      name: 'payment_live_order_unique',
      properties: ['userId', 'orderId'],
      where: isOneOf('status', LIVE_STATUSES),
    },
  ],
  indexes: [
    {
      name: 'payment_mine_index',
      expression:
        'create index "payment_mine_index" on "payment" ("user_id", "created_at" desc, "payment_id" desc)',
    },
    {
      name: 'payment_approved_index',
      expression:
        'create index "payment_approved_index" on "payment" ("approved_at") where approved_at is not null',
    },
    {
      name: 'payment_unpublished_index',
      expression:
        'create index "payment_unpublished_index" on "payment" ("updated_at") where event_sequence > published_sequence',
    },
    {
      name: 'payment_open_index',
      expression: `create index "payment_open_index" on "payment" ("updated_at") where ${isOneOf('status', OPEN_STATUSES)}`,
    },
  ],
  checks: [
    { name: 'payment_amount_check', expression: `amount >= 1 and amount <= ${MAX_AMOUNT_MINOR}` },
    { name: 'payment_status_check', expression: isOneOf('status', PAYMENT_STATUSES) },
    { name: 'payment_version_check', expression: 'version >= 1' },
    {
      name: 'payment_held_check',
      expression: '(held_amount is null) = (held_currency is null) and held_amount >= 0',
    },
    {
      name: 'payment_paid_check',
      expression: `${isOneOf('status', [...OPEN_STATUSES, ...FINAL_STATUSES])} or (pg_transaction_id is not null and approved_at is not null and held_amount = amount and held_currency = currency)`,
    },
    {
      name: 'payment_confirm_check',
      expression: 'confirm_first_sent_at is null or confirming_transaction_id is not null',
    },
    {
      name: 'payment_waiting_check',
      expression: `status <> 'WAITING_FOR_DEPOSIT' or (pg_transaction_id is not null and virtual_account_jwe is not null)`,
    },
    {
      name: 'payment_sequence_check',
      expression: 'published_sequence >= 0 and published_sequence <= event_sequence',
    },
  ],
  triggers: [REFUSE_ILLEGAL_MOVE],
});

export type PaymentRow = InferEntity<typeof PaymentEntity>;
