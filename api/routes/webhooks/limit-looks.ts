/**
 * What unsigned webhooks may cost. Each makes a workflow ask the gateway, and anybody who knows a payment's id can send
 * one: so looks are counted, per payment and per gateway. Too many are told to come again (429), which a gateway does
 * and a forger may: a genuine one is late by that, never lost.
 */
import type { Provider } from '../../../domain/providers.ts';
import type { RateLimit } from '../../deps.ts';
import { rateLimited } from '../../problem.ts';
import { createRateLimiter } from '../../rate-limiter.ts';

/** Throws RATE_LIMITED. */
export type LimitLooks = (look: { readonly provider: Provider; readonly paymentId: string }) => Promise<void>;

/** More than happens to a payment by itself; its workflow's history must not grow by other people's doing. */
export const LOOKS_PER_PAYMENT: RateLimit = { requests: 10, windowSeconds: 600 };

export function limitLooks(perGateway: RateLimit): LimitLooks {
  const payments = createRateLimiter(LOOKS_PER_PAYMENT);
  const gateways = createRateLimiter(perGateway);
  return async ({ provider, paymentId }) => {
    // The payment's first: a flood about one payment uses up nothing that others need.
    for (const standing of [() => payments(paymentId), () => gateways(provider)]) {
      const { exceeded, msBeforeNext } = await standing();
      if (exceeded) throw rateLimited(msBeforeNext);
    }
  };
}
