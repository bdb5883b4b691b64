/** The whole campaign from its seed: pure, and the same for the same options, on whichever machine. */
import { eachOnce } from './each-once.ts';
import { drawScript, type PaymentScript } from './payment-script.ts';
import { PROFILES, type ProfileName } from './profiles.ts';
import { createRandom } from './random.ts';
import { drawWorldFaults, type WorldFault } from './world-faults.ts';

export type PlanOptions = {
  readonly seed: number;
  readonly payments: number;
  readonly profile: ProfileName;
};

export type Plan = PlanOptions & {
  readonly scripts: readonly PaymentScript[];
  /** In the order in which they strike. */
  readonly faults: readonly WorldFault[];
};

const PAYMENTS_PER_FAULT = 20;
const LEAST_FAULTS = 10;

export function makePlan(options: PlanOptions): Plan {
  const { seed, profile } = options;
  const { weights, kinds, isEachOnce = false } = PROFILES[profile];
  const random = createRandom(seed, 'payments');
  const scripts = isEachOnce
    ? eachOnce(random)
    : Array.from({ length: options.payments }, (_, index) => drawScript(random, weights, index));
  const payments = scripts.length;
  const count = isEachOnce ? kinds.length : Math.max(LEAST_FAULTS, Math.round(payments / PAYMENTS_PER_FAULT));
  const drawing = { kinds, count, payments, isShort: isEachOnce };
  const faults = drawWorldFaults(createRandom(seed, 'world'), drawing);
  return { ...options, payments, scripts, faults };
}
