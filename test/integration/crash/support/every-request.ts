/** Each of the three requests that need all servers, while one is away and when it is back. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import {
  type Paid,
  type RecordingClient,
  type Told,
  untilAnswered,
} from '../../../support/recording-client.ts';

/** The contract's number, and what a busy machine may add to it. */
const REFUSED_WITHIN_MS = 3_000 + 2_000;

/** What is asked while something is away, again with the same key until it is answered: all as if nothing had been. */
export function everyRequest(client: RecordingClient, paid: Paid, completed: Paid) {
  const [createKey, cancelKey] = [randomUUID(), randomUUID()];
  const orderId = `order-${randomUUID().slice(0, 18)}`;
  const requests = [
    async () => await client.create(createKey, { orderId }),
    async () => await client.complete(paid),
    async () => await client.cancel(completed, cancelKey),
  ];
  return {
    once: async () => await Promise.all(requests.map(async (ask) => await ask())),
    untilDone: async () => await Promise.all(requests.map(async (ask) => await untilAnswered(ask, 60_000))),
  };
}

export function expectRefused(answers: readonly Told[]): void {
  expect(answers.map(({ status, code }) => [status, code])).toEqual(
    answers.map(() => [503, 'TEMPORARILY_UNAVAILABLE']),
  );
  for (const { tookMs, headers } of answers) {
    expect(tookMs).toBeLessThan(REFUSED_WITHIN_MS);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
  }
}

export function expectDone(answers: readonly Told[]): void {
  expect([200, 201]).toContain(answers[0]?.status);
  expect(answers.slice(1).map(({ status, state }) => [status, state])).toEqual([
    [200, 'PAID'],
    [200, 'CANCELLED'],
  ]);
}
