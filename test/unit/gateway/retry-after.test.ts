/** The delay that a gateway with too much to do asks for: read, bounded, and told with every call that it refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readRetryAfter } from '../../../activities/gateway/retry-after.ts';
import type { GatewayPort } from '../../../domain/gateway-port.ts';
import type { FaultRule } from '../../../sandbox/simulator/faults.ts';
import { cancellation, NEVER, openSimulatedStore, type SimulatedStore } from './simulated-store.ts';
import { confirmation, openSimulatedToss, type SimulatedToss } from './simulated-toss.ts';

const NOW = Date.parse('2026-11-24T10:00:00.000Z');
const HOUR_MS = 3_600_000;

describe('Retry-After', () => {
  it.each([
    ['seconds', '7', 7_000],
    ['seconds with blanks around them', ' 120 ', 120_000],
    ['a date', 'Tue, 24 Nov 2026 10:01:30 GMT', 90_000],
    ['a date in the form of RFC 850', 'Tuesday, 24-Nov-26 10:00:05 GMT', 5_000],
    ['more seconds than an hour has', '86400', HOUR_MS],
    ['a date far away', 'Wed, 25 Nov 2037 10:00:00 GMT', HOUR_MS],
  ])('is read when it is %s, up to an hour', (_, header, delayMs) => {
    expect(readRetryAfter(header, NOW)).toBe(delayMs);
  });

  it.each([
    ['missing', null],
    ['no delay', '0'],
    ['past', 'Tue, 24 Nov 2026 09:59:59 GMT'],
    ['negative', '-5'],
    ['broken', '1.5'],
    ['a lone year', '2027'.padStart(11, '0')],
    ['words', 'soon'],
    ['empty', ''],
  ])('that is %s leaves our own pauses', (_, header) => {
    expect(readRetryAfter(header, NOW)).toBeUndefined();
  });
});

describe('a gateway that has too much to do', () => {
  let portOne: SimulatedStore;
  let toss: SimulatedToss;
  beforeAll(async () => {
    [portOne, toss] = await Promise.all([openSimulatedStore(), openSimulatedToss()]);
  });
  afterAll(async () => {
    await Promise.all([portOne.stop(), toss.stop()]);
  });

  const OUTCOME = { kind: 'unknown', why: 'rate_limited', retryAfterMs: 7_000 };
  const shops = { PORTONE: () => portOne, TOSS: () => toss };
  const limit = (shop: SimulatedStore | SimulatedToss, call: FaultRule['when']['call']) =>
    shop.misbehave(call, { kind: 'rate_limit', retryAfterSeconds: 7 });
  const standingOf = async (gateway: GatewayPort, paymentId: string) =>
    (await gateway.retrieve({ paymentId }, NEVER)).standing;

  it.each(['PORTONE', 'TOSS'] as const)('%s says when it wants to be asked again', async (name) => {
    const shop = shops[name]();
    limit(shop, 'retrieve');
    expect(await standingOf(shop.gateway, shop.order().paymentId)).toEqual(OUTCOME);
    const order = shop.order();
    await shop.pay(order);
    limit(shop, 'cancel');
    expect(await shop.gateway.cancel(cancellation(order), NEVER)).toEqual(OUTCOME);
  });

  it('TOSS says when it wants the confirmation again', async () => {
    const order = toss.order();
    const one = confirmation(order, await toss.agree(order));
    limit(toss, 'confirm');
    expect(await toss.gateway.confirm(one, NEVER)).toEqual(OUTCOME);
    expect(await toss.gateway.confirm(one, NEVER)).toMatchObject({ kind: 'approved' });
  });
});
