/** The gateway cannot tell at once: the quick question fails, and the asking goes on as a regular activity. */
import type { Scene } from '../scene.ts';
import { playPaid, type Shape, shape } from '../shape.ts';

const PENDING_CARD = '4000000000000119';
const NOT_KNOWN_YET = { status: 202 };
/** As many as may wait for one answer, and one more. */
const ONE_TOO_MANY = 7;
/** Asking, giving back, publishing, asking again. */
const STEPS_WITH_A_SECOND_INQUIRY = 4;

export const UNKNOWN: readonly Shape[] = [
  shape('gateway-silent-then-paid', {}, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    const pgTransactionId = await scene.pay(checkout.url);
    await scene.misbehave(paymentId, 'retrieve', { kind: 'no_answer', at: 'before', forMs: 2_000 });
    await scene.misbehave(paymentId, 'retrieve', { kind: 'server_error', at: 'before' });
    await scene.complete(paymentId, pgTransactionId);
    return paymentId;
  }),

  shape('pending-then-paid', {}, async (scene) => {
    const { paymentId } = await playPending(scene);
    await scene.act({ action: 'settle_payment', paymentId, outcome: 'approve' });
    return paymentId;
  }),

  shape('pending-then-declined', {}, async (scene) => {
    const { paymentId } = await playPending(scene);
    await scene.act({ action: 'settle_payment', paymentId, outcome: 'decline' });
    return paymentId;
  }),

  shape('cancel-asked-while-unknown', {}, async (scene) => {
    const { paymentId } = await playPending(scene);
    const cancelled = scene.cancel(paymentId);
    await scene.until('the cancellation is committed', async () => {
      const { cancellations } = await scene.read(paymentId);
      return cancellations.length > 0;
    });
    await scene.act({ action: 'settle_payment', paymentId, outcome: 'approve' });
    await cancelled;
    return paymentId;
  }),

  // Its answer knows nothing of the refund that is recorded while it travels, and must not be taken for news.
  shape('stale-inquiry', { runs: 2, keep: 1 }, async (scene) => {
    const paymentId = await playPaid(scene);
    await scene.cannotTell(paymentId, 1);
    await scene.misbehave(paymentId, 'retrieve', { kind: 'slow_drip', intervalMs: 100, bytes: 32 });
    await scene.look(paymentId);
    await scene.cancel(paymentId);
    await scene.closed(paymentId);
    const steps = await scene.countEvents(paymentId, 'activityTaskScheduledEventAttributes');
    if (steps !== STEPS_WITH_A_SECOND_INQUIRY) throw new Error(`no answer was stale: ${steps} steps`);
    return paymentId;
  }),

  shape('more-ask-than-may-wait', {}, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    const pgTransactionId = await scene.pay(checkout.url);
    for (let call = 0; call < 2; call += 1)
      await scene.misbehave(paymentId, 'retrieve', { kind: 'server_error', at: 'before' });
    const answers = await Promise.allSettled(
      Array.from({ length: ONE_TOO_MANY }, async () => await scene.complete(paymentId, pgTransactionId)),
    );
    if (answers.every(({ status }) => status === 'fulfilled')) throw new Error('all of them waited');
    return paymentId;
  }),
];

/** Paid in the window, and the gateway has not made up its mind: the payment is CONFIRMING. */
export async function playPending(scene: Scene) {
  const { paymentId, checkout } = await scene.create();
  const pgTransactionId = await scene.pay(checkout.url, PENDING_CARD);
  await scene.complete(paymentId, pgTransactionId, NOT_KNOWN_YET);
  return { paymentId, pgTransactionId };
}
