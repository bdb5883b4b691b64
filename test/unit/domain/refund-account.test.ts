/** Money of a virtual account goes back only where somebody has said: what waits for that, and what supplies it. */
import { describe, expect, it } from 'vitest';
import { decideCancelRequest, lacksRefundAccount } from '../../../domain/changes/on-cancel-request.ts';
import { changeOnCancelResult } from '../../../domain/changes/on-cancel-result.ts';
import { changeOnStanding } from '../../../domain/changes/on-standing.ts';
import { changeOnUnrecordable } from '../../../domain/changes/on-unrecordable.ts';
import type { GatewayStanding, Holding } from '../../../domain/gateway-port.ts';
import { type Cancellation, cancellableAmount } from '../../../domain/payment.ts';
import type { CancelRequest } from '../../../domain/requests.ts';
import {
  ACCOUNT,
  cancellation,
  holding,
  IN_TIME_MS,
  KRW,
  VIRTUAL_ACCOUNT as method,
  accountOrdered as ordered,
  paidPayment,
  accountWaiting as waiting,
} from './support.ts';

const DUE_MS = Date.parse(ACCOUNT.dueAt);
const refundAccount = { bank: 'KOOKMIN', accountNumber: '98765432109876', holderName: 'Kim' };

const approved = (more: Partial<Holding> = {}): GatewayStanding => ({ kind: 'approved', ...holding(more) });
const asked = cancellation({ amount: 0 });
const awaiting = (more: Partial<Cancellation> = {}) =>
  cancellation({ origin: 'LATE_MONEY', amount: 10_000, status: 'AWAITING_REFUND_ACCOUNT', ...more });
const late = (...cancellations: readonly Cancellation[]) =>
  waiting({ status: 'EXPIRED', held: KRW(10_000), cancellations });
const request = (more: Partial<CancelRequest> = {}): CancelRequest => ({
  cancellationId: 'can_new',
  idempotencyKeyHash: 'key',
  requestHash: 'body',
  reason: 'back, please',
  ...more,
});

describe('a deposit that has no payment to stand for', () => {
  it.each(['EXPIRED', 'CANCELLED', 'FAILED'] as const)(
    'on %s waits for an account: nothing is sent',
    (status) => {
      expect(changeOnStanding(waiting({ status }), approved(), DUE_MS)).toMatchObject({
        to: status,
        set: { held: KRW(10_000), attention: 'REFUND_ACCOUNT_NEEDED' },
        open: { origin: 'LATE_MONEY', amount: 10_000, status: 'AWAITING_REFUND_ACCOUNT' },
      });
    },
  );

  it('of a wrong amount fails the payment, and waits for an account', () => {
    expect(changeOnStanding(waiting(), approved({ total: KRW(9_000) }), IN_TIME_MS)).toMatchObject({
      to: 'FAILED',
      set: { failureCode: 'AMOUNT_MISMATCH', attention: 'REFUND_ACCOUNT_NEEDED' },
      open: { origin: 'MISMATCH', amount: 9_000, status: 'AWAITING_REFUND_ACCOUNT' },
      event: 'payment.failed',
    });
  });

  it('that cannot be recorded waits for an account', () => {
    expect(changeOnUnrecordable(waiting(), approved())).toMatchObject({
      to: 'FAILED',
      set: { attention: 'REFUND_ACCOUNT_NEEDED' },
      open: { origin: 'UNRECORDABLE', status: 'AWAITING_REFUND_ACCOUNT' },
    });
  });

  it('is not begun a second time while it waits', () => {
    expect(changeOnStanding(late(awaiting()), approved(), DUE_MS)).toBeNull();
  });

  it('leaves nothing that could be cancelled beside it', () => {
    expect(cancellableAmount(late(awaiting()))).toBe(0);
  });
});

describe('a deposit that came before the cancellation', () => {
  it('goes back to the account that was told', () => {
    const cancellations = [cancellation({ amount: 0, hasRefundAccount: true })];
    const change = changeOnStanding(waiting({ cancellations }), approved(), IN_TIME_MS);
    expect(change).toMatchObject({ to: 'PAID', amend: { cancellationId: 'can_1', amount: 10_000 } });
    expect(change?.amend?.status).toBeUndefined();
  });

  it('waits for one when none was told', () => {
    expect(changeOnStanding(waiting({ cancellations: [asked] }), approved(), IN_TIME_MS)).toMatchObject({
      to: 'PAID',
      set: { attention: 'REFUND_ACCOUNT_NEEDED' },
      amend: { cancellationId: 'can_1', amount: 10_000, status: 'AWAITING_REFUND_ACCOUNT' },
      event: 'payment.completed',
    });
  });
});

