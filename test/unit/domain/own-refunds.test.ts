/** Refunds that the server begins by itself: each once, again only where that is safe, and never beside another. */
import { describe, expect, it } from 'vitest';
import { changeOnStanding } from '../../../domain/changes/on-standing.ts';
import { changeOnUnrecordable } from '../../../domain/changes/on-unrecordable.ts';
import type { GatewayStanding } from '../../../domain/gateway-port.ts';
import { cancellation, holding, IN_TIME_MS, payment } from './support.ts';

const approved = (more = {}): GatewayStanding => ({ kind: 'approved', ...holding(more) });

describe('a refund of our own', () => {
  const late = (more: object) =>
    payment({
      status: 'EXPIRED',
      cancellations: [cancellation({ origin: 'LATE_MONEY', amount: 10_000, status: 'FAILED', ...more })],
    });

  it('begins anew under another name when its key ran out before it was settled', () => {
    expect(
      changeOnStanding(late({ refusalCode: 'KEY_EXPIRED' }), approved(), IN_TIME_MS)?.open,
    ).toMatchObject({
      identity: { kind: 'derived', pgId: 'tx-1#2' },
      amount: 10_000,
    });
  });

  it('is not tried again by itself when the gateway refused that very amount', () => {
    expect(changeOnStanding(late({ refusalCode: 'NO' }), approved(), IN_TIME_MS)).toBeNull();
  });

  it('is tried again for what is left when another amount was refused', () => {
    const left = approved({
      cancellations: [
        {
          pgCancellationId: 'pg-can-9',
          cancellationId: null,
          amountMinor: 4_000,
          status: 'SUCCEEDED',
          cancelledAt: null,
        },
      ],
    });
    expect(changeOnStanding(late({ refusalCode: 'NO' }), left, IN_TIME_MS)?.open).toMatchObject({
      amount: 6_000,
    });
  });
});

describe('an approval that cannot be recorded', () => {
  it('does not give up a refund that may have been sent for a second one', () => {
    const underWay = payment({
      status: 'EXPIRED',
      cancellations: [cancellation({ origin: 'LATE_MONEY', amount: 10_000 })],
    });
    expect(changeOnUnrecordable(underWay, approved())).toMatchObject({
      to: 'EXPIRED',
      set: { attention: 'UNRECORDABLE' },
    });
    expect(changeOnUnrecordable(underWay, approved())?.open).toBeUndefined();
  });

  it('is given back, its row first', () => {
    expect(changeOnUnrecordable(payment(), approved())).toMatchObject({
      to: 'FAILED',
      open: { origin: 'UNRECORDABLE', amount: 10_000, status: 'REQUESTED' },
      event: 'payment.failed',
    });
  });
});
