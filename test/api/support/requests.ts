/** Good requests, to be spoilt one field at a time. */
export const CREATE_BODY = {
  orderId: 'order-0001',
  orderName: '텀블러 외 1건',
  items: [{ id: 'sku-1', name: '텀블러', quantity: 2, unitAmount: 5_000 }],
  amount: 10_000,
  currency: 'KRW',
  method: { type: 'CARD' },
  customer: { name: '김하나', email: 'hana@example.com', phone: '+82 10-1234-5678' },
  metadata: { cart: 'cart-7' },
};

export const PAYMENT_ID = 'pay_0000000000000000000000000000000000000001';
export const COMPLETE_BODY = { paymentId: PAYMENT_ID, pgTransactionId: 'tx-1' };
export const CANCEL_BODY = { reason: '고객 변심' };
export const REFUND_ACCOUNT = { bank: 'SHINHAN', accountNumber: '98765432109876', holderName: '김하나' };
/** Passes Luhn; nobody's. */
export const CARD_NUMBER = '4242424242424242';
