/** What becomes of a virtual account: the customer pays in, or not, and the client asks again. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Paid } from '../../support/recording-client.ts';
import type { PaymentScript } from '../plan/payment-script.ts';
import { ask, type Tools } from './tools.ts';
import { untilOver } from './until-over.ts';

const A_WHILE_MS = 3_000;

export async function payIn(script: PaymentScript, tools: Tools, paid: Paid): Promise<void> {
  const { client, gateway } = tools;
  const isLate = script.deposit === 'late';
  if (script.deposit === 'never') return;
  if (script.deposit === 'after a while') await sleep(A_WHILE_MS);
  if (isLate) await untilOver(tools, paid.paymentId);
  // Refused where no account was issued, or it was closed meanwhile.
  await gateway.deposit(paid.paymentId, isLate).catch(() => undefined);
  if (script.complete !== 'never') await ask(script, async () => await client.complete(paid));
}
