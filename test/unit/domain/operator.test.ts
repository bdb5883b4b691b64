/** What an operator may decide: over every state, and against every word of the gateway's. */
import { describe, expect, it } from 'vitest';
import {
  openCancellation,
  overrideAccount,
  overrideCancellation,
  overridePayment,
} from '../../../domain/changes/on-operator.ts';
import type { GatewayCancellation, GatewayStanding } from '../../../domain/gateway-port.ts';
import { judgeCancellation } from '../../../domain/judge-cancellation.ts';
import {
  type OperatorAction,
  parseResolve,
  parseRetry,
  type ResolveOutcome,
} from '../../../domain/operator.ts';
import { PAYMENT_STATUSES } from '../../../domain/payment.ts';
import { isFinal } from '../../../domain/state-table.ts';
import {
  ACCOUNT,
  accountWaiting,
  cancellation,
  holding,
  IN_TIME_MS,
  paidPayment,
  payment,
  TOO_LATE_MS,
} from './support.ts';

function action(outcome: ResolveOutcome): OperatorAction {
  return {
    action: 'resolve',
    outcome,
    result: 'overridden',
    cancellationId: null,
    who: 'kim',
    reason: 'seen',
  };
}

describe('an override of a payment', () => {
  it.each(PAYMENT_STATUSES.filter((status) => status !== 'CONFIRMING'))(
    'is none while it is %s',
    (status) => {
      for (const outcome of ['declined', 'not_paid'] as const) {
        expect(overridePayment(payment({ status }), action(outcome), IN_TIME_MS)).toBeNull();
      }
    },
  );

  const asked = [cancellation({ amount: 0 })];
  it.each([
    { outcome: 'declined', nowMs: IN_TIME_MS, cancellations: [], to: 'FAILED', row: undefined },
    { outcome: 'declined', nowMs: TOO_LATE_MS, cancellations: [], to: 'FAILED', row: undefined },
    { outcome: 'declined', nowMs: IN_TIME_MS, cancellations: asked, to: 'FAILED', row: 'FAILED' },
    { outcome: 'not_paid', nowMs: IN_TIME_MS, cancellations: [], to: 'FAILED', row: undefined },
    { outcome: 'not_paid', nowMs: TOO_LATE_MS, cancellations: [], to: 'EXPIRED', row: undefined },
    { outcome: 'not_paid', nowMs: IN_TIME_MS, cancellations: asked, to: 'CANCELLED', row: 'SUCCEEDED' },
  ] as const)('that was $outcome makes it $to, never leaves it payable', (row) => {
    const { outcome, nowMs, cancellations, to } = row;
    const confirming = payment({ status: 'CONFIRMING', attention: 'GATEWAY_SILENT', cancellations });
    const change = overridePayment(confirming, action(outcome), nowMs);
    expect(change).toMatchObject({
      to,
      fromVersion: 3,
      transitionId: `3-operator_${outcome}`,
      set: { attention: null },
      operator: { who: 'kim', reason: 'seen' },
    });
    expect(isFinal(to)).toBe(true);
    expect(change?.amend?.status).toBe(row.row);
    // Neither money nor a transaction is made out of a person's word.
    expect(change?.set).not.toHaveProperty('pgTransactionId');
    expect(change?.set).not.toHaveProperty('held');
  });
});

describe('an override of a virtual account', () => {
  const DUE_MS = Date.parse(ACCOUNT.dueAt);
  const asked = [cancellation({ amount: 0 })];
  const wrong = { failureCode: 'AMOUNT_MISMATCH' } as const;

  it('is none while the account may be paid into, or once it is known what became of it', () => {
    expect(overrideAccount(accountWaiting(), action('not_paid'), DUE_MS - 1)).toBeNull();
    for (const status of PAYMENT_STATUSES.filter((each) => each !== 'WAITING_FOR_DEPOSIT'))
      expect(overrideAccount(accountWaiting({ status }), action('not_paid'), DUE_MS)).toBeNull();
  });

  it.each([
    { why: 'its time is over', more: {}, nowMs: DUE_MS, to: 'EXPIRED', row: undefined },
    {
      why: 'it was cancelled',
      more: { cancellations: asked },
      nowMs: IN_TIME_MS,
      to: 'CANCELLED',
      row: 'SUCCEEDED',
    },
    { why: 'it is for a wrong amount', more: wrong, nowMs: IN_TIME_MS, to: 'FAILED', row: undefined },
  ] as const)('ends the payment as its closing would have: $to when $why', ({ more, nowMs, to, row }) => {
    const waiting = accountWaiting({ attention: 'GATEWAY_SILENT', ...more });
    const change = overrideAccount(waiting, action('not_paid'), nowMs);
    expect(change).toMatchObject({
      to,
      transitionId: '3-operator_not_paid',
      set: { attention: null },
      operator: { who: 'kim', reason: 'seen' },
    });
    expect(change?.amend?.status).toBe(row);
    expect(change?.set).not.toHaveProperty('held');
  });
});

