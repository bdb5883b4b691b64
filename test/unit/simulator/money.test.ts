/** The simulator is the truth about money in every other test, so its own books must not be able to be wrong. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openIdempotencyKeys, PORTONE_KEEPS_MS } from '../../../sandbox/simulator/idempotency.ts';
import { openJournal } from '../../../sandbox/simulator/journal.ts';
import { openLedger } from '../../../sandbox/simulator/ledger.ts';
import { cancelPayment } from '../../../sandbox/simulator/portone/cancel.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const now = () => new Date();
const terms = {
  storeId: 'store',
  channelKey: 'key',
  channelType: 'LIVE' as const,
  orderName: 'order',
  totalMinor: 1000,
  currency: 'KRW',
  payMethod: 'CARD' as const,
};

const paymentIds = fc.constantFrom('pay_1', 'pay_2');
const operations = fc.oneof(
  fc.record({
    do: fc.constant('attempt' as const),
    paymentId: paymentIds,
    kind: fc.constantFrom('approve', 'pend', 'leave_open', 'decline'),
  }),
  fc.record({
    do: fc.constant('settle_payment' as const),
    paymentId: paymentIds,
    kind: fc.constantFrom('approve', 'decline'),
  }),
  fc.record({
    do: fc.constant('cancel' as const),
    paymentId: paymentIds,
    amount: fc.option(fc.integer({ min: 1, max: 700 }), { nil: undefined }),
    isAsynchronous: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('settle_cancellation' as const),
    paymentId: paymentIds,
    outcome: fc.constantFrom('SUCCEEDED' as const, 'FAILED' as const),
  }),
);

type Operation = typeof operations extends fc.Arbitrary<infer Each> ? Each : never;

const settlement = (kind: string) =>
  kind === 'decline'
    ? { kind: 'decline' as const, code: 'NO', message: 'no' }
    : {
        kind:
          kind === 'approve'
            ? ('approve' as const)
            : kind === 'pend'
              ? ('pend' as const)
              : ('leave_open' as const),
      };

function run(ledger: ReturnType<typeof openLedger>, operation: Operation): void {
  const { paymentId } = operation;
  switch (operation.do) {
    case 'attempt':
      ledger.attempt({ paymentId, terms, card: null }, settlement(operation.kind));
      break;
    case 'settle_payment':
      ledger.settlePending(paymentId, settlement(operation.kind));
      break;
    case 'settle_cancellation':
      ledger.settleCancellation(paymentId, operation.outcome);
      break;
    case 'cancel': {
      const fault = operation.isAsynchronous
        ? ({ kind: 'asynchronous_cancel', outcome: 'SUCCEEDED' } as const)
        : undefined;
      const body = { reason: 'why', ...(operation.amount !== undefined && { amount: operation.amount }) };
      cancelPayment(ledger, 'store', { paymentId, body, idempotencyKey: null, fault });
      break;
    }
  }
}

describe('the books', () => {
  it('never hold two approvals of a payment or more cancelled than approved, and the journal adds up to them', () => {
    let run_ = 0;
    fc.assert(
      fc.property(fc.array(operations, { maxLength: 25, size: 'max' }), (steps) => {
        run_ += 1;
        const dataDir = join(folder, `property-${run_}`);
        const journal = openJournal(dataDir);
        const ledger = openLedger(journal, now);
        for (const step of steps) run(ledger, step);
        const reopened = openLedger(openJournal(dataDir), now);
        for (const paymentId of ['pay_1', 'pay_2']) {
          const entries = journal.entries().filter((entry) => entry.paymentId === paymentId);
          const approvals = entries.flatMap((entry) =>
            entry.type === 'approved' ? [entry.amountMinor] : [],
          );
          const cancelled = entries.flatMap((entry) =>
            entry.type === 'cancelled' ? [entry.amountMinor] : [],
          );
          const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0);
          expect(approvals.length).toBeLessThanOrEqual(1);
          expect(sum(cancelled)).toBeLessThanOrEqual(sum(approvals));
          expect(ledger.books(paymentId)).toMatchObject({
            approved: sum(approvals),
            cancelled: sum(cancelled),
          });
          expect(ledger.books(paymentId).cancellable).toBeGreaterThanOrEqual(0);
          expect(reopened.books(paymentId)).toEqual(ledger.books(paymentId));
          expect(reopened.find(paymentId)).toEqual(ledger.find(paymentId));
        }
      }),
      { numRuns: 150 },
    );
  });

  it('let a waiting attempt only fail once another one was approved', () => {
    const ledger = openLedger(openJournal(join(folder, 'waiting')), now);
    ledger.attempt({ paymentId: 'pay_1', terms, card: null }, { kind: 'pend' });
    ledger.attempt({ paymentId: 'pay_1', terms, card: null }, { kind: 'approve' });
    expect(ledger.settlePending('pay_1', { kind: 'approve' })).toBe(false);
    expect(ledger.settlePending('pay_1', settlement('decline'))).toBe(true);
    expect(ledger.books('pay_1')).toMatchObject({ approved: 1000 });
  });

  it('refuse a journal in which a payment is approved twice', () => {
    const dataDir = join(folder, 'twice');
    const journal = openJournal(dataDir);
    openLedger(journal, now).attempt({ paymentId: 'pay_1', terms, card: null }, { kind: 'approve' });
    const lines = readFileSync(journal.path, 'utf8').replaceAll(
      /"transactionId":"[^"]+"/g,
      '"transactionId":"second"',
    );
    appendFileSync(journal.path, lines);
    expect(() => openLedger(openJournal(dataDir), now)).toThrow('at most one attempt');
  });

  it('forget a line that was being written when the process was killed, and go on after it', () => {
    const dataDir = join(folder, 'torn');
    const journal = openJournal(dataDir);
    openLedger(journal, now).attempt({ paymentId: 'pay_1', terms, card: null }, { kind: 'approve' });
    appendFileSync(journal.path, '{"type":"cancelled","paym');
    const ledger = openLedger(openJournal(dataDir), now);
    ledger.cancel({
      paymentId: 'pay_1',
      amountMinor: 100,
      reason: 'r',
      trigger: 'API',
      idempotencyKey: null,
    });
    expect(openLedger(openJournal(dataDir), now).books('pay_1')).toMatchObject({ held: 900 });
  });
});

describe('an idempotency key', () => {
  const request = {
    path: '/portone/payments/pay_1/cancel',
    idempotencyKey: 'k'.repeat(20),
    paymentId: 'pay_1',
  };
  const answer = { status: 200, contentType: 'application/json; charset=utf-8', body: '{}' };

  it('gives the same answer again after a restart, for three hours', () => {
    const dataDir = join(folder, 'keys');
    const start = Date.parse('2026-11-24T10:00:00Z');
    openIdempotencyKeys({
      journal: openJournal(dataDir),
      now: () => new Date(start),
      keepsMs: PORTONE_KEEPS_MS,
    }).keep(request, answer);
    const after = (ms: number) =>
      openIdempotencyKeys({
        journal: openJournal(dataDir),
        now: () => new Date(start + ms),
        keepsMs: PORTONE_KEEPS_MS,
      });
    expect(after(3 * 3_600_000 - 1).find(request)).toEqual(answer);
    expect(after(3 * 3_600_000).find(request)).toBeUndefined();
  });

  it('may be used again when its request came to nothing', () => {
    const keys = openIdempotencyKeys({
      journal: openJournal(join(folder, 'abandoned')),
      now,
      keepsMs: PORTONE_KEEPS_MS,
    });
    keys.begin(request);
    expect(keys.find(request)).toBe('running');
    keys.abandon(request);
    expect(keys.find(request)).toBeUndefined();
  });
});
