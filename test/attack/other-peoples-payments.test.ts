/**
 * Ids that are guessed, and ids of others: the answer is the same byte for byte, and so is what is asked of the database
 * (which reads no further, `test/integration/reads.test.ts`), so that neither tells whether there is such a payment.
 */
import { describe, expect, it } from 'vitest';
import type { PaymentReader } from '../../api/deps.ts';
import type { Payment } from '../../domain/payment.ts';
import { apiUnderTest } from '../api/support/api-under-test.ts';
import { paidRow, paymentRow } from '../api/support/fake-payments.ts';
import { CANCEL_BODY } from '../api/support/requests.ts';

const OWN = payId(1);
const BOBS = payId(2);
const BOBS_PAID = payId(3);
const NOBODYS = payId(4);

const reads: string[] = [];
const rows = new Map<string, Payment>([
  [OWN, paymentRow({ paymentId: OWN })],
  [BOBS, paymentRow({ paymentId: BOBS, userId: 'bob' })],
  [BOBS_PAID, paidRow({ paymentId: BOBS_PAID, userId: 'bob' })],
]);
const payments: PaymentReader = {
  findById: async (paymentId) => {
    reads.push(paymentId);
    return rows.get(paymentId) ?? null;
  },
  findOwn: async (paymentId, userId) => {
    const found = await payments.findById(paymentId);
    return found?.userId === userId ? found : null;
  },
  listMine: async ({ userId }) => [...rows.values()].filter((row) => row.userId === userId),
};
const api = apiUnderTest({ payments });

const ROUTES = [
  { name: 'get', of: (id: string) => ({ path: `/api/v1/payments/${id}` }) },
  {
    name: 'cancel',
    of: (id: string) => ({ path: `/api/v1/payments/${id}/cancel`, method: 'POST', body: CANCEL_BODY }),
  },
  {
    name: 'cancel in part',
    of: (id: string) => ({
      path: `/api/v1/payments/${id}/cancel`,
      method: 'POST',
      body: { ...CANCEL_BODY, amount: 1 },
      headers: { 'Idempotency-Key': 'k' },
    }),
  },
  {
    name: 'complete',
    of: (id: string) => ({
      path: '/api/v1/payments/complete',
      method: 'POST',
      body: { paymentId: id, pgTransactionId: 'tx-1' },
    }),
  },
];

describe.each(ROUTES)('$name', ({ of }) => {
  it('answers alike, and reads the database once, whether the payment is another’s or nobody’s', async () => {
    const seen = [];
    for (const paymentId of [NOBODYS, BOBS, BOBS_PAID]) {
      reads.length = 0;
      const { path, ...request } = of(paymentId);
      const { status, text, headers, body } = await api.call(path, request);
      const shown = text.replace(body.requestId ?? 'no id', 'ID').replaceAll(paymentId, 'PAYMENT');
      seen.push({ status, shown, headers: namesAndValues(headers), reads: reads.length });
    }
    const [nobodys, ...others] = seen;
    expect(nobodys).toMatchObject({ status: 404, reads: 1 });
    expect(others).toEqual([nobodys, nobodys]);
    expect(api.workflows.calls).toEqual([]);
  });

  it('finds a payment by its exact id only', async () => {
    for (const id of [
      OWN.toUpperCase(),
      `${OWN}%20`,
      `%00${OWN}`,
      OWN.slice(0, -1),
      `${OWN}0`,
      `${OWN}%2F`,
    ]) {
      const { path, ...request } = of(id);
      expect((await api.call(path, request)).status).toBe(404);
    }
    expect(api.workflows.calls).toEqual([]);
  });
});

it('the list shows nothing of others, whatever its parameters and headers claim', async () => {
  for (const query of ['', '?limit=100', '?status=PAID']) {
    const headers = { 'X-User-Id': 'bob', 'X-Forwarded-User': 'bob', Cookie: 'user=bob', From: 'bob' };
    const { body } = await api.call(`/api/v1/payments/me${query}`, { headers });
    expect(body.items?.map(({ paymentId }) => paymentId)).toEqual([OWN]);
  }
  for (const query of ['?userId=bob', '?sub=bob', '?userId[]=bob', '?__proto__=bob'])
    expect((await api.call(`/api/v1/payments/me${query}`)).status).toBe(400);
});

it('an id tells nothing of the next: it is a hash of what the client keeps secret, or of time and chance', async () => {
  const create = async (user: string, headers: Record<string, string>) => {
    const token = await api.keys.sign({ sub: user });
    await api.call('/api/v1/payments', { method: 'POST', body: ORDER, headers, token });
    const call = api.workflows.calls.at(-1);
    return call?.update === 'create' ? call.request.paymentId : '';
  };
  const ids = [
    await create('alice', { 'Idempotency-Key': 'same' }),
    await create('bob', { 'Idempotency-Key': 'same' }),
    await create('alice', {}),
    await create('alice', {}),
  ];
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) expect(id).toMatch(/^pay_[0-9a-f]{32,60}$/);
});

const ORDER = {
  orderId: 'order-0001',
  orderName: 'Two books',
  amount: 10_000,
  currency: 'KRW',
  method: { type: 'CARD' },
};

function payId(number: number): string {
  return `pay_${String(number).padStart(40, 'abcdef0123')}`;
}

/** But what names this one request, or counts them. */
function namesAndValues(headers: Headers): readonly (readonly [string, string])[] {
  return [...headers].filter(([name]) => !['x-request-id', 'ratelimit'].includes(name));
}
