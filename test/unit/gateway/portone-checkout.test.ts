/** What the client is given to open PortOne's window. */
import { describe, expect, it } from 'vitest';
import { createPortOneGateway } from '../../../activities/gateway/portone/adapter.ts';
import { Secret } from '../../../domain/secret.ts';

const config = {
  apiUrl: 'http://127.0.0.1:1/portone',
  apiSecret: new Secret('s'),
  storeId: 'store',
  channelKey: 'key',
  channelType: 'LIVE',
  virtualAccountValidHours: 24,
  quoteIdempotencyKey: true,
  readTimeoutMs: 1000,
  cancelTimeoutMs: 1000,
} as const;

const order = {
  paymentId: 'pay_1',
  orderName: '김치 & <b>밥</b>',
  amount: 600,
  currency: 'USD',
  method: { type: 'EASY_PAY' },
} as const;

const sdk = {
  storeId: 'store',
  channelKey: 'key',
  paymentId: 'pay_1',
  orderName: '김치 & <b>밥</b>',
  totalAmount: 600,
  currency: 'USD',
  payMethod: 'EASY_PAY',
};

describe('what a client opens the window with', () => {
  it('is what the browser SDK takes, and no address where no hosted window is configured', () => {
    expect(createPortOneGateway(config).checkout(order)).toEqual({ provider: 'PORTONE', sdk });
  });

  it.each([
    [{ type: 'CARD' }, {}],
    [{ type: 'CARD', installmentMonths: 3 }, { card: { installment: { monthOption: { fixedMonth: 3 } } } }],
    [{ type: 'CARD', installmentMonths: 0 }, { card: { installment: { monthOption: { fixedMonth: 1 } } } }],
    [{ type: 'EASY_PAY', easyPayProvider: 'TOSSPAY' }, { easyPay: { easyPayProvider: 'TOSSPAY' } }],
    [{ type: 'TRANSFER' }, {}],
    [{ type: 'MOBILE' }, {}],
    [{ type: 'VIRTUAL_ACCOUNT' }, { virtualAccount: { accountExpiry: { validHours: 24 } } }],
  ] as const)('says of %j: %j', (method, chosen) => {
    const { sdk: told } = createPortOneGateway(config).checkout({ ...order, method });
    expect(told).toEqual({ ...sdk, payMethod: method.type, ...chosen });
  });

  it('names in the address what stands inside by its path', () => {
    const gateway = createPortOneGateway({ ...config, checkoutUrl: 'http://127.0.0.1:1/checkout' });
    const { url } = gateway.checkout({ ...order, method: { type: 'VIRTUAL_ACCOUNT' } });
    expect(new URL(url ?? '').searchParams.get('virtualAccount.accountExpiry.validHours')).toBe('24');
  });

  it('has an address that carries the same, whole, where one is configured', () => {
    const gateway = createPortOneGateway({
      ...config,
      checkoutUrl: 'http://127.0.0.1:1/checkout?theme=dark',
    });
    const { url } = gateway.checkout(order);
    const expected = { theme: 'dark', ...sdk, totalAmount: '600' };
    expect(Object.fromEntries(new URL(url ?? '').searchParams)).toEqual(expected);
  });
});
