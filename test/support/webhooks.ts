/** The simulator's webhooks in live tests: on only while a test file is about them, and each accounted for. */
import { expect, inject } from 'vitest';
import { z } from 'zod';
import type { WebhookRule } from '../../sandbox/simulator/webhooks/rules.ts';

const sentSchema = z.object({
  sent: z.array(
    z.object({
      id: z.string(),
      paymentId: z.string(),
      type: z.string(),
      answers: z.array(z.int()),
      state: z.enum(['sending', 'acknowledged', 'lost', 'given_up']),
    }),
  ),
});

export type SentWebhook = z.infer<typeof sentSchema>['sent'][number];

export async function switchWebhooks(on: boolean) {
  await post('/switch', { on });
}

/** By hand, `times` deliveries of their own. */
export async function sendWebhooks(paymentId: string, type: string, times = 1) {
  await post('/send', { paymentId, type, times });
}

export async function misdirect(when: Partial<WebhookRule['when']>, how: object) {
  await post('/rules', { when, how });
}

export async function sentWebhooks(paymentId?: string): Promise<readonly SentWebhook[]> {
  const query = paymentId === undefined ? '' : `?paymentId=${paymentId}`;
  const response = await fetch(`${inject('live').simulator}/control/webhooks${query}`);
  return sentSchema.parse(await response.json()).sent;
}

/** Every one of them was answered 2xx in the end; answers them all. */
export async function allAcknowledged(paymentId?: string, timeout = 30_000): Promise<readonly SentWebhook[]> {
  const open = async () => (await sentWebhooks(paymentId)).filter(({ state }) => state === 'sending');
  await expect.poll(open, { timeout, interval: 200 }).toEqual([]);
  const sent = await sentWebhooks(paymentId);
  expect(sent.filter(({ state }) => state === 'given_up')).toEqual([]);
  return sent;
}

async function post(path: string, body: object): Promise<void> {
  const response = await fetch(`${inject('live').simulator}/control/webhooks${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`the simulator refused: ${await response.text()}`);
}
