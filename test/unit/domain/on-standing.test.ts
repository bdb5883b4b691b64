/** What the gateway says → what changes: one guarantee each. */
import { describe, expect, it } from 'vitest';
import { changeOnStanding } from '../../../domain/changes/on-standing.ts';
import type { GatewayStanding } from '../../../domain/gateway-port.ts';
import { cancellation, holding, IN_TIME_MS, issued, paidPayment, payment, TOO_LATE_MS } from './support.ts';

const approved = (more = {}): GatewayStanding => ({ kind: 'approved', ...holding(more) });

describe('an approval', () => {
  it('pays, and keeps the transaction only now that it is confirmed', () => {
    expect(changeOnStanding(payment(), approved(), IN_TIME_MS)).toMatchObject({
      fromVersion: 3,
      transitionId: '3-approved',
      to: 'PAID',
      set: { pgTransactionId: 'tx-1', held: { amountMinor: 10_000, currency: 'KRW' } },
      event: 'payment.completed',
    });
  });

  it('changes nothing on a payment that knows it', () => {
    expect(changeOnStanding(paidPayment(), approved(), IN_TIME_MS)).toBeNull();
  });

  it('pays even when it is found after the time is over: the money is there', () => {
    expect(changeOnStanding(payment(), approved(), TOO_LATE_MS)?.to).toBe('PAID');
  });

  it.each(['EXPIRED', 'CANCELLED', 'FAILED'] as const)('on %s is given back: the state stays', (status) => {
    const change = changeOnStanding(payment({ status }), approved(), IN_TIME_MS);
    expect(change).toMatchObject({
      to: status,
      open: {
        origin: 'LATE_MONEY',
        status: 'REQUESTED',
        amount: 10_000,
        identity: { kind: 'derived', pgId: 'tx-1' },
      },
    });
    expect(change?.event).toBeUndefined();
  });

  it('is given back once, not again while that is under way', () => {
    const underWay = payment({
      status: 'EXPIRED',
      cancellations: [cancellation({ origin: 'LATE_MONEY', amount: 10_000 })],
    });
    expect(changeOnStanding(underWay, approved(), IN_TIME_MS)).toBeNull();
  });

  it('cancels what a client asked to cancel meanwhile, for all that is there', () => {
    const asked = payment({ status: 'CONFIRMING', cancellations: [cancellation({ amount: 0 })] });
    expect(changeOnStanding(asked, approved(), IN_TIME_MS)).toMatchObject({
      to: 'PAID',
      amend: { cancellationId: 'can_1', amount: 10_000 },
    });
  });

  it('is not cancelled by us as well while somebody else is giving all of it back: how that ends decides', () => {
    const asked = payment({ status: 'CONFIRMING', cancellations: [cancellation({ amount: 0 })] });
    const elsewhere = {
      ...{ pgCancellationId: 'pg-console', cancellationId: null, amountMinor: 10_000 },
      cancelledAt: null,
    };
    const beingGivenBack = approved({ cancellations: [{ ...elsewhere, status: 'REQUESTED' }] });
    expect(changeOnStanding(asked, beingGivenBack, IN_TIME_MS)).toBeNull();
    const refused = approved({ cancellations: [{ ...elsewhere, status: 'FAILED' }] });
    expect(changeOnStanding(asked, refused, IN_TIME_MS)).toMatchObject({ amend: { amount: 10_000 } });
    const givenBack = approved({ cancellations: [{ ...elsewhere, status: 'SUCCEEDED' }] });
    expect(changeOnStanding(asked, givenBack, IN_TIME_MS)?.to).toBe('CANCELLED');
  });

  it.each([
    ['amount', { total: { amountMinor: 1_000, currency: 'KRW' } }],
    ['currency', { total: { amountMinor: 10_000, currency: 'USD' } }],
  ])('with a wrong %s fails and is given back', (_, more) => {
    expect(changeOnStanding(payment(), approved(more), IN_TIME_MS)).toMatchObject({
      to: 'FAILED',
      set: { failureCode: 'AMOUNT_MISMATCH', attention: 'AMOUNT_MISMATCH' },
      open: { origin: 'MISMATCH', status: 'REQUESTED' },
      event: 'payment.failed',
    });
  });

  it('from another store or channel moves nothing and sends nothing', () => {
    const change = changeOnStanding(payment(), approved({ isOurs: false }), IN_TIME_MS);
    expect(change).toMatchObject({ to: 'READY', set: { attention: 'FOREIGN_TRANSACTION' } });
    expect(change?.open).toBeUndefined();
  });
});

