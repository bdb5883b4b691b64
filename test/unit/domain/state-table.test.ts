/**
 * Walks the whole product of states and findings against the design's table (section 2), written here a second time
 * in its own words: `=` stays, otherwise the state it moves to.
 */
import { describe, expect, it } from 'vitest';
import { ERRORS } from '../../../domain/errors.ts';
import { PAYMENT_STATUSES, type PaymentStatus } from '../../../domain/payment.ts';
import {
  decide,
  isFinal,
  LEARNT,
  type Learnt,
  OPEN_STATUSES,
  STATE_TABLE,
} from '../../../domain/state-table.ts';

/** Columns in the order of LEARNT. */
const EXPECTED: Readonly<Record<PaymentStatus, string>> = {
  READY:
    'PAID WAITING_FOR_DEPOSIT CONFIRMING FAILED = CANCELLED EXPIRED CONFIRMING CANCELLED FAILED = FAILED = = CANCELLED EXPIRED FAILED CANCELLED = CANCELLED',
  CONFIRMING:
    'PAID WAITING_FOR_DEPOSIT = FAILED READY CANCELLED EXPIRED = CANCELLED FAILED = FAILED = = CANCELLED EXPIRED FAILED CANCELLED = CANCELLED',
  WAITING_FOR_DEPOSIT:
    'PAID = = FAILED = = = = CANCELLED FAILED = FAILED = = CANCELLED EXPIRED FAILED CANCELLED = CANCELLED',
  PAID: '= = = = = = = = CANCELLED = = = = = = = = = PARTIALLY_CANCELLED CANCELLED',
  PARTIALLY_CANCELLED: '= = = = = = = = CANCELLED = = = = = = = = = = CANCELLED',
  CANCELLED: '= = = = = = = = = = = = = = = = = = = =',
  FAILED: '= = = = = = = = = = = = = = = = = = = =',
  EXPIRED: '= = = = = = = = = = = = = = = = = = = =',
};

const product = PAYMENT_STATUSES.flatMap((status) => LEARNT.map((learnt) => ({ status, learnt })));

describe('the state table', () => {
  it.each(product)('$status × $learnt goes where the design says', ({ status, learnt }) => {
    const word = EXPECTED[status].split(' ')[LEARNT.indexOf(learnt)];
    expect(decide(status, learnt).to).toBe(word === '=' ? status : word);
  });

  it.each(product)(
    '$status × $learnt answers with a payment, with pending, or with a code of the registry',
    ({ status, learnt }) => {
      const { answer } = decide(status, learnt);
      expect(['payment', 'pending', ...Object.keys(ERRORS)]).toContain(answer);
    },
  );

  it.each(product.filter(({ status }) => isFinal(status)))(
    '$status × $learnt never leaves a final state',
    ({ status, learnt }) => {
      expect(decide(status, learnt).to).toBe(status);
    },
  );

  it.each(['FAILED', 'EXPIRED'] as const)('reaches %s only by what the gateway said', (status) => {
    const unasked: readonly Learnt[] = [
      'unknown',
      'cancel_asked',
      'time_over',
      'foreign',
      'account_issued',
      'account_mismatched',
    ];
    for (const from of PAYMENT_STATUSES.filter((other) => other !== status)) {
      for (const learnt of unasked) expect(STATE_TABLE[from][learnt].to).not.toBe(status);
    }
  });

  it('closes an account that was issued for a wrong amount, or for a payment that has ended', () => {
    for (const status of PAYMENT_STATUSES.filter(isFinal)) {
      expect(decide(status, 'account_issued').duty).toBe('close_account');
    }
    for (const status of OPEN_STATUSES)
      expect(decide(status, 'account_mismatched').duty).toBe('close_account');
  });

  it('leaves WAITING_FOR_DEPOSIT for CANCELLED or EXPIRED only when nothing can come in any more', () => {
    const leaving = LEARNT.filter((learnt) =>
      ['CANCELLED', 'EXPIRED'].includes(decide('WAITING_FOR_DEPOSIT', learnt).to),
    );
    expect(leaving).toEqual([
      'cancelled_elsewhere',
      'account_closed_cancel_asked',
      'account_closed_time_over',
      'account_closed_elsewhere',
      'cancelled_in_full',
    ]);
  });

  it('gives back money that turns up on a final payment, and nowhere keeps it', () => {
    for (const status of PAYMENT_STATUSES.filter(isFinal)) {
      expect(decide(status, 'approved').duty).toBe('give_back');
      expect(decide(status, 'mismatched').duty).toBe('give_back');
    }
  });
});
