/** Rows in memory, in place of the database: what the API reads. The real reader is tested with a real one. */

import type { ListMineQuery, PaymentReader } from '../../../api/deps.ts';
import type { Cancellation, Payment } from '../../../domain/payment.ts';
import { PAID, payment } from '../../../scripts/outcomes/samples.ts';

export type FakePayments = PaymentReader & {
  readonly rows: Map<string, Payment>;
  readonly queries: ListMineQuery[];
  /** What the next reads reject with; null: they answer. */
  failure: Error | null;
};

export function createFakePayments(): FakePayments {
  const fake: FakePayments = {
    rows: new Map(),
    queries: [],
    failure: null,
    findById: async (paymentId) => {
      if (fake.failure !== null) throw fake.failure;
      return fake.rows.get(paymentId) ?? null;
    },
    findOwn: async (paymentId, userId) => {
      const found = await fake.findById(paymentId);
      return found?.userId === userId ? found : null;
    },
    listMine: async (query) => {
      if (fake.failure !== null) throw fake.failure;
      fake.queries.push(query);
      return [...fake.rows.values()]
        .filter((payment) => isAskedFor(payment, query))
        .toSorted((left, right) => (placeOf(left) < placeOf(right) ? 1 : -1))
        .slice(0, query.limit);
    },
  };
  return fake;
}

function isAskedFor(payment: Payment, { userId, cursor, status, method, from, to }: ListMineQuery): boolean {
  return (
    payment.userId === userId &&
    (cursor === undefined || placeOf(payment) < placeOf(cursor)) &&
    (status === undefined || payment.status === status) &&
    (method === undefined || payment.method.type === method) &&
    (from === undefined || payment.createdAt >= from) &&
    (to === undefined || payment.createdAt < to)
  );
}

function placeOf({
  createdAt,
  paymentId,
}: {
  readonly createdAt: string;
  readonly paymentId: string;
}): string {
  return `${createdAt} ${paymentId}`;
}

export function paymentRow(changes: Partial<Payment> = {}): Payment {
  return payment({
    paymentId: 'pay_0000000000000000000000000000000000000001',
    orderName: '텀블러',
    version: 1,
    checkout: {
      provider: 'PORTONE',
      url: 'http://127.0.0.1:4000/checkout',
      sdk: { storeId: 'store', totalAmount: 10_000 },
    },
    ...changes,
  });
}

export const VIRTUAL_ACCOUNT = {
  bank: 'KOOKMIN',
  accountNumber: '12345678901234',
  holderName: '가게',
  dueAt: '2026-04-08T14:59:59.000Z',
};

/** Its customer has been told where to pay in. */
export function waitingRow(changes: Partial<Payment> = {}): Payment {
  return paymentRow({
    method: { type: 'VIRTUAL_ACCOUNT' },
    status: 'WAITING_FOR_DEPOSIT',
    pgTransactionId: 'tx-1',
    virtualAccount: VIRTUAL_ACCOUNT,
    expiresAt: VIRTUAL_ACCOUNT.dueAt,
    ...changes,
  });
}

/** Its deposit has come. */
export function depositedRow(changes: Partial<Payment> = {}): Payment {
  return paidRow({ method: { type: 'VIRTUAL_ACCOUNT' }, virtualAccount: VIRTUAL_ACCOUNT, ...changes });
}

export function cancellationRow(changes: Partial<Cancellation> = {}): Cancellation {
  return {
    cancellationId: 'can_1',
    amount: 3_000,
    reason: '고객 변심',
    origin: 'CLIENT',
    status: 'SUCCEEDED',
    pgCancellationId: 'pgc-1',
    refusalCode: null,
    idempotencyKeyHash: null,
    requestHash: 'not-a-hash',
    hasRefundAccount: false,
    firstSentAt: '2026-04-01T00:02:00.000Z',
    requestedAt: '2026-04-01T00:02:00.000Z',
    settledAt: '2026-04-01T00:02:01.000Z',
    ...changes,
  };
}

export function paidRow(changes: Partial<Payment> = {}): Payment {
  return paymentRow({ ...PAID, ...changes });
}
