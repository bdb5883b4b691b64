/** The API with the real parsers, and webhooks of each gateway. */
import { createWebhookParsers } from '../../../activities/gateway/webhook-parsers.ts';
import type { Payment } from '../../../domain/payment.ts';
import { Secret } from '../../../domain/secret.ts';
import { signWebhook, type ToSign, WEBHOOK_SECRET, webhookBody } from '../../support/sign-webhook.ts';
import { tossHeaders } from '../../support/toss-webhook.ts';
import type { Answer, ApiUnderTest } from './api-under-test.ts';
import { paymentRow } from './fake-payments.ts';
import { PAYMENT_ID } from './requests.ts';

export const WEBHOOK_PATH = '/api/v1/webhooks/portone';

export const webhooks = createWebhookParsers({
  PORTONE: { secrets: [new Secret(WEBHOOK_SECRET)] },
  TOSS: true,
});

export type Sending = ToSign & { readonly type?: string; readonly data?: object };

/** Signed as it should be, unless told otherwise, and without a token. */
export async function sendWebhook(api: ApiUnderTest, sending: Sending = {}): Promise<Answer> {
  const { type = 'Transaction.Paid', data, ...how } = sending;
  const { body, headers } = signWebhook({
    body: webhookBody(type, { paymentId: PAYMENT_ID, ...data }),
    ...how,
  });
  return await api.call(WEBHOOK_PATH, { method: 'POST', body, headers, token: null });
}

let payments = 0;
let deliveries = 0;

/** Each has an id of its own: looks are counted per payment. */
export function addTossPayment(api: ApiUnderTest, changes: Partial<Payment> = {}): string {
  payments += 1;
  const paymentId = `pay_${`${payments}`.padStart(40, '0')}`;
  api.payments.rows.set(paymentId, paymentRow({ paymentId, provider: 'TOSS', ...changes }));
  return paymentId;
}

export async function sendTossWebhook(
  api: ApiUnderTest,
  body: string,
  transmissionId: string | null = `whtrans_${(deliveries += 1)}`,
): Promise<Answer> {
  const headers = tossHeaders(transmissionId);
  return await api.call('/api/v1/webhooks/toss', { method: 'POST', body, headers, token: null });
}
