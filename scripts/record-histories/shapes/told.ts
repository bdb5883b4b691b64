/** What a gateway's webhook sets going: no client asks, and the workflow looks. */
import { playPaid, type Shape, shape } from '../shape.ts';

export const TOLD: readonly Shape[] = [
  shape('paid-by-webhook', {}, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    await scene.pay(checkout.url);
    await scene.webhook(paymentId, 'Transaction.Paid');
    return paymentId;
  }),

  shape('told-while-silent-then-paid', {}, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    await scene.pay(checkout.url);
    await scene.misbehave(paymentId, 'retrieve', { kind: 'server_error', at: 'before' });
    await scene.webhook(paymentId, 'Transaction.Paid');
    return paymentId;
  }),

  shape('cancelled-at-the-console-told-by-webhook', { runs: 2, keep: 1 }, async (scene) => {
    const paymentId = await playPaid(scene);
    await scene.act({ action: 'cancel_elsewhere', paymentId, trigger: 'CONSOLE' });
    await scene.webhook(paymentId, 'Transaction.Cancelled');
    return paymentId;
  }),
];
