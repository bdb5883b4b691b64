/** Toss Payments' webhooks as its page documents them, written down a second time, apart from the simulator. */

/** Null: without an id. */
export function tossHeaders(transmissionId: string | null): Readonly<Record<string, string>> {
  return {
    'content-type': 'application/json',
    'tosspayments-webhook-transmission-time': '2026-11-24T10:00:00+09:00',
    'tosspayments-webhook-transmission-retried-count': '0',
    ...(transmissionId !== null && { 'tosspayments-webhook-transmission-id': transmissionId }),
  };
}

export function statusChanged(orderId: string, status: string, more: object = {}): string {
  return event('PAYMENT_STATUS_CHANGED', { orderId, paymentKey: 'tx-1', status, cancels: null, ...more });
}

/** A cancellation alone: it names no order. */
export function cancelStatusChanged(cancelStatus: string): string {
  return event('CANCEL_STATUS_CHANGED', { cancelStatus, transactionKey: 'CANCEL-1', cancelAmount: 4_000 });
}

/** Flat, and without a type. */
export function depositCallback(orderId: string, status: string, secret = 'ps_secret'): string {
  return JSON.stringify({ createdAt: CREATED_AT, secret, status, transactionKey: 'DEPOSIT-1', orderId });
}

export function event(eventType: string, data: object): string {
  return JSON.stringify({ eventType, createdAt: CREATED_AT, data });
}

const CREATED_AT = '2026-11-24T10:00:00.000000';
