/**
 * Customers who buy: create, pay in the window, complete. Whoever is refused gives up for now. `finishAll` comes back with
 * the same keys, as a client would: for all that had been created, and for some of those that were refused at the door.
 */
import { randomUUID } from 'node:crypto';
import { waitUntil } from '../../sandbox/wait.ts';
import { type Paid, payFor, recordingClient, type Told } from '../support/recording-client.ts';
import type { LoadStage } from './stage.ts';

const USERS = 40;
/** As `finishAll` repeats a request until it is answered for good. */
const AT_ONCE = 8;
const FINISHED_WITHIN_MS = 120_000;
const PAUSE_MS = 250;
const REFUSED_THAT_COME_BACK = 200;

export type Customers = ReturnType<typeof createCustomers>;

type Client = ReturnType<typeof recordingClient>;
type Purchase = { readonly client: Client; readonly key: string; readonly orderId: string; paid?: Paid };

export function createCustomers(stage: LoadStage) {
  const clients = Array.from({ length: USERS }, () => recordingClient(stage.dataDir, () => [stage.api]));
  const unfinished = new Set<Purchase>();
  let next = 0;

  async function advance(purchase: Purchase): Promise<boolean> {
    const { client, key, orderId } = purchase;
    if (purchase.paid === undefined) {
      const created = await client.create(key, { orderId });
      if (created.status !== 201 && created.status !== 200) return false;
      purchase.paid = await payFor(created);
    }
    const { paid } = purchase;
    const completed = await client.complete(paid);
    if (completed.state !== 'PAID') return false;
    unfinished.delete(purchase);
    return true;
  }

  return {
    answers: (): readonly Told[] => clients.flatMap((client) => client.answers),
    /** @returns whether it was paid at the first attempt. */
    async buyOne(): Promise<boolean> {
      const client = clients[next++ % USERS];
      if (client === undefined) throw new Error('There are no clients');
      const purchase: Purchase = { client, key: randomUUID(), orderId: `order-${randomUUID()}` };
      unfinished.add(purchase);
      return await advance(purchase);
    },
    /** Each of them becomes PAID. */
    async finishAll(): Promise<void> {
      const begun = [...unfinished].filter(({ paid }) => paid !== undefined);
      const refused = [...unfinished].filter(({ paid }) => paid === undefined);
      const waiting = [...begun, ...refused.slice(0, REFUSED_THAT_COME_BACK)];
      const finish = async (): Promise<void> => {
        for (let purchase = waiting.pop(); purchase !== undefined; purchase = waiting.pop()) {
          const current = purchase;
          await waitUntil(async () => (await advance(current)) || undefined, {
            what: `${current.paid?.paymentId ?? current.key} paid`,
            ...{ deadlineMs: FINISHED_WITHIN_MS, everyMs: PAUSE_MS },
          });
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, finish));
    },
  };
}
