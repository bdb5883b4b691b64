import { expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { cancellationRow, depositedRow, paidRow, waitingRow } from '../support/fake-payments.ts';
import { CANCEL_BODY, CARD_NUMBER, PAYMENT_ID, REFUND_ACCOUNT } from '../support/requests.ts';

const api = apiUnderTest();
const path = `/api/v1/payments/${PAYMENT_ID}/cancel`;
const settled = cancellationRow();

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

it('takes where the money of a virtual account goes, and never tells it again', async () => {
  api.payments.rows.set(PAYMENT_ID, depositedRow());
  api.workflows.answerWith({ kind: 'done' }, () =>
    api.payments.rows.set(PAYMENT_ID, depositedRow({ status: 'CANCELLED', cancellations: [settled] })),
  );
  const body = { ...CANCEL_BODY, refundAccount: REFUND_ACCOUNT };
  const answer = await api.call(path, { method: 'POST', body });
  expect(answer.status).toBe(200);
  expect(api.workflows.calls).toMatchObject([{ request: { refundAccount: REFUND_ACCOUNT } }]);
  expect(answer.text + api.log.join('')).not.toContain(REFUND_ACCOUNT.accountNumber);
});

it('takes an account that passes for a card number: it is none', async () => {
  api.payments.rows.set(PAYMENT_ID, depositedRow());
  const refundAccount = { ...REFUND_ACCOUNT, accountNumber: CARD_NUMBER };
  const answer = await api.call(path, { method: 'POST', body: { ...CANCEL_BODY, refundAccount } });
  expect(answer.status).toBe(200);
});

it('needs no account before anything is paid in', async () => {
  api.payments.rows.set(PAYMENT_ID, waitingRow());
  expect((await api.call(path, { method: 'POST', body: CANCEL_BODY })).status).toBe(200);
});

it('answers the unchanged payment when an account was supplied to its waiting refund', async () => {
  const row = cancellationRow({ origin: 'LATE_MONEY', amount: 10_000 });
  const late = waitingRow({ status: 'EXPIRED', held: { amountMinor: 10_000, currency: 'KRW' } });
  const waiting = { ...row, status: 'AWAITING_REFUND_ACCOUNT', settledAt: null } as const;
  api.payments.rows.set(PAYMENT_ID, { ...late, cancellations: [waiting] });
  api.workflows.answerWith({ kind: 'done' }, () =>
    api.payments.rows.set(PAYMENT_ID, { ...late, cancellations: [row] }),
  );
  const body = { ...CANCEL_BODY, refundAccount: REFUND_ACCOUNT };
  const answer = await api.call(path, { method: 'POST', body, headers: { 'Idempotency-Key': 'c-1' } });
  expect(answer).toMatchObject({ status: 200, body: { status: 'EXPIRED', cancelledAmount: 10_000 } });
});

it('lets the row answer a repeat that named no account, now that the payment is paid', async () => {
  const headers = { 'Idempotency-Key': 'c-1' };
  api.payments.rows.set(PAYMENT_ID, waitingRow());
  await api.call(path, { method: 'POST', body: CANCEL_BODY, headers });
  const [first] = api.workflows.calls;
  if (first?.update !== 'cancel') throw new Error('it was sent to the workflow');
  const { cancellationId } = first.request;
  const row = cancellationRow({ cancellationId, status: 'AWAITING_REFUND_ACCOUNT', settledAt: null });
  api.payments.rows.set(PAYMENT_ID, depositedRow({ cancellations: [row] }));
  api.workflows.answerWith({ kind: 'done', replayed: true });
  const { status, headers: told } = await api.call(path, { method: 'POST', body: CANCEL_BODY, headers });
  expect([status, told.get('Idempotent-Replayed')]).toEqual([200, 'true']);
});
