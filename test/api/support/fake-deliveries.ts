/** Deliveries in memory, in place of the table. The real store is tested with a real database. */
import type {
  DeliveryKey,
  DeliveryRecord,
  WebhookDeliveries,
} from '../../../db/stores/webhook-deliveries.ts';

export type FakeDeliveries = WebhookDeliveries & {
  readonly recorded: DeliveryRecord[];
  /** What recording rejects with; null: it is recorded. */
  failure: Error | null;
  reset(): void;
};

export function createFakeDeliveries(): FakeDeliveries {
  const isSame = (one: DeliveryKey, other: DeliveryKey) =>
    one.provider === other.provider && one.deliveryId === other.deliveryId && one.bodyHash === other.bodyHash;
  const fake: FakeDeliveries = {
    recorded: [],
    failure: null,
    has: async (key) => fake.recorded.some((one) => isSame(one, key)),
    record: async (delivery) => {
      if (fake.failure !== null) throw fake.failure;
      fake.recorded.push(delivery);
    },
    reset: () => {
      fake.recorded.length = 0;
      fake.failure = null;
    },
  };
  return fake;
}
