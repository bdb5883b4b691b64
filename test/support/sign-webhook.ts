/** A webhook as PortOne sends it: Standard Webhooks, written down a second time, apart from the code under test. */
import { createHmac, randomUUID } from 'node:crypto';

export const WEBHOOK_SECRET = `whsec_${Buffer.from('the secret of now, 32 bytes long').toString('base64')}`;
export const NEW_WEBHOOK_SECRET = `whsec_${Buffer.from('the secret of later, 32 bytes ok').toString('base64')}`;

export type ToSign = {
  readonly body?: string;
  readonly id?: string;
  readonly secret?: string;
  /** Seconds, from now. */
  readonly shiftSeconds?: number;
};

export function signWebhook({ body = '{}', id = `msg_${randomUUID()}`, ...more }: ToSign = {}) {
  const { secret = WEBHOOK_SECRET, shiftSeconds = 0 } = more;
  const timestamp = String(Math.floor(Date.now() / 1_000) + shiftSeconds);
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return {
    body,
    headers: { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` },
  };
}

export function webhookBody(type: string, data: object = {}): string {
  return JSON.stringify({
    type,
    timestamp: new Date().toISOString(),
    data: { storeId: 'store', paymentId: 'pay_1', transactionId: 'tx-1', ...data },
  });
}
