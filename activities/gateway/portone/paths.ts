/** What the addresses of PortOne's calls are made of. */
import type { PortOneConfig } from './config.ts';

export function paymentPath(paymentId: string): string {
  return `/payments/${encodeURIComponent(paymentId)}`;
}

export function storeQuery({ storeId }: PortOneConfig): string {
  return new URLSearchParams({ storeId }).toString();
}
