/** The gateways as a worker holds them: each with the approval that its name promises, or a stand-in that pays nothing. */
import { describe, expect, it } from 'vitest';
import { createGateways } from '../../../activities/gateway/registry.ts';
import { METHOD_TYPES } from '../../../domain/methods.ts';
import { APPROVAL_OF, PROVIDERS } from '../../../domain/providers.ts';
import { Secret } from '../../../domain/secret.ts';
import type { GatewayConfigs } from '../../../platform/config/gateway-configs.ts';
import { faultsOfRoutes } from '../../../worker/check-routes.ts';
import { NEVER } from './simulated-store.ts';

const PORTONE = {
  apiUrl: 'http://127.0.0.1:1/portone',
  apiSecret: new Secret('s'),
  storeId: 'store',
  channelKey: 'key',
  channelType: 'LIVE' as const,
  virtualAccountValidHours: 24,
  quoteIdempotencyKey: false,
  readTimeoutMs: 1000,
  cancelTimeoutMs: 1000,
};
const TOSS = {
  apiUrl: 'http://127.0.0.1:1/toss',
  secretKey: new Secret('live_sk_1'),
  clientKey: 'live_ck_1',
  merchantId: 'shop',
  keyType: 'LIVE' as const,
  checkoutUrl: undefined,
  virtualAccountValidHours: 24,
  sendRefundableAmount: false,
  readTimeoutMs: 1000,
  moneyTimeoutMs: 1000,
};

const CONFIGS: GatewayConfigs = { PORTONE, TOSS };

describe('the gateways', () => {
  it.each([CONFIGS, { PORTONE: null, TOSS: null }])(
    'stand under their own names, with the approval that the domain says they have, configured or not',
    (configs) => {
      const gateways = createGateways(configs);
      for (const name of PROVIDERS) {
        expect(gateways[name]).toMatchObject({ provider: name, approval: APPROVAL_OF[name] });
        expect('confirm' in gateways[name]).toBe(APPROVAL_OF[name] === 'on_confirm');
      }
    },
  );

  it('serve every method, each of them', () => {
    const gateways = createGateways(CONFIGS);
    for (const name of PROVIDERS) {
      expect([...gateways[name].supportedMethods].toSorted()).toEqual([...METHOD_TYPES].toSorted());
      for (const method of METHOD_TYPES) expect(faultsOfRoutes({ [method]: name }, gateways)).toEqual([]);
    }
  });

  it('that are not configured take no route, and say so to whoever has a payment of theirs', async () => {
    const { TOSS: missing } = createGateways({ ...CONFIGS, TOSS: null });
    expect(missing.supportedMethods).toEqual([]);
    expect(faultsOfRoutes({ CARD: 'TOSS' }, createGateways({ ...CONFIGS, TOSS: null }))).toHaveLength(1);
    const closing = { paymentId: 'pay_1', idempotencyKey: 'k' };
    await expect(missing.closeVirtualAccount(closing, NEVER)).rejects.toThrow('TOSS is not configured');
    await expect(missing.retrieve({ paymentId: 'pay_1' }, NEVER)).rejects.toThrow('TOSS is not configured');
    const order = { orderName: 'o', amount: 1, currency: 'KRW', method: { type: 'CARD' as const } };
    expect(() => missing.checkout({ paymentId: 'pay_1', ...order })).toThrow('TOSS is not configured');
  });
});
