/** What the Web UI shows of a workflow that the API starts, and what it is started with. */
import { expect, it } from 'vitest';
import { startOperation } from '../../../api/workflow-start.ts';
import { summarise } from '../../../domain/summary.ts';

const subject = {
  paymentId: 'pay_1',
  orderId: 'order-123',
  amount: 10_000,
  currency: 'KRW',
  method: { type: 'CARD' },
  provider: 'PORTONE',
} as const;

it.each([
  [10_000, 'KRW', 'KRW 10,000 · CARD · order-123'],
  [1_234_505, 'USD', 'USD 12,345.05 · CARD · order-123'],
  [1_000_000_000_000, 'EUR', 'EUR 10,000,000,000.00 · CARD · order-123'],
])('shows %i minor units of %s in the currency’s own way', (amount, currency, summary) => {
  expect(summarise({ ...subject, amount, currency })).toBe(summary);
});

it('starts a payment’s workflow as READY, and opens it again with what the row says', () => {
  const attributesOf = (status?: 'PAID') =>
    JSON.stringify(
      startOperation(status === undefined ? subject : { ...subject, status }).options.typedSearchAttributes,
    );
  expect(attributesOf()).toContain('"READY"');
  expect(attributesOf('PAID')).toContain('"PAID"');
  expect(startOperation(subject).options).toMatchObject({
    workflowId: 'payment-pay_1',
    args: [{ paymentId: 'pay_1' }],
    workflowIdConflictPolicy: 'USE_EXISTING',
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
  });
});
