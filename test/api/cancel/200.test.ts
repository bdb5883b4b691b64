import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paidRow } from '../support/fake-payments.ts';
import { CANCEL_BODY, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();
const path = `/api/v1/payments/${PAYMENT_ID}/cancel`;
const settled = {
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
} as const;

it('answers the payment with its cancellation, as committed', async () => {
  api.payments.rows.set(PAYMENT_ID, paidRow());
  api.workflows.answerWith({ kind: 'done' }, () =>
    api.payments.rows.set(PAYMENT_ID, paidRow({ status: 'PARTIALLY_CANCELLED', cancellations: [settled] })),
  );
  const body = { ...CANCEL_BODY, amount: 3_000 };
  const answer = await api.call(path, { method: 'POST', body, headers: { 'Idempotency-Key': 'c-1' } });
  expect(answer.status).toBe(200);
  expect(answer.body).toMatchObject({
    status: 'PARTIALLY_CANCELLED',
    cancelledAmount: 3_000,
    cancellableAmount: 7_000,
  });
  expect(answer.body['cancellations']).toMatchObject([{ cancellationId: 'can_1', origin: 'CLIENT' }]);
  expect(api.workflows.calls).toMatchObject([
    { update: 'cancel', request: { amount: 3_000, reason: '고객 변심' } },
  ]);
});

it('names the same cancellation for the same key, and says when the workflow knew it', async () => {
  api.payments.rows.set(PAYMENT_ID, paidRow());
  api.workflows.answerWith({ kind: 'done', replayed: true });
  const post = () =>
    api.call(path, { method: 'POST', body: CANCEL_BODY, headers: { 'Idempotency-Key': 'c-1' } });
  expect((await post()).headers.get('Idempotent-Replayed')).toBe('true');
  await post();
  const ids = api.workflows.calls.map((call) =>
    call.update === 'cancel' ? call.request.cancellationId : '',
  );
  expect(new Set(ids).size).toBe(1);
});

it('names a fresh cancellation each time without a key', async () => {
  api.payments.rows.set(PAYMENT_ID, paidRow());
  await api.call(path, { method: 'POST', body: CANCEL_BODY });
  await api.call(path, { method: 'POST', body: CANCEL_BODY });
  const ids = api.workflows.calls.map((call) =>
    call.update === 'cancel' ? call.request.cancellationId : '',
  );
  expect(new Set(ids).size).toBe(2);
});
