/** Every way in which a virtual account's numbers may come to be written down: told, paid, refunded, refused, misspelt. */
import { expect } from 'vitest';
import type { RefundAccount } from '../../domain/requests.ts';
import { order, payInWindow } from './live.ts';

type Answered = {
  readonly status: number;
  readonly body: {
    readonly paymentId: string;
    readonly checkout?: { readonly url: string } | undefined;
    readonly virtualAccount?: { readonly accountNumber: string } | undefined;
  };
};

export type AccountDrive = {
  readonly post: (path: string, body: unknown, asking?: { readonly key?: string }) => Promise<Answered>;
  readonly control: (what: 'faults' | 'actions', body: object) => Promise<void>;
  readonly refundAccount: RefundAccount;
  /** The beginning of every key. */
  readonly key: string;
};

/** Answers the number of the account that was issued. */
export async function driveAccounts({ post, control, refundAccount, key }: AccountDrive): Promise<string> {
  const method = { type: 'VIRTUAL_ACCOUNT' };
  const { paymentId, checkout } = (await post('/payments', order({ method }))).body;
  const pgTransactionId = await payInWindow(checkout?.url ?? '');
  const { virtualAccount } = (await post('/payments/complete', { paymentId, pgTransactionId })).body;
  await control('actions', { action: 'deposit', paymentId });
  expect((await post('/payments/complete', { paymentId, pgTransactionId })).status).toBe(200);

  const cancel = async (more: object, asking: { readonly key?: string } = {}) =>
    await post(`/payments/${paymentId}/cancel`, { reason: 'returned', refundAccount, ...more }, asking);
  await control('faults', { when: { call: 'cancel' }, fault: { kind: 'unreadable' } });
  await cancel({ amount: 4_000 }, { key: `${key}-part` });
  await cancel({ amount: 5_000 }, { key: `${key}-part` });
  await control('faults', { when: { call: 'cancel' }, fault: { kind: 'refused_cancel' } });
  await cancel({});
  await cancel({ refundAccount: { ...refundAccount, nick: refundAccount.holderName } });
  await cancel({ refundAccount: { ...refundAccount, accountNumber: `${refundAccount.accountNumber}x` } });
  expect(virtualAccount).toBeDefined();
  return virtualAccount?.accountNumber ?? '';
}
