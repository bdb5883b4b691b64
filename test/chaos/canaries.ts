/** What must not be found in anything that a campaign leaves behind: a customer's data, and clients' idempotency keys. */
import { createRandom } from './plan/random.ts';

export type CanaryName = 'name' | 'email' | 'phone' | 'keyMark';
export type Canaries = Readonly<Record<CanaryName, string>>;

export function canariesOf(seed: number): Canaries {
  const mark = String(createRandom(seed, 'canaries').between(100_000_000, 999_999_999));
  return {
    name: `카나리아 ${mark}`,
    email: `canary-${mark}@example.com`,
    phone: `+8210${mark}`,
    /** Every idempotency key begins with it. */
    keyMark: `canary-key-${mark}`,
  };
}
