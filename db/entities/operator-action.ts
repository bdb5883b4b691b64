/** What an operator did to a payment: written in the transaction of the change it brought, for ever. */
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import {
  OPERATOR_ACTIONS,
  OPERATOR_RESULTS,
  type OperatorAction,
  RESOLVE_OUTCOMES,
} from '../../domain/operator.ts';
import type { PaymentStatus } from '../../domain/payment.ts';
import { isOneOf, timestamp } from './columns.ts';
import { PaymentEntity } from './payment.ts';

export const OperatorActionEntity = defineEntity({
  name: 'OperatorActionEntity',
  tableName: 'operator_action',
  properties: {
    /** `<paymentId>/<transitionId>`: one column, so that keys can be rotated (db/stores/jwe-columns.ts). */
    actionId: p.text().primary(),
    payment: () => p.manyToOne(PaymentEntity).mapToPk().fieldName('payment_id'),
    transitionId: p.text(),
    version: p.integer(),
    action: p.text().$type<OperatorAction['action']>(),
    outcome: p.text().$type<NonNullable<OperatorAction['outcome']>>().nullable(),
    result: p.text().$type<OperatorAction['result']>(),
    cancellationId: p.text().nullable(),
    /** JWE of `{who, reason}`: they may name a person. */
    wordsJwe: p.text(),
    fromStatus: p.text().$type<PaymentStatus>(),
    toStatus: p.text().$type<PaymentStatus>(),
    occurredAt: timestamp(),
  },
  uniques: [{ name: 'operator_action_version_unique', properties: ['payment', 'version'] }],
  checks: [
    { name: 'operator_action_action_check', expression: isOneOf('action', OPERATOR_ACTIONS) },
    { name: 'operator_action_outcome_check', expression: isOneOf('outcome', RESOLVE_OUTCOMES) },
    { name: 'operator_action_result_check', expression: isOneOf('result', OPERATOR_RESULTS) },
  ],
});

export type OperatorActionRow = InferEntity<typeof OperatorActionEntity>;
