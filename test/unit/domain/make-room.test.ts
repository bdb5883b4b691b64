/** A waiting refund gives way to money that went back in another way: nothing is counted twice. */
import { describe, expect, it } from 'vitest';
import { changeOnStanding } from '../../../domain/changes/on-standing.ts';
import type { GatewayCancellation, GatewayStanding } from '../../../domain/gateway-port.ts';
import type { Cancellation } from '../../../domain/payment.ts';
import {
  ACCOUNT,
  accountWaiting,
  cancellation,
  holding,
  IN_TIME_MS,
  KRW,
  VIRTUAL_ACCOUNT as method,
  paidPayment,
} from './support.ts';

const DUE_MS = Date.parse(ACCOUNT.dueAt);
const awaiting = (more: Partial<Cancellation> = {}) =>
  cancellation({ origin: 'LATE_MONEY', amount: 10_000, status: 'AWAITING_REFUND_ACCOUNT', ...more });
const late = (...cancellations: readonly Cancellation[]) =>
  accountWaiting({ status: 'EXPIRED', held: KRW(10_000), cancellations });

describe('money given back at the console while it waits for an account', () => {
  const there = (amountMinor: number, more: Partial<GatewayCancellation> = {}): GatewayCancellation => ({
    pgCancellationId: 'pg-9',
    cancellationId: null,
    amountMinor,
    status: 'SUCCEEDED',
    cancelledAt: null,
    ...more,
  });
  const standing = (...cancellations: readonly GatewayCancellation[]): GatewayStanding => ({
    kind: 'cancelled',
    ...holding({ cancellations }),
  });

  it('in full settles the waiting row', () => {
    expect(changeOnStanding(late(awaiting()), standing(there(10_000)), DUE_MS)).toMatchObject({
      amend: { cancellationId: 'can_1', status: 'SUCCEEDED', pgCancellationId: 'pg-9' },
      event: 'payment.late_money_returned',
    });
  });

  it('in part leaves the rest waiting, before the part is recorded', () => {
    const room = changeOnStanding(late(awaiting()), standing(there(4_000)), DUE_MS);
    expect(room).toMatchObject({ to: 'EXPIRED', amend: { cancellationId: 'can_1', amount: 6_000 } });
    expect(room?.open).toBeUndefined();
    const next = changeOnStanding(late(awaiting({ amount: 6_000 })), standing(there(4_000)), DUE_MS);
    expect(next).toMatchObject({ open: { origin: 'EXTERNAL', amount: 4_000 } });
  });

  it('as one of ours that had failed here ends the row that waits in its place', () => {
    const failed = cancellation({
      ...awaiting(),
      cancellationId: 'can_0',
      status: 'FAILED',
      refusalCode: 'NO',
    });
    const cameThrough = standing(there(10_000, { cancellationId: 'can_0' }));
    expect(changeOnStanding(late(failed, awaiting()), cameThrough, DUE_MS)).toMatchObject({
      set: { attention: null },
      amend: { cancellationId: 'can_1', status: 'FAILED' },
    });
    const gone = awaiting({ status: 'FAILED' });
    expect(changeOnStanding(late(failed, gone), cameThrough, DUE_MS)).toMatchObject({
      amend: { cancellationId: 'can_0', status: 'SUCCEEDED' },
    });
  });

  it('of a payment that is paid cancels it', () => {
    const paid = paidPayment({ method, cancellations: [awaiting({ origin: 'CLIENT' })] });
    expect(changeOnStanding(paid, standing(there(10_000)), IN_TIME_MS)).toMatchObject({
      to: 'CANCELLED',
      amend: { status: 'SUCCEEDED' },
      event: 'payment.cancelled',
    });
  });
});
