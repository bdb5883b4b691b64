/** Payments through a gateway whose approval is our own call: agreed to in the window, then confirmed. */
import type { Scene } from '../scene.ts';
import { type Shape, shape } from '../shape.ts';

const DECLINED_CARD = '4000000000000002';

export const CONFIRMED: readonly Shape[] = [
  shape('confirmed', {}, async (scene) => {
    const { paymentId, pgTransactionId } = await playAgreed(scene);
    await scene.complete(paymentId, pgTransactionId);
    return paymentId;
  }),

  // The quick question fails; the inquiry finds that the customer has agreed, and somebody has waited for that.
  shape('confirmed-when-it-could-be-asked', {}, async (scene) => {
    const { paymentId, pgTransactionId } = await playAgreed(scene);
    await scene.misbehave(paymentId, 'retrieve', { kind: 'server_error', at: 'before' });
    await scene.complete(paymentId, pgTransactionId);
    return paymentId;
  }),

  shape('confirmation-declined', {}, async (scene) => {
    const { paymentId, pgTransactionId } = await playAgreed(scene, DECLINED_CARD);
    await scene.complete(paymentId, pgTransactionId, { status: 402, code: 'PAYMENT_DECLINED' });
    return paymentId;
  }),

  shape('confirmation-answer-lost', {}, async (scene) => {
    const { paymentId, pgTransactionId } = await playAgreed(scene);
    await scene.misbehave(paymentId, 'confirm', { kind: 'reset', at: 'after' });
    await scene.complete(paymentId, pgTransactionId);
    return paymentId;
  }),
];

async function playAgreed(scene: Scene, card?: string) {
  const { paymentId, checkout } = await scene.create('create', {}, { type: 'MOBILE' });
  return { paymentId, pgTransactionId: await scene.pay(checkout.url, card) };
}
