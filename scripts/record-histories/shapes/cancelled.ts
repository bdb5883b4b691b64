/** Cancellations: before payment, in full, in parts, refused, and with the gateway's answer lost. */
import { playPaid, type Shape, shape } from '../shape.ts';

/** The first run is that of `paid`. */
const AFTER_PAID = { runs: 2, keep: 1 };

export const CANCELLED: readonly Shape[] = [
  shape('cancelled-before-payment', {}, async (scene) => {
    const { paymentId } = await scene.create();
    await scene.cancel(paymentId);
    return paymentId;
  }),

  shape('cancelled-in-full', AFTER_PAID, async (scene) => {
    const paymentId = await playPaid(scene);
    await scene.cancel(paymentId);
    return paymentId;
  }),

  shape('cancelled-in-parts', { runs: 3, keep: 2 }, async (scene) => {
    const paymentId = await playPaid(scene);
    await scene.cancel(paymentId, 4_000);
    await scene.closed(paymentId);
    await scene.cancel(paymentId);
    return paymentId;
  }),

  shape('cancelled-twice-at-once', AFTER_PAID, async (scene) => {
    const paymentId = await playPaid(scene);
    await scene.misbehave(paymentId, 'cancel', { kind: 'slow_effect', delayMs: 1_500 });
    const first = scene.cancel(paymentId, 4_000);
    await scene.until('the first is in flight', async () => {
      const { cancellations } = await scene.read(paymentId);
      return cancellations.some(({ status }) => status === 'REQUESTED');
    });
    await scene.cancel(paymentId, 5_000, { status: 409, code: 'CANCELLATION_IN_PROGRESS' });
    await first;
    return paymentId;
  }),

  shape('cancellation-answer-lost', AFTER_PAID, async (scene) => {
    const paymentId = await playPaid(scene);
    await scene.misbehave(paymentId, 'cancel', { kind: 'reset', at: 'after' });
    await scene.cancel(paymentId);
    return paymentId;
  }),

  shape('cancellation-refused', AFTER_PAID, async (scene) => {
    const paymentId = await playPaid(scene);
    await scene.misbehave(paymentId, 'cancel', { kind: 'refused_cancel' });
    await scene.cancel(paymentId, undefined, { status: 409, code: 'CANCEL_REFUSED' });
    return paymentId;
  }),

  shape('cancelled-at-the-console-meanwhile', AFTER_PAID, async (scene) => {
    const paymentId = await playPaid(scene);
    await scene.act({ action: 'cancel_elsewhere', paymentId, trigger: 'CONSOLE' });
    await scene.cancel(paymentId, undefined, { status: 409, code: 'CANCEL_REFUSED' });
    return paymentId;
  }),
];
