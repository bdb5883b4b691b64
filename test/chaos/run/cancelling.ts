/** The ways in which a client takes a payment back. */

import type { PaymentScript } from '../plan/payment-script.ts';
import { ask, type Tools } from './tools.ts';

type Whose = { readonly tools: Tools; readonly paymentId: string };

const PART = 1_000;

export async function cancelAs(
  how: PaymentScript['cancel'],
  script: PaymentScript,
  { tools, paymentId }: Whose,
): Promise<void> {
  const { client, gateway, keyOf } = tools;
  const cancel = async (key: string | undefined, amount?: number) =>
    await ask(script, async () => await client.cancel({ paymentId }, key && keyOf(key), amount));
  switch (how) {
    case 'none':
    case 'before it is paid':
      return;
    case 'full':
      // Without a key each asking is another cancellation: asked once.
      return void (await client.cancel({ paymentId }));
    case 'full, keyed':
      return void (await cancel('full'));
    case 'part':
      return void (await cancel('part', PART));
    case 'part, repeated':
      await cancel('part', PART);
      return void (await cancel('part', PART));
    case 'two at once':
      return void (await Promise.all([cancel('part', PART), cancel('other-part', 2 * PART)]));
    case 'part, then the rest':
      await cancel('part', PART);
      return void (await cancel('rest'));
    case 'at the console':
      // Refused where nothing is held.
      return await gateway.cancelElsewhere(paymentId, PART).catch(() => undefined);
  }
}
