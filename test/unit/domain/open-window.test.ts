/** A decline that no client asked about, by the payment that hears of it. */
import { describe, expect, it } from 'vitest';
import type { GatewayStanding } from '../../../domain/gateway-port.ts';
import { learn } from '../../../domain/learn.ts';
import { withoutDecline } from '../../../domain/open-window.ts';
import { PAYMENT_STATUSES } from '../../../domain/payment.ts';
import { cancellation, holding, IN_TIME_MS, payment, TOO_LATE_MS } from './support.ts';

const DECLINED: GatewayStanding = {
  kind: 'declined',
  pgTransactionId: 'tx-1',
  decline: { reason: 'OTHER', pgCode: '', pgMessage: '' },
};
const confirming = (pgTransactionId: string) =>
  payment({ status: 'CONFIRMING', confirmation: { pgTransactionId, firstSentAt: null } });

describe('a decline that no client asked about', () => {
  it.each(['READY', 'CONFIRMING'] as const)('reads as nothing started while %s and in time', (status) => {
    expect(withoutDecline(payment({ status }), DECLINED, IN_TIME_MS)).toEqual({ kind: 'not_started' });
  });

  it.each(PAYMENT_STATUSES.filter((status) => status !== 'READY' && status !== 'CONFIRMING'))(
    'counts when %s',
    (status) => {
      expect(withoutDecline(payment({ status }), DECLINED, IN_TIME_MS)).toEqual(DECLINED);
    },
  );

  it.each([
    ['the time is over', payment(), TOO_LATE_MS],
    ['it was asked to be cancelled', payment({ cancellations: [cancellation({ amount: 0 })] }), IN_TIME_MS],
    ['we are confirming it', confirming('tx-1'), IN_TIME_MS],
  ])('counts when %s', (_, ours, nowMs) => {
    expect(withoutDecline(ours, DECLINED, nowMs)).toEqual(DECLINED);
  });

  it('is the only word that is read in another way', () => {
    const approved: GatewayStanding = { kind: 'approved', ...holding() };
    expect(withoutDecline(payment(), approved, IN_TIME_MS)).toBe(approved);
  });
});

describe('a decline while we confirm', () => {
  it('of that transaction is its end; of another try it proves nothing', () => {
    expect(learn(confirming('tx-1'), DECLINED, IN_TIME_MS)).toBe('declined');
    expect(learn(confirming('tx-2'), DECLINED, IN_TIME_MS)).toBe('unknown');
  });
});
