/** The comparison as a table: what stands there × what stands here → the finding, or that there is none. */
import { describe, expect, it } from 'vitest';
import type { GatewayCancellation, GatewayStanding, Holding } from '../../../domain/gateway-port.ts';
import { learn } from '../../../domain/learn.ts';
import type { Payment } from '../../../domain/payment.ts';
import { PAYMENT_STATUSES } from '../../../domain/payment.ts';
import { compare, FINDINGS, type FindingKind } from '../../../domain/reconcile.ts';
import { cancellation, holding, IN_TIME_MS, issued, paidPayment, payment } from './support.ts';

const OUR_FORM = `pay_${'0123456789'.repeat(4)}`;

const held = (more: Partial<Holding> = {}): GatewayStanding => ({ kind: 'approved', ...holding(more) });
const there = (more: Partial<GatewayCancellation> = {}): GatewayCancellation => ({
  pgCancellationId: 'pg-can-1',
  cancellationId: null,
  amountMinor: 4_000,
  status: 'SUCCEEDED',
  cancelledAt: null,
  ...more,
});
const succeeded = cancellation({ status: 'SUCCEEDED', pgCancellationId: 'pg-can-1' });
const givenBack = cancellation({ ...succeeded, amount: 10_000 });
const ended = (status: Payment['status'], more: Partial<Payment> = {}) => payment({ status, ...more });
const DECLINED: GatewayStanding = {
  kind: 'declined',
  pgTransactionId: 'tx-1',
  decline: { reason: 'OTHER', pgCode: '', pgMessage: '' },
};
const ACCOUNT = issued();
const CLOSED: GatewayStanding = { kind: 'account_closed', pgTransactionId: 'tx-1' };

const method = { type: 'VIRTUAL_ACCOUNT' } as const;

type Row = readonly [string, Payment | null, GatewayStanding, FindingKind | null];

