/** Whether the gateway treated a payment's calls as its script says: a simulator that is killed forgets what it was told. */
import type { PaymentScript } from '../plan/payment-script.ts';
import type { World } from './world.ts';

export async function hasMisbehaved(
  { gateway }: Pick<World, 'gateway'>,
  { gatewayFaults }: PaymentScript,
  paymentId: string | undefined,
): Promise<boolean> {
  if (gatewayFaults.length === 0) return true;
  if (paymentId === undefined) return false;
  // Its journal it keeps. One that is down just now is asked by the next payment of this script.
  const journal = await gateway.journalOf(paymentId).catch(() => []);
  return gatewayFaults.every(({ call, fault }) =>
    journal.some(
      (entry) =>
        entry.type === 'call' && entry.fault === fault.kind && (call === 'all' || call === entry.call),
    ),
  );
}
