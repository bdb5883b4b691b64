/** One course that a payment can take, and which of its runs are kept as histories. */
import type { Scene } from './scene.ts';

export type Shape = {
  /** Names its files: kebab-case. */
  readonly name: string;
  /** How many runs there are in the end. */
  readonly runs: number;
  /** The last so many of them become files: what came before is another shape's. */
  readonly keep: number;
  /** Of a workflow that is no payment's. */
  readonly workflowId?: string;
  /** The last run is recorded while it still waits. */
  readonly staysOpen?: true;
  /** Returns the payment whose runs are meant. */
  readonly play: (scene: Scene) => Promise<string>;
};

export function shape(
  name: string,
  { runs = 1, keep = runs, ...more }: { runs?: number; keep?: number; staysOpen?: true; workflowId?: string },
  play: Shape['play'],
): Shape {
  return { name, runs, keep, ...more, play };
}

/** `paid.json`, or `cancelled-in-parts-1.json` and `-2.json` where several runs are kept. */
export function fileNamesOf({ name, keep }: Pick<Shape, 'name' | 'keep'>): string[] {
  if (keep === 1) return [`${name}.json`];
  return Array.from({ length: keep }, (_, index) => `${name}-${index + 1}.json`);
}

/** Created, paid in the window and completed; the run has closed. */
export async function playPaid(scene: Scene): Promise<string> {
  const { paymentId, checkout } = await scene.create();
  await scene.complete(paymentId, await scene.pay(checkout.url));
  await scene.closed(paymentId);
  return paymentId;
}

/** The customer has opened the window with another amount; it is given back. */
export async function playWrongAmount(scene: Scene): Promise<string> {
  const { paymentId, checkout } = await scene.create();
  const pgTransactionId = await scene.pay(checkout.url.replace('totalAmount=10000', 'totalAmount=100'));
  await scene.complete(paymentId, pgTransactionId, { status: 409, code: 'AMOUNT_MISMATCH' });
  return paymentId;
}
