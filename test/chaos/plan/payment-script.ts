/** What one client and one customer do with one payment, and how the gateway treats it, as data. */
import type { FaultRule } from '../../../sandbox/simulator/faults.ts';
import type { WebhookRule } from '../../../sandbox/simulator/webhooks/rules.ts';
import { namesOf, type Random } from './random.ts';
import type { Weights } from './weights.ts';

export type GatewayFault = {
  readonly call: FaultRule['when']['call'];
  readonly times: number;
  readonly fault: FaultRule['fault'];
};

export type PaymentScript = {
  readonly index: number;
  /** No two payments have the same. */
  readonly amount: number;
  readonly method: keyof Weights['method'];
  readonly create: keyof Weights['create'];
  readonly window: keyof Weights['window'];
  readonly deposit: keyof Weights['deposit'];
  readonly complete: keyof Weights['complete'];
  readonly cancel: keyof Weights['cancel'];
  readonly read: keyof Weights['read'];
  /** One that is not patient asks once, whatever it is told. */
  readonly isPatient: boolean;
  readonly gatewayFaults: readonly GatewayFault[];
  readonly webhookMishap: WebhookRule['how'] | undefined;
};

const LEAST_AMOUNT = 10_000;

/** No two payments of a campaign have the same. */
export function amountOf(index: number): number {
  return LEAST_AMOUNT + index;
}

export function drawScript(random: Random, weights: Weights, index: number): PaymentScript {
  const window = random.weighted(weights.window);
  const method = random.weighted(weights.method);
  return {
    ...{ index, amount: amountOf(index), method, window },
    create: random.weighted(weights.create),
    deposit: random.weighted(weights.deposit),
    complete: random.weighted(weights.complete),
    cancel: random.weighted(weights.cancel),
    read: random.weighted(weights.read),
    isPatient: random.chance(0.85),
    gatewayFaults: [
      ...drawGatewayFaults(random, weights, method),
      ...(window === 'wrong amount' ? [HOLDS_ANOTHER_AMOUNT] : []),
    ],
    webhookMishap: MISHAPS[random.weighted(weights.mishap)](random),
  };
}

type FaultName = keyof Weights['fault'];

const EFFECTS: readonly GatewayFault['call'][] = ['confirm', 'cancel', 'close'];
const ANY_CALL: readonly GatewayFault['call'][] = ['retrieve', ...EFFECTS];

export const HOLDS_ANOTHER_AMOUNT: GatewayFault = {
  ...{ call: 'checkout', times: 1 },
  fault: { kind: 'wrong_amount', amount: 777 },
};

/** Which calls a fault makes sense at: those that move money or close an account, those that ask, or both. */
const CALLS_OF: Readonly<Record<FaultName, readonly GatewayFault['call'][]>> = {
  'no answer, before': ANY_CALL,
  'no answer, after': EFFECTS,
  'server error, before': ANY_CALL,
  'server error, after': EFFECTS,
  'reset, before': ANY_CALL,
  'reset, after': EFFECTS,
  'reset in an answer': ANY_CALL,
  'slow effect': EFFECTS,
  'slow drip': ANY_CALL,
  'rate limit': ['all'],
  unreadable: ANY_CALL,
  'cancelled later': ['cancel'],
  'cancellation fails later': ['cancel'],
  'cancellation refused': ['cancel'],
  'confirmation refused': ['confirm'],
};

const FAULTS: Readonly<Record<FaultName, (random: Random) => GatewayFault['fault']>> = {
  'no answer, before': (r) => ({ kind: 'no_answer', at: 'before', forMs: r.between(500, 15_000) }),
  'no answer, after': (r) => ({ kind: 'no_answer', at: 'after', forMs: r.between(500, 15_000) }),
  'server error, before': () => ({ kind: 'server_error', at: 'before', status: 500 }),
  'server error, after': () => ({ kind: 'server_error', at: 'after', status: 502 }),
  'reset, before': () => ({ kind: 'reset', at: 'before' }),
  'reset, after': () => ({ kind: 'reset', at: 'after' }),
  'reset in an answer': () => ({ kind: 'reset', at: 'mid_body' }),
  'slow effect': (r) => ({ kind: 'slow_effect', delayMs: r.between(500, 8_000) }),
  'slow drip': (r) => ({ kind: 'slow_drip', intervalMs: r.between(5, 60), bytes: 8 }),
  'rate limit': () => ({ kind: 'rate_limit', retryAfterSeconds: 1 }),
  unreadable: () => ({ kind: 'unreadable' }),
  'cancelled later': (r) => ({
    ...{ kind: 'asynchronous_cancel', outcome: 'SUCCEEDED' },
    settlesAfterMs: r.between(100, 5_000),
  }),
  'cancellation fails later': (r) => ({
    ...{ kind: 'asynchronous_cancel', outcome: 'FAILED' },
    settlesAfterMs: r.between(100, 5_000),
  }),
  'cancellation refused': () => ({
    ...{ kind: 'refused_cancel', pgCode: 'NOT_CANCELABLE_PAYMENT' },
    pgMessage: 'simulated',
  }),
  'confirmation refused': () => ({
    ...{ kind: 'refused_confirm', pgCode: 'REJECT_CARD_COMPANY' },
    pgMessage: 'simulated',
  }),
};

function drawGatewayFaults(
  random: Random,
  weights: Weights,
  method: PaymentScript['method'],
): GatewayFault[] {
  const count = random.chance(weights.faultRate) ? random.between(1, 2) : 0;
  return Array.from({ length: count }, () => {
    const name = random.weighted(weights.fault);
    const calls = CALLS_OF[name].filter((call) => call !== 'close' || method === 'VIRTUAL_ACCOUNT');
    return makeFault(random, name, random.pick(calls));
  });
}

function makeFault(random: Random, name: FaultName, call: GatewayFault['call']): GatewayFault {
  return { call, times: random.between(1, 2), fault: FAULTS[name](random) };
}

/** Each way to misbehave at each call that it makes sense at. */
export function everyGatewayFault(random: Random): GatewayFault[] {
  return namesOf(FAULTS).flatMap((name) => CALLS_OF[name].map((call) => makeFault(random, name, call)));
}

export const MISHAPS: Readonly<
  Record<keyof Weights['mishap'], (random: Random) => PaymentScript['webhookMishap']>
> = {
  none: () => undefined,
  lose: () => ({ kind: 'lose' }),
  duplicate: (r) => ({ kind: 'duplicate', copies: r.between(1, 4) }),
  reorder: (r) => ({ kind: 'delay', forMs: r.between(200, 6_000) }),
  'wrong signature': () => ({ kind: 'wrong_signature' }),
  stale: () => ({ kind: 'stale', byMs: 3_600_000 }),
};
