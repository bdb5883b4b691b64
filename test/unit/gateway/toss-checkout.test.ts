/** What the client is given to open Toss' window. */
import { describe, expect, it } from 'vitest';
import { createTossGateway } from '../../../activities/gateway/toss/adapter.ts';
import { Secret } from '../../../domain/secret.ts';
import type { TossConfig } from '../../../platform/config/toss-config.ts';

const config: TossConfig = {
  apiUrl: 'http://127.0.0.1:1/toss',
  secretKey: new Secret('live_sk_1'),
  clientKey: 'live_ck_1',
  merchantId: 'shop',
  keyType: 'LIVE',
  checkoutUrl: undefined,
  virtualAccountValidHours: 24,
  sendRefundableAmount: false,
  readTimeoutMs: 1000,
  moneyTimeoutMs: 1000,
};

const order = { paymentId: 'pay_1', orderName: '김치 & <b>밥</b>', amount: 1250, currency: 'USD' };

const sdk = {
  clientKey: 'live_ck_1',
  method: 'CARD',
  orderId: 'pay_1',
  orderName: '김치 & <b>밥</b>',
  amount: { currency: 'USD', value: 12.5 },
};

describe('what a client opens the window with', () => {
  it('is what the browser SDK takes, in major units, and never the secret key', () => {
    const checkout = createTossGateway(config).checkout({ ...order, method: { type: 'CARD' } });
    expect(checkout).toEqual({ provider: 'TOSS', sdk });
    expect(JSON.stringify(checkout)).not.toContain('live_sk');
  });

  it.each([
    [
      { type: 'CARD', installmentMonths: 3 },
      { method: 'CARD', card: { cardInstallmentPlan: 3 } },
    ],
    [{ type: 'EASY_PAY' }, { method: 'CARD' }],
    [
      { type: 'EASY_PAY', easyPayProvider: 'TOSSPAY' },
      { method: 'CARD', card: { flowMode: 'DIRECT', easyPay: 'TOSSPAY' } },
    ],
    [{ type: 'TRANSFER' }, { method: 'TRANSFER' }],
    [{ type: 'MOBILE' }, { method: 'MOBILE_PHONE' }],
    [{ type: 'VIRTUAL_ACCOUNT' }, { method: 'VIRTUAL_ACCOUNT', virtualAccount: { validHours: 24 } }],
  ] as const)('says of %j: %j', (method, expected) => {
    expect(createTossGateway(config).checkout({ ...order, method }).sdk).toEqual({ ...sdk, ...expected });
  });

  it('has an address that carries the same, whole, where a hosted window is configured', () => {
    const gateway = createTossGateway({ ...config, checkoutUrl: 'http://127.0.0.1:1/window?theme=dark' });
    const { url } = gateway.checkout({ ...order, method: { type: 'CARD' } });
    const { amount: _amount, ...flat } = sdk;
    expect(Object.fromEntries(new URL(url ?? '').searchParams)).toEqual({
      theme: 'dark',
      ...flat,
      'amount.value': '12.5',
      'amount.currency': 'USD',
    });
  });

  it('cuts a name at the hundred characters that Toss takes, and never in the middle of one', () => {
    const { sdk: cut } = createTossGateway(config).checkout({
      ...order,
      orderName: '😀'.repeat(150),
      method: { type: 'CARD' },
    });
    expect(cut['orderName']).toBe('😀'.repeat(100));
  });
});
