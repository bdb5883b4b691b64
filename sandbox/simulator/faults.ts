/**
 * How the simulator misbehaves on request, as data: `{when: {call, paymentId?, times?}, fault: {kind, …}}`.
 * A rule serves its next `times` matching calls, first come first served; silence is for everyone, for a while.
 */
import { z } from 'zod';

export const CALLS = ['retrieve', 'transactions', 'confirm', 'cancel', 'close', 'list', 'checkout'] as const;
export type CallName = (typeof CALLS)[number];

const beforeOrAfter = z.enum(['before', 'after']).describe('Of the effect.');
const upToTenMinutesMs = z.int().min(1).max(600_000);

export const faultSchema = z.discriminatedUnion('kind', [
  /** Hangs until the caller gives up, at most `forMs`. */
  z.object({ kind: z.literal('no_answer'), at: beforeOrAfter, forMs: upToTenMinutesMs.default(120_000) }),
  z.object({
    kind: z.literal('server_error'),
    at: beforeOrAfter,
    status: z.int().min(500).max(599).default(500),
  }),
  z.object({ kind: z.literal('reset'), at: z.enum(['before', 'after', 'mid_body']) }),
  /** The effect comes late, also when the caller has long gone. */
  z.object({ kind: z.literal('slow_effect'), delayMs: upToTenMinutesMs }),
  z.object({
    kind: z.literal('slow_drip'),
    intervalMs: upToTenMinutesMs.default(100),
    bytes: z.int().min(1).default(1),
  }),
  z.object({ kind: z.literal('rate_limit'), retryAfterSeconds: z.int().min(0).default(1) }),
  z.object({ kind: z.literal('unreadable') }),
  /** At `checkout` the gateway really holds it so; at a reading call it only says so. */
  z.object({ kind: z.literal('wrong_amount'), amount: z.int().positive() }),
  z.object({ kind: z.literal('wrong_currency'), currency: z.string().regex(/^[A-Z]{3}$/) }),
  z.object({ kind: z.literal('wrong_store'), storeId: z.string().default('store-of-someone-else') }),
  z.object({ kind: z.literal('test_channel') }),
  /** Of a cancellation: accepted, and settled by control or after `settlesAfterMs`. */
  z.object({
    kind: z.literal('asynchronous_cancel'),
    settlesAfterMs: z.int().min(0).optional(),
    outcome: z.enum(['SUCCEEDED', 'FAILED']).default('SUCCEEDED'),
  }),
  z.object({
    kind: z.literal('refused_cancel'),
    pgCode: z.string().default('NOT_CANCELABLE_PAYMENT'),
    pgMessage: z.string().default('취소할 수 없는 결제입니다.'),
  }),
  z.object({
    kind: z.literal('refused_confirm'),
    pgCode: z.string().default('REJECT_CARD_COMPANY'),
    pgMessage: z.string().default('결제 승인이 거절되었습니다.'),
  }),
]);

export type Fault = z.infer<typeof faultSchema>;
export type FaultOf<Kind extends Fault['kind']> = Extract<Fault, { kind: Kind }>;

export const faultRuleSchema = z.object({
  when: z.object({
    call: z.enum([...CALLS, 'all']),
    paymentId: z.string().optional(),
    times: z.int().min(1).default(1),
  }),
  fault: faultSchema,
});

export type FaultRule = z.infer<typeof faultRuleSchema>;

export const silenceSchema = z.object({
  forMs: upToTenMinutesMs,
  how: z.enum(['hang', 'refuse']).default('hang'),
});
export type Silence = z.infer<typeof silenceSchema>;

export type FaultBook = {
  add(rule: FaultRule): void;
  /** The fault for this call, if any; counts. */
  take(call: CallName, paymentId: string): Fault | undefined;
  list(): readonly FaultRule[];
  clear(): void;
  silence(silence: Silence): void;
  /** How calls are met now, and for how long yet. */
  silenced(): { how: Silence['how']; leftMs: number } | undefined;
};

export function createFaultBook(): FaultBook {
  let rules: FaultRule[] = [];
  let quiet: { how: Silence['how']; untilMs: number } | undefined;
  return {
    add: (rule) => {
      rules.push(structuredClone(rule));
    },
    take: (call, paymentId) => {
      const rule = rules.find(({ when }) => isFor(when, call, paymentId));
      if (!rule) return undefined;
      rule.when.times -= 1;
      rules = rules.filter(({ when }) => when.times > 0);
      return rule.fault;
    },
    list: () => rules,
    clear: () => {
      rules = [];
      quiet = undefined;
    },
    silence: ({ forMs, how }) => {
      quiet = { how, untilMs: Date.now() + forMs };
    },
    silenced: () => {
      const leftMs = (quiet?.untilMs ?? 0) - Date.now();
      return quiet && leftMs > 0 ? { how: quiet.how, leftMs } : undefined;
    },
  };
}

function isFor(when: FaultRule['when'], call: CallName, paymentId: string): boolean {
  // `all` means the API: a customer at the window is not to be surprised by a rule meant for the server.
  const isCall = when.call === call || (when.call === 'all' && call !== 'checkout');
  return isCall && (when.paymentId === undefined || when.paymentId === paymentId);
}
