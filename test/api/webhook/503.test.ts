import { beforeEach, expect, it } from 'vitest';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paymentRow } from '../support/fake-payments.ts';
import { PAYMENT_ID } from '../support/requests.ts';
import { sendWebhook, webhooks } from '../support/webhooks-under-test.ts';

const api = apiUnderTest({ webhooks });

beforeEach(() => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
});

it.each(['unaccepted', 'busy'] as const)(
  'TEMPORARILY_UNAVAILABLE while the look is %s, so that the gateway sends it again; nothing is recorded',
  async (kind) => {
    api.workflows.answerWith({ kind });
    const { status, body, headers } = await sendWebhook(api);
    expect([status, body.code, headers.get('Retry-After')]).toEqual([503, 'TEMPORARILY_UNAVAILABLE', '1']);
    expect(api.deliveries.recorded).toEqual([]);
  },
);

it('TEMPORARILY_UNAVAILABLE while the database does not answer', async () => {
  api.payments.failure = new Error('gone');
  expect((await sendWebhook(api)).status).toBe(503);
  expect(api.workflows.calls).toEqual([]);
});
