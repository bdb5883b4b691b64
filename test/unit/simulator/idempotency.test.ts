/** One effect per key, whatever goes wrong with the answers: over HTTP, several callers at once. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/simulator/faults.ts';
import { API_SECRET, openSimulatedStore, type SimulatedStore } from '../gateway/simulated-store.ts';

let store: SimulatedStore;
beforeAll(async () => {
  store = await openSimulatedStore();
});
afterAll(() => store.stop());

const faults = fc.constantFrom<Fault | undefined>(
  undefined,
  { kind: 'reset', at: 'before' },
  { kind: 'reset', at: 'after' },
  { kind: 'server_error', at: 'before', status: 500 },
  { kind: 'server_error', at: 'after', status: 503 },
  { kind: 'slow_effect', delayMs: 5 },
  { kind: 'unreadable' },
);

const requests = fc.record({
  key: fc.constantFrom('key-of-the-first-one', 'key-of-the-second-one'),
  isQuoted: fc.boolean(),
  amount: fc.constantFrom(3000, 6000),
  fault: faults,
});

type CancelRequest = { key: string; isQuoted: boolean; amount: number };

async function send(paymentId: string, { key, isQuoted, amount }: CancelRequest): Promise<void> {
  await fetch(`${store.simulator.url}/portone/payments/${paymentId}/cancel`, {
    method: 'POST',
    headers: { authorization: `PortOne ${API_SECRET}`, 'idempotency-key': isQuoted ? `"${key}"` : key },
    body: JSON.stringify({ reason: 'why', amount }),
  }).then(
    (response) => response.text(),
    () => undefined,
  );
}

it('has at most one effect per key, and gives back no more than was paid', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(requests, { minLength: 1, maxLength: 8 }), async (sent) => {
      const order = store.order();
      await store.pay(order);
      const { paymentId } = order;
      for (const { fault } of sent) {
        if (fault) store.simulator.faults.add({ when: { call: 'cancel', paymentId, times: 1 }, fault });
      }
      await Promise.all(sent.map((request) => send(paymentId, request)));
      for (const request of sent) await send(paymentId, request);
      const effects = store.simulator.journal
        .entries()
        .flatMap((entry) => (entry.type === 'cancelled' && entry.paymentId === paymentId ? [entry] : []));
      const keys = effects.map(({ idempotencyKey }) => idempotencyKey);
      expect(new Set(keys).size).toBe(keys.length);
      expect(effects.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBeLessThanOrEqual(
        order.amount,
      );
      expect(keys.length).toBeGreaterThan(0);
    }),
    { numRuns: 25 },
  );
});
