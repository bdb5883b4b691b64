/** How runs begin, and what operators do to them: repeated, refused, resumed, by nobody, cancelled in the Web UI. */
import { paymentQuery } from '../../../workflows/contract.ts';
import { playPaid, type Shape, shape } from '../shape.ts';

const PENDING_CARD = '4000000000000119';
const SWEEP_WORKFLOW_ID = 'sweep-recorded';
const RECONCILE_WORKFLOW_ID = 'reconcile-recorded';

export const OPENED: readonly Shape[] = [
  shape('create-repeated', { runs: 2 }, async (scene) => {
    await scene.createBehindTheApi({ replayed: false });
    const { paymentId, checkout } = await scene.createBehindTheApi({ replayed: true });
    await scene.complete(paymentId, await scene.pay(checkout.url));
    await scene.closed(paymentId);
    // In a run of its own it finds the record; the API would have answered from it.
    await scene.createBehindTheApi({ replayed: false });
    return paymentId;
  }),

  shape('create-refused-as-duplicate-order', {}, async (scene) => {
    const first = await scene.create();
    await scene.create('create-again', { status: 409, code: 'DUPLICATE_ORDER' });
    await scene.cancel(first.paymentId);
    return scene.paymentIdOf('create-again');
  }),

  shape('resumed', { runs: 2, keep: 1 }, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    const pgTransactionId = await scene.pay(checkout.url, PENDING_CARD);
    await scene.complete(paymentId, pgTransactionId, { status: 202 });
    await scene.handleOf(paymentId).terminate('recorded up to here');
    await scene.start({ paymentId, resume: true });
    await scene.act({ action: 'settle_payment', paymentId, outcome: 'approve' });
    return paymentId;
  }),

  shape('resumed-with-nothing-to-do', { runs: 2, keep: 1 }, async (scene) => {
    const { paymentId } = await scene.create();
    await scene.cancel(paymentId);
    await scene.closed(paymentId);
    await scene.start({ paymentId, resume: true });
    return paymentId;
  }),

  shape('sweep', { workflowId: SWEEP_WORKFLOW_ID }, async (scene) => {
    await scene.startSweep(SWEEP_WORKFLOW_ID);
    return scene.paymentIdOf('none');
  }),

  shape('reconciler', { workflowId: RECONCILE_WORKFLOW_ID }, async (scene) => {
    await scene.startReconciler(RECONCILE_WORKFLOW_ID);
    return scene.paymentIdOf('none');
  }),

  shape('looked-and-found-cancelled', { runs: 2, keep: 1 }, async (scene) => {
    const paymentId = await playPaid(scene);
    await scene.act({ action: 'cancel_elsewhere', paymentId, trigger: 'CONSOLE', amount: 4_000 });
    await scene.look(paymentId);
    return paymentId;
  }),

  shape('started-by-nobody', {}, async (scene) => {
    const paymentId = scene.paymentIdOf('nobody');
    await scene.start({ paymentId });
    return paymentId;
  }),

  shape('cancel-requested-in-web-ui', {}, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    await scene.handleOf(paymentId).cancel();
    await scene.until('a person is asked to look', async () => {
      const payment = await scene.handleOf(paymentId).query(paymentQuery);
      return payment?.attention === 'CANCEL_REQUESTED_IN_UI';
    });
    await scene.complete(paymentId, await scene.pay(checkout.url));
    return paymentId;
  }),
];
