/**
 * A call that moves money. Under an idempotency key its effect happens once, and the key is taken from the arrival on,
 * so also while the work is slow.
 */
import type { Answer, Call, Deliver, Delivery, SimulatorContext } from './deliver.ts';
import type { IdempotencyKeys } from './idempotency.ts';

export type Once = Delivery & {
  path: string;
  /** Who may not call gets this, and takes no key. */
  denied: Answer | undefined;
  /** What a second one gets while the first one runs. */
  stillRunning: Answer;
};

export async function once(
  { keys, deliver }: { keys: IdempotencyKeys; deliver: Deliver },
  context: SimulatorContext,
  { path, denied, stillRunning, ...delivery }: Once,
): Promise<Response> {
  const request = denied ? undefined : keyedRequest(delivery.call, path);
  if (!request) return deliver(context, { ...delivery, effect: (fault) => denied ?? delivery.effect(fault) });
  const known = keys.find(request);
  if (known === undefined) keys.begin(request);
  let wasKept = false;
  try {
    return await deliver(context, {
      ...delivery,
      effect: async (fault) => {
        if (known === 'running') return stillRunning;
        if (known) return known;
        const answer = await delivery.effect(fault);
        if (answer.isOpen) return answer;
        keys.keep(request, answer);
        wasKept = true;
        return answer;
      },
    });
  } finally {
    if (known === undefined && !wasKept) keys.abandon(request);
  }
}

function keyedRequest({ paymentId, idempotencyKey }: Call, path: string) {
  return idempotencyKey === null ? undefined : { path, idempotencyKey, paymentId };
}
