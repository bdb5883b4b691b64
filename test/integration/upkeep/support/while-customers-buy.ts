/** Traffic for as long as something is done to the processes: customers at the same time, each with one payment after the other. */
import { randomUUID } from 'node:crypto';
import type { RecordingClient } from '../../../support/recording-client.ts';

export async function whileCustomersBuy(
  client: RecordingClient,
  customers: number,
  work: () => Promise<void>,
): Promise<void> {
  let isOver = false;
  const customer = async () => {
    while (!isOver) {
      const paid = await client.createAndPay();
      await client.complete(paid);
      await client.cancel(paid, randomUUID(), 1_000);
    }
  };
  const all = Promise.allSettled(Array.from({ length: customers }, customer));
  try {
    await work();
  } finally {
    isOver = true;
    await all;
  }
  for (const customer of await all) if (customer.status === 'rejected') throw customer.reason;
}
