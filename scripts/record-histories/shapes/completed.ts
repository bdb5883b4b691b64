/** Payments whose outcome the gateway tells at once: paid, or not. */
import { playPaid, playWrongAmount, type Shape, shape } from '../shape.ts';

const DECLINED_CARD = '4000000000000002';

export const COMPLETED: readonly Shape[] = [
  shape('paid', {}, playPaid),

  shape('declined-and-completed-again', { runs: 2 }, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    const pgTransactionId = await scene.pay(checkout.url, DECLINED_CARD);
    const refusal = { status: 402, code: 'PAYMENT_DECLINED' };
    await scene.complete(paymentId, pgTransactionId, refusal);
    await scene.closed(paymentId);
    await scene.complete(paymentId, pgTransactionId, refusal);
    return paymentId;
  }),

  shape('not-paid-yet-then-paid', {}, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    await scene.complete(paymentId, 'made-up', { status: 409, code: 'NOT_PAID_YET' });
    const pgTransactionId = await scene.pay(checkout.url);
    await scene.complete(paymentId, 'made-up', { status: 409, code: 'TRANSACTION_MISMATCH' });
    await scene.complete(paymentId, pgTransactionId);
    return paymentId;
  }),

  shape('wrong-amount-given-back', {}, playWrongAmount),

  /** It stays READY and is asked about again for ever: recorded when that has been once. */
  shape('foreign-store-flagged', { staysOpen: true }, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    await scene.misbehave(paymentId, 'checkout', { kind: 'wrong_store' });
    const pgTransactionId = await scene.pay(checkout.url);
    await scene.complete(paymentId, pgTransactionId, { status: 409, code: 'TRANSACTION_MISMATCH' });
    await scene.until(
      'its time is over',
      async () => (await scene.countEvents(paymentId, 'timerFiredEventAttributes')) > 0,
    );
    return paymentId;
  }),

  shape('expired-then-late-money-returned', { runs: 2 }, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    await scene.closed(paymentId);
    const pgTransactionId = await scene.pay(checkout.url);
    await scene.complete(paymentId, pgTransactionId, { status: 409, code: 'NOT_PAYABLE' });
    return paymentId;
  }),
];
