/**
 * Local activities that timed out, with work after them: the error's shape differs on replay, and nothing of it may
 * matter. The database is slow for real: a lock is held until the step has been scheduled as a regular activity.
 */
import type { Scene } from '../scene.ts';
import { type Shape, shape } from '../shape.ts';

export const SLOW_DATABASE: readonly Shape[] = [
  shape('create-timed-out-locally', {}, async (scene) => {
    const paymentId = scene.paymentIdOf('create');
    const { checkout } = await whileLocked(
      scene,
      { paymentId, mode: 'share' },
      async () => await scene.create(),
    );
    await scene.complete(paymentId, await scene.pay(checkout.url));
    return paymentId;
  }),

  shape('record-timed-out-locally', {}, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    const pgTransactionId = await scene.pay(checkout.url);
    await whileLocked(
      scene,
      { paymentId, mode: 'share' },
      async () => await scene.complete(paymentId, pgTransactionId),
    );
    return paymentId;
  }),

  shape('load-timed-out-locally', { runs: 2, keep: 1 }, async (scene) => {
    const { paymentId, checkout } = await scene.create();
    await scene.handleOf(paymentId).terminate('recorded up to here');
    await whileLocked(
      scene,
      { paymentId, mode: 'access exclusive' },
      async () => await scene.start({ paymentId, resume: true }),
    );
    await scene.complete(paymentId, await scene.pay(checkout.url));
    return paymentId;
  }),
];

/** `share` keeps out who writes, `access exclusive` who reads as well. */
type Lock = { readonly paymentId: string; readonly mode: 'share' | 'access exclusive' };

async function whileLocked<Result>(
  scene: Scene,
  { paymentId, mode }: Lock,
  ask: () => Promise<Result>,
): Promise<Result> {
  let asked: Promise<Result> | undefined;
  await scene.database.em.fork().transactional(async (em) => {
    await em.execute(`lock table payment in ${mode} mode`);
    asked = ask();
    await scene.until(
      'the step is a regular activity',
      async () => (await scene.countEvents(paymentId, 'activityTaskScheduledEventAttributes')) > 0,
    );
  });
  if (asked === undefined) throw new Error('nothing was asked');
  return await asked;
}