describe('nothing started', () => {
  const notStarted: GatewayStanding = { kind: 'not_started' };

  it('leaves a payment ready while its time runs', () => {
    expect(changeOnStanding(payment(), notStarted, IN_TIME_MS)).toBeNull();
  });

  it('expires it when its time is over', () => {
    expect(changeOnStanding(payment(), notStarted, TOO_LATE_MS)).toMatchObject({
      to: 'EXPIRED',
      event: 'payment.expired',
    });
  });

  it('cancels it when that was asked', () => {
    const asked = payment({ cancellations: [cancellation({ amount: 0 })] });
    expect(changeOnStanding(asked, notStarted, TOO_LATE_MS)).toMatchObject({
      to: 'CANCELLED',
      amend: { cancellationId: 'can_1', status: 'SUCCEEDED' },
      event: 'payment.cancelled',
    });
  });

  it('never unpays a payment: a person must look', () => {
    expect(changeOnStanding(paidPayment(), notStarted, IN_TIME_MS)).toMatchObject({
      to: 'PAID',
      set: { attention: 'GATEWAY_CONTRADICTS' },
    });
  });
});

describe('a cancellation made elsewhere', () => {
  const elsewhere = (amountMinor: number): GatewayStanding => ({
    kind: 'cancelled',
    ...holding({
      cancellations: [
        {
          pgCancellationId: 'pg-can-9',
          cancellationId: null,
          amountMinor,
          status: 'SUCCEEDED',
          cancelledAt: null,
        },
      ],
    }),
  });

  it.each([
    [4_000, 'PARTIALLY_CANCELLED', 'payment.partially_cancelled'],
    [10_000, 'CANCELLED', 'payment.cancelled'],
  ] as const)('of %i is recorded as EXTERNAL and moves a paid payment', (amountMinor, to, event) => {
    expect(changeOnStanding(paidPayment(), elsewhere(amountMinor), IN_TIME_MS)).toMatchObject({
      to,
      open: { origin: 'EXTERNAL', status: 'SUCCEEDED', amount: amountMinor, pgCancellationId: 'pg-can-9' },
      event,
    });
  });

  it('is recorded once', () => {
    const recorded = paidPayment({
      status: 'PARTIALLY_CANCELLED',
      cancellations: [
        cancellation({ status: 'SUCCEEDED', origin: 'EXTERNAL', pgCancellationId: 'pg-can-9' }),
      ],
    });
    expect(changeOnStanding(recorded, elsewhere(4_000), IN_TIME_MS)).toBeNull();
  });
});

describe('pending and unknown', () => {
  it.each(['pending', 'unknown'] as const)(
    '%s keeps a confirming payment confirming: unknown is not failed',
    (kind) => {
      const standing: GatewayStanding = kind === 'unknown' ? { kind, why: 'timeout' } : { kind };
      expect(changeOnStanding(payment({ status: 'CONFIRMING' }), standing, TOO_LATE_MS)).toBeNull();
    },
  );
});

describe('books that differ from the gateway', () => {
  const cancelled = (more: object): GatewayStanding => ({
    kind: 'cancelled',
    ...holding({
      cancellations: [
        {
          pgCancellationId: 'pg-can-9',
          cancellationId: null,
          amountMinor: 4_000,
          status: 'SUCCEEDED',
          cancelledAt: null,
          ...more,
        },
      ],
    }),
  });

  it('are mended when a cancellation that failed here came through there', () => {
    const failed = paidPayment({ cancellations: [cancellation({ status: 'FAILED', refusalCode: 'NO' })] });
    expect(changeOnStanding(failed, cancelled({ cancellationId: 'can_1' }), IN_TIME_MS)).toMatchObject({
      to: 'PARTIALLY_CANCELLED',
      amend: { cancellationId: 'can_1', status: 'SUCCEEDED', pgCancellationId: 'pg-can-9' },
      event: 'payment.partially_cancelled',
    });
  });

  it('do not take a cancellation that the gateway has not finished for money given back', () => {
    const all = cancelled({ amountMinor: 10_000, status: 'REQUESTED' });
    expect(changeOnStanding(payment(), all, IN_TIME_MS)?.to).toBe('PAID');
    expect(changeOnStanding(paidPayment(), all, IN_TIME_MS)).toBeNull();
  });

  it('wait for a cancellation of ours that is under way before they take in another', () => {
    const underWay = paidPayment({ cancellations: [cancellation({ amount: 10_000 })] });
    expect(changeOnStanding(underWay, cancelled({}), IN_TIME_MS)).toBeNull();
  });
});

describe('an account where a card was ordered', () => {
  it('is not what was ordered: a person looks', () => {
    expect(changeOnStanding(payment(), issued(), IN_TIME_MS)).toMatchObject({
      to: 'READY',
      set: { attention: 'FOREIGN_TRANSACTION' },
    });
  });
});
