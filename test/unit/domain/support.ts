/** A payment to decide about; each test says only what matters to it. */
import type { GatewayStanding, IssuedAccount } from '../../../domain/gateway-port.ts';
import type { Payment } from '../../../domain/payment.ts';
import { ACCOUNT, payment } from '../../../scripts/outcomes/samples.ts';

export {
  ACCOUNT,
  cancellation,
  holding,
  IN_TIME_MS,
  paidPayment,
  payment,
} from '../../../scripts/outcomes/samples.ts';

export function issued(
  more: Partial<IssuedAccount> = {},
): Extract<GatewayStanding, { kind: 'account_issued' }> {
  return {
    kind: 'account_issued',
    pgTransactionId: 'tx-1',
    total: { amountMinor: 10_000, currency: 'KRW' },
    isOurs: true,
    account: ACCOUNT,
    ...more,
  };
}

export const VIRTUAL_ACCOUNT = { type: 'VIRTUAL_ACCOUNT' } as const;

/** To be paid into an account that is not issued yet. */
export function accountOrdered(more: Partial<Payment> = {}): Payment {
  return payment({ method: VIRTUAL_ACCOUNT, ...more });
}

export function accountWaiting(more: Partial<Payment> = {}): Payment {
  return accountOrdered({
    status: 'WAITING_FOR_DEPOSIT',
    pgTransactionId: 'tx-1',
    virtualAccount: ACCOUNT,
    expiresAt: ACCOUNT.dueAt,
    ...more,
  });
}

export function KRW(amountMinor: number) {
  return { amountMinor, currency: 'KRW' };
}

/** After the payment's time. */
export const TOO_LATE_MS = Date.parse('2026-01-01T00:31:00.000Z');