describe('an override of a cancellation', () => {
  const paid = paidPayment({ cancellations: [cancellation()] });

  it('settles the row as the gateway would have, under the operator’s name', () => {
    const succeeded = {
      outcome: 'cancel_succeeded',
      cancellationId: 'can_1',
      pgCancellationId: 'pg-1',
    } as const;
    expect(
      overrideCancellation(paid, { ...succeeded, who: '', reason: '' }, action('cancel_succeeded')),
    ).toMatchObject({
      to: 'PARTIALLY_CANCELLED',
      transitionId: '3-operator_cancel_succeeded',
      amend: { status: 'SUCCEEDED', pgCancellationId: 'pg-1' },
      event: 'payment.partially_cancelled',
      operator: { who: 'kim' },
    });
    const failed = { outcome: 'cancel_failed', cancellationId: 'can_1', who: '', reason: '' } as const;
    expect(overrideCancellation(paid, failed, action('cancel_failed'))).toMatchObject({
      to: 'PAID',
      amend: { status: 'FAILED', refusal: { pgCode: 'ENDED_BY_OPERATOR' } },
    });
  });

  it('is none of what is settled, of another id, or before there is money', () => {
    expect(openCancellation(paid, 'can_2')).toBeUndefined();
    expect(
      openCancellation(paidPayment({ cancellations: [cancellation({ status: 'FAILED' })] }), 'can_1'),
    ).toBeUndefined();
    const asked = payment({ status: 'CONFIRMING', cancellations: [cancellation({ amount: 0 })] });
    expect(openCancellation(asked, 'can_1')).toBeUndefined();
  });
});

describe('the gateway’s word about a cancellation', () => {
  const at = (more: Partial<GatewayCancellation>): GatewayStanding => ({
    kind: 'approved',
    ...holding({
      cancellations: [
        {
          pgCancellationId: 'pg-1',
          cancellationId: 'can_1',
          amountMinor: 4_000,
          status: 'SUCCEEDED',
          cancelledAt: null,
          ...more,
        },
      ],
    }),
  });
  const none: GatewayStanding = { kind: 'approved', ...holding() };
  const byHand = { cancellationId: null, pgCancellationId: 'pg-hand' };

  const another = { ...byHand, pgCancellationId: 'x', status: 'REQUESTED' } as const;
  it.each([
    ['ours is done', at({}), ['cancel_failed', 'succeeded']],
    ['ours has failed', at({ status: 'FAILED' }), ['cancel_succeeded', 'failed']],
    ['ours is under way', at({ status: 'REQUESTED' }), ['cancel_succeeded', 'cannot_tell']],
    ['nothing is there', none, ['cancel_succeeded', 'contradicted']],
    ['nothing is there', none, ['cancel_failed', 'cannot_tell']],
    ['another is under way', at(another), ['cancel_succeeded', 'cannot_tell']],
    ['it was made by hand', at(byHand), ['cancel_succeeded', 'succeeded']],
    [
      'another amount was given back by hand',
      at({ ...byHand, amountMinor: 1 }),
      ['cancel_succeeded', 'contradicted'],
    ],
    ['it is pending', { kind: 'pending' } as const, ['cancel_succeeded', 'cannot_tell']],
  ] as const)('when %s is heard before the operator', (_, standing, [outcome, verdict]) => {
    const asked = { outcome, pgCancellationId: 'pg-hand' };
    expect(judgeCancellation(cancellation(), standing, asked).kind).toBe(verdict);
  });
});

describe('what an operator types', () => {
  it('is taken, trimmed, and without what does not belong to it', () => {
    for (const typed of [{ who: ' kim ' }, { who: 'kim', reason: '' }])
      expect(parseRetry(typed)).toEqual({ request: { who: 'kim', reason: '' } });
    const more = { cancellationId: 'can_1', pgCancellationId: 'x' };
    expect(parseResolve({ outcome: 'not_paid', who: 'kim', reason: 'seen', ...more })).toEqual({
      request: { outcome: 'not_paid', who: 'kim', reason: 'seen' },
    });
  });

  it('is told all that is wrong with it at once', () => {
    expect(parseResolve({ outcome: 'cancel_succeeded', who: 7, reason: 'x'.repeat(501) })).toEqual({
      faults: [
        'who must be a text that is not empty',
        'reason may have 500 characters at most',
        'cancellationId must be a text that is not empty',
        'pgCancellationId must be a text that is not empty',
      ],
    });
  });
});
