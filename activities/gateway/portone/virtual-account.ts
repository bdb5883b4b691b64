/**
 * Virtual accounts in PortOne's words. Its document has no status of its own for an account that was closed: what fits
 * is CANCELLED (`CancelledPayment`, where `paidAt` is optional) of something that was never paid, nor given back.
 * What fits less well is not read as closed: an account that could still take money must not free its payment.
 */
import type { VirtualAccount } from '../../../domain/payment.ts';
import type { PortOneConfig } from './config.ts';
import type { PortOneIssuedAccount, PortOneMethod, PortOnePaymentWithMoney } from './schemas.ts';

const HOUR_MS = 3_600_000;

/** When it falls due the document leaves optional: then from when it was issued, by what the window was told. */
export function toAccount(
  { method, requestedAt }: PortOneIssuedAccount,
  { virtualAccountValidHours }: Pick<PortOneConfig, 'virtualAccountValidHours'>,
): VirtualAccount {
  const issuedAt = Date.parse(method.issuedAt ?? requestedAt);
  const dueAt = new Date(issuedAt + virtualAccountValidHours * HOUR_MS).toISOString();
  return {
    bank: method.bank ?? '',
    accountNumber: method.accountNumber,
    holderName: method.remitteeName ?? null,
    dueAt: method.expiredAt ?? dueAt,
  };
}

export function isVirtualAccount(method: PortOneMethod): boolean {
  return method?.type === 'PaymentMethodVirtualAccount';
}

export function hasIssuedAccount(method: PortOneMethod): boolean {
  return isVirtualAccount(method) && (method?.accountNumber ?? '') !== '';
}

/** Of a CANCELLED virtual account. */
export function isClosedAccount({ paidAt, cancellations }: PortOnePaymentWithMoney): boolean {
  return paidAt === undefined && cancellations.length === 0;
}
