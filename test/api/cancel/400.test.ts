import { afterEach, expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { faultsIn } from '../support/body.ts';
import { paidRow } from '../support/fake-payments.ts';
import { CARD_NUMBER, PAYMENT_ID } from '../support/requests.ts';

const api = apiUnderTest();
const path = `/api/v1/payments/${PAYMENT_ID}/cancel`;

afterEach(() => {
  expect(api.workflows.calls).toEqual([]);
});

it('IDEMPOTENCY_KEY_REQUIRED with an amount: two equal partial cancels cannot be told apart', async () => {
  api.payments.rows.set(PAYMENT_ID, paidRow());
  const { status, body } = await api.call(path, { method: 'POST', body: { reason: 'x', amount: 1_000 } });
  expect([status, body.code]).toEqual([400, 'IDEMPOTENCY_KEY_REQUIRED']);
});

it.each([
  [{}, ['/reason REQUIRED']],
  [{ reason: '', amount: 0 }, ['/amount TOO_SMALL', '/reason TOO_SHORT']],
  [{ reason: 'x'.repeat(201), amount: '1' }, ['/amount INVALID_TYPE', '/reason TOO_LONG']],
  [{ reason: 'x', refund: true }, ['/refund UNKNOWN_FIELD']],
])('INVALID_REQUEST for %j', async (body, faults) => {
  const answer = await api.call(path, { method: 'POST', body });
  expect([answer.status, answer.body.code]).toEqual([400, 'INVALID_REQUEST']);
  expect(faultsIn(answer.body).toSorted()).toEqual(faults);
});

it('CARD_NUMBER_NOT_ACCEPTED in the reason', async () => {
  const { body } = await api.call(path, { method: 'POST', body: { reason: `환불 ${CARD_NUMBER}` } });
  expect([body.code, ...faultsIn(body)]).toEqual([
    'CARD_NUMBER_NOT_ACCEPTED',
    '/reason CARD_NUMBER_NOT_ACCEPTED',
  ]);
});