describe('supplying the account', () => {
  it('opens no second row: the waiting one is told, and bears who told it', () => {
    const decision = decideCancelRequest(late(awaiting()), request({ refundAccount }));
    expect(decision).toMatchObject({
      kind: 'open',
      cancellationId: 'can_1',
      change: {
        to: 'EXPIRED',
        amend: {
          cancellationId: 'can_1',
          status: 'REQUESTED',
          refundAccount,
          suppliedBy: { idempotencyKeyHash: 'key', requestHash: 'body' },
        },
      },
    });
    expect(decision.kind === 'open' && decision.change.open).toBeUndefined();
  });

  const supplied = late(
    awaiting({ status: 'SUCCEEDED', idempotencyKeyHash: 'key', requestHash: 'body', hasRefundAccount: true }),
  );

  it('is answered by that row when it is repeated', () => {
    const repeated = decideCancelRequest(supplied, request({ refundAccount }));
    expect(repeated).toEqual({ kind: 'repeat', cancellationId: 'can_1' });
  });

  it('is refused under the same key with another body', () => {
    expect(decideCancelRequest(supplied, request({ refundAccount, requestHash: 'other' }))).toMatchObject({
      code: 'IDEMPOTENCY_KEY_REUSED',
    });
  });

  it('leaves the key of the client whose cancellation it completes a key of its own', () => {
    const own = { origin: 'CLIENT', cancellationId: 'can_of_key_1', hasRefundAccount: true } as const;
    const row = cancellation({ ...own, idempotencyKeyHash: 'key-2', requestHash: 'body-2' });
    const first = request({ cancellationId: 'can_of_key_1', idempotencyKeyHash: 'key-1' });
    const paid = paidPayment({ method, cancellations: [row] });
    expect(decideCancelRequest(paid, first)).toMatchObject({ kind: 'repeat' });
  });

  it.each([
    ['without an account', {}, 'NOT_CANCELLABLE'],
    ['for another amount', { refundAccount, amount: 1 }, 'CANCEL_AMOUNT_EXCEEDED'],
  ])('is refused %s', (_, more, code) => {
    expect(decideCancelRequest(late(awaiting()), request(more))).toMatchObject({ kind: 'refused', code });
  });

  it('waits for a refund that is under way', () => {
    const both = late(awaiting({ amount: 4_000 }), cancellation({ cancellationId: 'can_2' }));
    expect(decideCancelRequest(both, request({ refundAccount }))).toMatchObject({
      code: 'CANCELLATION_IN_PROGRESS',
    });
  });

  it('serves nobody once nothing waits', () => {
    expect(decideCancelRequest(late(), request({ refundAccount }))).toMatchObject({
      code: 'NOT_CANCELLABLE',
    });
  });
});

describe('a refund with an account', () => {
  const sent = awaiting({ status: 'REQUESTED', hasRefundAccount: true });
  const flagged = { ...late(sent), attention: 'REFUND_ACCOUNT_NEEDED' as const };

  it('that succeeds tells that late money is back, and nobody needs to look', () => {
    const done = changeOnCancelResult(flagged, sent, { kind: 'succeeded', pgCancellationId: 'pg-1' });
    expect(done).toMatchObject({
      to: 'EXPIRED',
      set: { attention: null },
      event: 'payment.late_money_returned',
    });
  });

  it('that is refused ends its row, and in the same change another waits for another account', () => {
    const change = changeOnCancelResult(flagged, sent, { kind: 'refused', pgCode: 'NO', pgMessage: '' });
    expect(change).toMatchObject({
      set: { attention: 'REFUND_ACCOUNT_NEEDED' },
      amend: { cancellationId: 'can_1', status: 'FAILED', refusal: { pgCode: 'NO' } },
      open: {
        origin: 'LATE_MONEY',
        amount: 10_000,
        status: 'AWAITING_REFUND_ACCOUNT',
        identity: { kind: 'derived', pgId: 'can_1' },
      },
    });
  });

  it("that a client asked for is refused without another row: it is the client's to try again", () => {
    const row = cancellation({ hasRefundAccount: true });
    const paid = paidPayment({ method, cancellations: [row] });
    expect(
      changeOnCancelResult(paid, row, { kind: 'refused', pgCode: 'NO', pgMessage: '' }).open,
    ).toBeUndefined();
  });
});

describe("a client's cancellation", () => {
  it.each(['PAID', 'PARTIALLY_CANCELLED'] as const)('of %s needs an account', (status) => {
    const paid = paidPayment({ method, status });
    expect(decideCancelRequest(paid, request())).toMatchObject({ code: 'INVALID_REQUEST' });
    expect(lacksRefundAccount(paid, request())).toBe(true);
    expect(decideCancelRequest(paid, request({ refundAccount }))).toMatchObject({
      kind: 'open',
      change: { open: { refundAccount, status: 'REQUESTED' } },
    });
  });

  it.each(['READY', 'CONFIRMING', 'WAITING_FOR_DEPOSIT'] as const)(
    'of %s needs none: nothing is paid',
    (status) => {
      expect(decideCancelRequest(ordered({ status }), request())).toMatchObject({ kind: 'open' });
    },
  );

  it('of a card needs none', () => {
    expect(lacksRefundAccount(paidPayment(), request())).toBe(false);
  });

  it('that was made before is answered by its row, whatever it lacked', () => {
    const row = awaiting({ origin: 'CLIENT', cancellationId: 'can_new', requestHash: 'body' });
    const paid = paidPayment({ method, cancellations: [row] });
    expect(lacksRefundAccount(paid, request())).toBe(false);
    expect(decideCancelRequest(paid, request())).toMatchObject({ kind: 'repeat' });
  });
});
