/** The API with PortOne's real parser, and a webhook of it. */
import { createWebhookParsers } from '../../../activities/gateway/webhook-parsers.ts';
import { Secret } from '../../../domain/secret.ts';
import { signWebhook, type ToSign, WEBHOOK_SECRET, webhookBody } from '../../support/sign-webhook.ts';
import type { Answer, ApiUnderTest } from './api-under-test.ts';
import { PAYMENT_ID } from './requests.ts';

export const WEBHOOK_PATH = '/api/v1/webhooks/portone';

export const webhooks = createWebhookParsers({ PORTONE: { secrets: [new Secret(WEBHOOK_SECRET)] } });

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
