/** Waits until a payment's time is over, and what a gateway that does not answer may add to it. */
import { waitUntil } from '../../../sandbox/wait.ts';
import type { Tools } from './tools.ts';

const OVER_WITHIN_MS = 150_000;

export async function untilOver({ client }: Pick<Tools, 'client'>, paymentId: string): Promise<void> {
  const isOver = async () => {
    const status = await client.statusOf({ paymentId });
    return ['EXPIRED', 'CANCELLED', 'FAILED'].includes(status ?? '') || undefined;
  };
  await waitUntil(isOver, { what: 'its time over', deadlineMs: OVER_WITHIN_MS, everyMs: 1_000 }).catch(
    () => undefined,
  );
}
