/** Virtual accounts: issued and paid later, run out, closed, and their money given back to an account that is told. */
import type { Scene } from '../scene.ts';
import { type Shape, shape } from '../shape.ts';

const DUE_SOON_MS = 3_000;
const ACCOUNT = '12345678901234';
/** The simulator's: refunds to it are refused. */
const NO_SUCH_ACCOUNT = '99999999999';

/** The customer has been told where to pay in. */
export async function playIssued(scene: Scene, dueInMs?: number): Promise<string> {
  const { paymentId, checkout } = await scene.create('create', {}, { type: 'VIRTUAL_ACCOUNT' });
  await scene.complete(paymentId, await scene.issue(checkout.url, dueInMs));
  return paymentId;
}

export const ACCOUNTS: readonly Shape[] = [
  shape('account-paid-by-webhook', {}, async (scene) => {
    const paymentId = await playIssued(scene);
    await scene.act({ action: 'deposit', paymentId });
    await scene.webhook(paymentId, 'Transaction.Paid');
    return paymentId;
  }),

  shape('account-ran-out', {}, async (scene) => await playIssued(scene, DUE_SOON_MS)),

  shape('account-cancelled-while-waiting', {}, async (scene) => {
    const paymentId = await playIssued(scene);
    await scene.cancel(paymentId);
    return paymentId;
  }),

  shape('account-closed-at-the-second-try', {}, async (scene) => {
    const paymentId = await playIssued(scene);
    await scene.misbehave(paymentId, 'close', { kind: 'server_error', at: 'before' });
    await scene.cancel(paymentId);
    return paymentId;
  }),

  shape('account-paid-before-its-cancellation', {}, async (scene) => {
    const paymentId = await playIssued(scene);
    await scene.act({ action: 'deposit', paymentId });
    await scene.refundTo(paymentId, ACCOUNT);
    return paymentId;
  }),

  shape('account-of-a-wrong-amount', {}, async (scene) => {
    const { paymentId, checkout } = await scene.create('create', {}, { type: 'VIRTUAL_ACCOUNT' });
    await scene.misbehave(paymentId, 'checkout', { kind: 'wrong_amount', amount: 100 });
    const pgTransactionId = await scene.issue(checkout.url);
    await scene.complete(paymentId, pgTransactionId, { status: 409, code: 'AMOUNT_MISMATCH' });
    return paymentId;
  }),

  // The first run is that of `account-cancelled-while-waiting`.
  shape('account-late-money-refused-then-given-back', { runs: 4, keep: 3 }, async (scene) => {
    const paymentId = await playIssued(scene);
    await scene.cancel(paymentId);
    await scene.closed(paymentId);
    await scene.act({ action: 'deposit', paymentId, late: true });
    await scene.look(paymentId);
    await scene.closed(paymentId);
    await scene.refundTo(paymentId, NO_SUCH_ACCOUNT, { status: 409, code: 'CANCEL_REFUSED' });
    await scene.closed(paymentId);
    await scene.refundTo(paymentId, ACCOUNT);
    return paymentId;
  }),
];