const ROWS: readonly Row[] = [
  // Money there, and not here.
  ['paid there, READY here', payment(), held(), 'MONEY_NOT_RECORDED'],
  ['paid there, CONFIRMING here', payment({ status: 'CONFIRMING' }), held(), 'MONEY_NOT_RECORDED'],
  ['another amount there', payment(), held({ total: { amountMinor: 1, currency: 'KRW' } }), 'AMOUNT_DIFFERS'],
  [
    'another currency there',
    payment(),
    held({ total: { amountMinor: 10_000, currency: 'USD' } }),
    'AMOUNT_DIFFERS',
  ],
  ['test money there', payment(), held({ isOurs: false }), 'FOREIGN_MONEY'],
  ['paid there, EXPIRED here', ended('EXPIRED'), held(), 'LATE_MONEY'],
  ['paid there, FAILED here', ended('FAILED'), held(), 'LATE_MONEY'],
  ['paid there, CANCELLED unpaid here', ended('CANCELLED'), held(), 'LATE_MONEY'],
  [
    'late money that is being given back',
    ended('EXPIRED', { cancellations: [cancellation({ amount: 10_000 })] }),
    held(),
    null,
  ],
  [
    'late money that waits for an account',
    ended('EXPIRED', {
      cancellations: [cancellation({ amount: 10_000, status: 'AWAITING_REFUND_ACCOUNT' })],
    }),
    held(),
    null,
  ],
  [
    'late money that is back',
    ended('EXPIRED', { held: { amountMinor: 10_000, currency: 'KRW' }, cancellations: [givenBack] }),
    held({ cancellations: [there({ amountMinor: 10_000 })] }),
    null,
  ],
  ['an account there, READY here', payment({ method }), ACCOUNT, 'ACCOUNT_NOT_RECORDED'],
  ['an account there, EXPIRED here', ended('EXPIRED', { method }), ACCOUNT, 'ACCOUNT_NOT_RECORDED'],
  ['an account there and here', payment({ method, status: 'WAITING_FOR_DEPOSIT' }), ACCOUNT, null],
  ["another store's account there", payment({ method }), issued({ isOurs: false }), 'FOREIGN_MONEY'],
  [
    'an account closed at the console',
    payment({ method, status: 'WAITING_FOR_DEPOSIT' }),
    CLOSED,
    'CLOSING_NOT_RECORDED',
  ],
  ['an account closed on both sides', ended('EXPIRED', { method }), CLOSED, null],
  ['PAID here, a closed account there', paidPayment({ method }), CLOSED, 'MONEY_NOT_AT_GATEWAY'],
  // Here, and not there.
  ['PAID here, nothing there', paidPayment(), { kind: 'not_started' }, 'MONEY_NOT_AT_GATEWAY'],
  ['PAID here, declined there', paidPayment(), DECLINED, 'MONEY_NOT_AT_GATEWAY'],
  ['PAID here, only an account there', paidPayment(), ACCOUNT, 'MONEY_NOT_AT_GATEWAY'],
  ['PAID here, cannot be told there', paidPayment(), { kind: 'unknown', why: 'timeout' }, null],
  ['PAID here, pending there', paidPayment(), { kind: 'pending' }, null],
  // Both, and they differ.
  ['PAID on both sides', paidPayment(), held(), null],
  [
    'PAID here, another amount there',
    paidPayment(),
    held({ total: { amountMinor: 9_999, currency: 'KRW' } }),
    'AMOUNT_DIFFERS',
  ],
  ['PAID by another transaction', paidPayment(), held({ pgTransactionId: 'tx-2' }), 'TRANSACTION_DIFFERS'],
  ['PAID here, test money there', paidPayment(), held({ isOurs: false }), 'FOREIGN_MONEY'],
  // Cancellations.
  [
    'cancelled at the console',
    paidPayment(),
    held({ cancellations: [there()] }),
    'CANCELLATION_NOT_RECORDED',
  ],
  [
    'cancelled at the console before it was recorded',
    payment(),
    held({ cancellations: [there({ amountMinor: 10_000 })] }),
    'CANCELLATION_NOT_RECORDED',
  ],
  [
    'one of ours that failed here and came through there',
    paidPayment({ cancellations: [cancellation({ status: 'FAILED' })] }),
    held({ cancellations: [there({ cancellationId: 'can_1' })] }),
    'CANCELLATION_NOT_RECORDED',
  ],
  [
    'one of ours that is under way here and through there',
    paidPayment({ cancellations: [cancellation()] }),
    held({ cancellations: [there({ cancellationId: 'can_1' })] }),
    null,
  ],
  [
    'one that is under way there',
    paidPayment(),
    held({ cancellations: [there({ status: 'REQUESTED' })] }),
    null,
  ],
  ['one that failed there', paidPayment(), held({ cancellations: [there({ status: 'FAILED' })] }), null],
  [
    'cancelled in part on both sides',
    paidPayment({ status: 'PARTIALLY_CANCELLED', cancellations: [succeeded] }),
    held({ cancellations: [there()] }),
    null,
  ],
  [
    'cancelled in part here, not there',
    paidPayment({ status: 'PARTIALLY_CANCELLED', cancellations: [succeeded] }),
    held(),
    'CANCELLATION_NOT_AT_GATEWAY',
  ],
  [
    'cancelled here, not there',
    paidPayment({ status: 'CANCELLED', cancellations: [givenBack] }),
    held(),
    'CANCELLATION_NOT_AT_GATEWAY',
  ],
  // Nothing to do.
  ['READY here, nothing there', payment(), { kind: 'not_started' }, null],
  // The customer may be trying another card in the same window: failing the payment would make its money late.
  ['READY here, a card declined there', payment(), DECLINED, null],
  ['FAILED on both sides', ended('FAILED'), DECLINED, null],
  // No row.
  ['money under an id of our form without a row', null, held(), 'MONEY_WITHOUT_ROW'],
  ['the same, given back', null, held({ cancellations: [there({ amountMinor: 10_000 })] }), null],
  ["another installation's test money in our store", null, held({ isOurs: false }), null],
  ['an unpaid window without a row', null, { kind: 'not_started' }, null],
];

const CASES = ROWS.map(([name, ours, theirs, finding]) => ({ name, ours, theirs, finding }));

describe('the comparison', () => {
  it.each(CASES)('$name', ({ ours, theirs, finding }) => {
    expect(compare(ours?.paymentId ?? OUR_FORM, ours, theirs)).toBe(finding);
  });

  it('leaves alone what another system has in the same store', () => {
    expect(compare('order-of-the-old-shop', null, held())).toBeNull();
  });

  it('has an answer for every status and every standing', () => {
    const standings = [
      held(),
      ACCOUNT,
      CLOSED,
      DECLINED,
      { kind: 'not_started' },
      { kind: 'pending' },
    ] as const;
    for (const status of PAYMENT_STATUSES)
      for (const standing of standings)
        expect([null, ...Object.keys(FINDINGS)]).toContain(compare('pay_1', payment({ status }), standing));
  });
});

describe('a payment that was made to look', () => {
  it.each(CASES.filter(({ ours, finding }) => ours !== null && finding !== null))(
    'learns something by its own rules when the comparison finds something: $name',
    ({ ours, theirs, finding }) => {
      if (ours === null || finding === 'TRANSACTION_DIFFERS') return;
      expect(learn(ours, theirs, IN_TIME_MS)).not.toBeNull();
    },
  );
});
