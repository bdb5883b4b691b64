/** Where a virtual account's money goes back to, in the words of its gateway. */
import type { Provider } from '../../domain/providers.ts';
import type { RefundAccount } from '../../domain/requests.ts';

const BANKS: Readonly<Record<Provider, string>> = { PORTONE: 'KOOKMIN', TOSS: '20' };

/** The simulator gives nothing back to this one. */
export const NO_SUCH_ACCOUNT = '99999999999';

export function refundAccountAt(
  provider: Provider,
  { accountNumber = '12345678901234', holderName = '김하나' }: Partial<RefundAccount> = {},
): RefundAccount {
  return { bank: BANKS[provider], accountNumber, holderName };
}
