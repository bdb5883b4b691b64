/** Traffic for as long as something is done to the processes: customers at the same time, each with one payment after the other. */
import { randomUUID } from 'node:crypto';
import type { RecordingClient } from '../../../support/recording-client.ts';

export async function whileCustomersBuy(
  client: RecordingClient,
  customers: number,
  work: () => Promise<void>,
): Promise<void> {
  let isOver = false;
  const all = Array.from({ length: customers }, async () => {
    while (!isOver) {
      const paid = await client.createAndPay();
      await client.complete(paid);
      await client.cancel(paid, randomUUID(), 1_000);
    }
  });
  try {
    await work();
  } finally {
    isOver = true;
    await Promise.all(all);
  }
}
