/** The ways in which a client takes a payment back. */

import type { PaymentScript } from '../plan/payment-script.ts';
import { ask, type Tools } from './tools.ts';

type Whose = {
  readonly tools: Tools;
  readonly paymentId: string;
  /** Of each request. */
  readonly more: object;
};

const PART = { amount: 1_000 };
const OTHER_PART = { amount: 2_000 };

export async function cancelAs(
  how: PaymentScript['cancel'],
  script: PaymentScript,
  { tools, paymentId, more }: Whose,
): Promise<void> {
  const { client, gateway, keyOf } = tools;
  const cancel = async (key: string, part: { amount?: number } = {}) =>
    await ask(script, async () => await client.cancelSo({ paymentId }, keyOf(key), { ...more, ...part }));
  switch (how) {
    case 'none':
    case 'before it is paid':
      return;
    case 'full':
      // Without a key each asking is another cancellation: asked once.
      return void (await client.cancelSo({ paymentId }, undefined, more));
    case 'full, keyed':
      return void (await cancel('full'));
    case 'part':
      return void (await cancel('part', PART));
    case 'part, repeated':
      await cancel('part', PART);
      return void (await cancel('part', PART));
    case 'two at once':
      return void (await Promise.all([cancel('part', PART), cancel('other-part', OTHER_PART)]));
    case 'part, then the rest':
      await cancel('part', PART);
      return void (await cancel('rest'));
    case 'at the console':
      // Refused where nothing is held.
      return await gateway.cancelElsewhere(paymentId, PART.amount).catch(() => undefined);
  }
}
