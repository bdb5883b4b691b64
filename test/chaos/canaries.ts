/** What must not be found in anything that a campaign leaves behind: personal data, and clients' idempotency keys. */
import { createRandom } from './plan/random.ts';

export type Canaries = ReturnType<typeof canariesOf>;

export function canariesOf(seed: number) {
  const random = createRandom(seed, 'canaries');
  const mark = () => String(random.between(100_000_000, 999_999_999));
  const [person, holder] = [mark(), mark()];
  return {
    customer: {
      name: `카나리아 ${person}`,
      email: `canary-${person}@example.com`,
      phone: `+8210${person}`,
    },
    /** Where a virtual account's money goes back to: the gateway is told, and nobody else. */
    account: { holderName: `환불 ${holder}`, accountNumber: `77${holder}` },
    /** Every idempotency key begins with it. */
    keyMark: `canary-key-${person}`,
  };
}
