import { afterEach, expect, it } from 'vitest';
import { signWebhook, webhookBody } from '../../support/sign-webhook.ts';
import { apiUnderTest } from '../support/api-under-test.ts';
import { paymentRow } from '../support/fake-payments.ts';
import { PAYMENT_ID } from '../support/requests.ts';
import { sendWebhook, WEBHOOK_PATH, webhooks } from '../support/webhooks-under-test.ts';

const api = apiUnderTest({ webhooks });
const UNPROVED = [401, 'WEBHOOK_UNPROVED'];

afterEach(() => {
  expect([api.workflows.calls, api.deliveries.recorded]).toEqual([[], []]);
});

it.each([
  ['a wrong signature', { secret: `whsec_${Buffer.alloc(32).toString('base64')}` }],
  ['a stale one', { shiftSeconds: -3_600 }],
  ['one from the future', { shiftSeconds: 3_600 }],
])('WEBHOOK_UNPROVED for %s; why stands in the log only', async (_, how) => {
  api.payments.rows.set(PAYMENT_ID, paymentRow());
  const answer = await sendWebhook(api, how);
  expect([answer.status, answer.body.code]).toEqual(UNPROVED);
  expect(answer.text).not.toMatch(/timestamp|matching/);
  expect(api.log.join('')).toMatch(/"why":"(timestamp|no matching)/);
});

it('WEBHOOK_UNPROVED without any signature, also with a client’s token', async () => {
  for (const token of [null, await api.keys.sign()]) {
    const answer = await api.call(WEBHOOK_PATH, {
      method: 'POST',
      body: webhookBody('Transaction.Paid'),
      token,
    });
    expect([answer.status, answer.body.code]).toEqual(UNPROVED);
  }
});

it('WEBHOOK_UNPROVED for a header that came twice, as HTTP joins them', async () => {
  const { body, headers } = signWebhook({ body: webhookBody('Transaction.Paid') });
  for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const) {
    const twice = new Headers(headers);
    twice.append(name, headers[name]);
    const answer = await api.call(WEBHOOK_PATH, {
      method: 'POST',
      body,
      headers: Object.fromEntries(twice),
      token: null,
    });
    expect([answer.status, answer.body.code]).toEqual(UNPROVED);
  }
});
