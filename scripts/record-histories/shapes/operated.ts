/** An operator decides: what waits is begun anew, what the gateway cannot tell is overridden, a flag is taken away. */
import { createPaymentReader } from '../../../db/stores/payment-reader.ts';
import { parseKeyRing } from '../../../platform/crypto/key-ring.ts';
import { playWrongAmount, type Shape, shape } from '../shape.ts';
import { HISTORIES_ENCRYPTION_KEYS } from '../test-key.ts';
import { playIssued } from './accounts.ts';
import { playPending } from './unknown.ts';

const keyRing = parseKeyRing(HISTORIES_ENCRYPTION_KEYS);

/** Publishing, closing, the operator's question, publishing, asking, closing, asking on. */
const STEPS_UNTIL_ASKED_ON = 7;

export const OPERATED: readonly Shape[] = [
  shape('retried-while-unknown', {}, async (scene) => {
    const { paymentId } = await playPending(scene);
    await scene.retry(paymentId);
    await scene.act({ action: 'settle_payment', paymentId, outcome: 'approve' });
    return paymentId;
  }),

  // Asked about for an hour from then on, whatever the gateway says.
  shape('overridden-then-late-money', { staysOpen: true }, async (scene) => {
    const { paymentId } = await playPending(scene);
    await scene.resolve(paymentId, { outcome: 'not_paid' });
    await scene.act({ action: 'settle_payment', paymentId, outcome: 'approve' });
    await scene.until('the money has gone back', async () => {
      const { cancellations } = await scene.read(paymentId);
      return cancellations.some(({ status }) => status === 'SUCCEEDED');
    });
    await scene.until('all is published', async () => {
      const payment = await createPaymentReader({ database: scene.database, keyRing }).findById(paymentId);
      return payment !== null && payment.publishedSequence === payment.eventSequence;
    });
    return paymentId;
  }),

  // By `resolvesAccounts` of workflows/versions.ts. Closed as soon as it can be asked again, and asked about for an hour.
  shape('account-resolved', { staysOpen: true }, async (scene) => {
    const paymentId = await playIssued(scene);
    await scene.cannotTell(paymentId);
    const steps = async () => await scene.countEvents(paymentId, 'activityTaskScheduledEventAttributes');
    const cancelled = scene.cancel(paymentId);
    await scene.until('the closing has begun', async () => (await steps()) > 1);
    await scene.resolve(paymentId, { outcome: 'not_paid' });
    await cancelled;
    await scene.behave();
    await scene.until('it is closed', async () => (await steps()) >= STEPS_UNTIL_ASKED_ON);
    return paymentId;
  }),

  shape('flag-acknowledged', { runs: 2, keep: 1 }, async (scene) => {
    const paymentId = await playWrongAmount(scene);
    await scene.closed(paymentId);
    await scene.resolve(paymentId, { outcome: 'acknowledged' }, 'acknowledged');
    return paymentId;
  }),
];
