/**
 * How webhooks go astray on request, as data: `{when: {paymentId?, type?, times?}, how: {kind, …}}`. A rule serves its
 * next `times` matching webhooks. Reordering is a delay: what comes later overtakes.
 */
import { z } from 'zod';

const howSchema = z.discriminatedUnion('kind', [
  /** Never sent, and not again either. */
  z.object({ kind: z.literal('lose') }),
  /** The same delivery this many times more, at once. */
  z.object({ kind: z.literal('duplicate'), copies: z.int().min(1).max(100).default(1) }),
  z.object({ kind: z.literal('delay'), forMs: z.int().min(1).max(600_000) }),
  /** The first attempt only: what is sent again is as it should be. */
  z.object({ kind: z.literal('wrong_signature') }),
  z.object({ kind: z.literal('stale'), byMs: z.int().min(1).default(3_600_000) }),
]);

export type Mishap = z.infer<typeof howSchema>;

export const webhookRuleSchema = z.object({
  when: z.object({
    paymentId: z.string().optional(),
    type: z.string().optional(),
    times: z.int().min(1).default(1),
  }),
  how: howSchema,
});

export type WebhookRule = z.infer<typeof webhookRuleSchema>;

export type WebhookRules = {
  add(rule: WebhookRule): void;
  /** The mishap for this webhook, if any; counts. */
  take(webhook: { readonly paymentId: string; readonly type: string }): Mishap | undefined;
  list(): readonly WebhookRule[];
  clear(): void;
};

export function createWebhookRules(): WebhookRules {
  let rules: WebhookRule[] = [];
  return {
    add: (rule) => {
      rules.push(structuredClone(rule));
    },
    take: ({ paymentId, type }) => {
      const rule = rules.find(
        ({ when }) => (when.paymentId ?? paymentId) === paymentId && (when.type ?? type) === type,
      );
      if (!rule) return undefined;
      rule.when.times -= 1;
      rules = rules.filter(({ when }) => when.times > 0);
      return rule.how;
    },
    list: () => rules,
    clear: () => {
      rules = [];
    },
  };
}
